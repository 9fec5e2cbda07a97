package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Catalogue;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a table: a field, where it is there, where it is here, and how it is written. It is
 * read both ways.
 */
record Pair(Route there, Route here, Wording wording) {
    /** Carries the field from there to here. */
    void here(JsonNode source, ObjectNode document) {
        for (Route.Spot spot : there.spots(source)) {
            JsonNode value = wording.here(spot.value(), spot.parent());
            if (value != null) {
                here.put(document, spot.turns(), value.deepCopy());
            }
        }
    }

    /** Carries the field from here to there. */
    void there(JsonNode document, ObjectNode target) {
        for (Route.Spot spot : here.spots(document)) {
            JsonNode value = wording.there(spot.value(), spot.parent());
            if (value != null) {
                there.put(target, spot.turns(), value.deepCopy());
            }
        }
    }

    /**
     * The lines of a table. {@code {"group": name, variable: text}} stands for the lines of that
     * group, in which the text stands for <code>{variable}</code>.
     */
    static List<Pair> of(JsonNode lines, JsonNode groups, Catalogue catalogue) {
        var pairs = new ArrayList<Pair>();
        for (JsonNode line : lines) {
            if (line.isArray()) {
                pairs.add(of(line, line.path(1).asText(), catalogue));
                continue;
            }
            for (JsonNode member : groups.path(line.path("group").asText())) {
                String here = member.path(1).asText();
                here = here.replace("{place}", line.path("place").asText());
                pairs.add(of(member, here, catalogue));
            }
        }
        return List.copyOf(pairs);
    }

    private static Pair of(JsonNode line, String here, Catalogue catalogue) {
        return new Pair(
                Route.of(line.path(0).asText()),
                Route.of(here),
                Wording.named(line.path(2).asText("same"), catalogue::codes));
    }
}
