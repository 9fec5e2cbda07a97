package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Shape.Element;
import io.sealane.core.document.Shape.Elements;
import io.sealane.core.document.Shape.Member;
import io.sealane.core.document.Shape.Members;
import io.sealane.core.document.Shape.Value;
import io.sealane.core.document.Together.Piece;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** The shape of one document: made once, used once. */
final class Shaping {
    private final Place root;
    private final Together together;
    private final WatchList watched;

    /** Elements that travel together, by array, until it is known which of them are raised. */
    private final Map<String, List<Piece>> pieces = new LinkedHashMap<>();

    /** Whether a rule that reaches the whole shipment has matched since this was last reset. */
    private boolean reached;

    Shaping(Place root, Together together, WatchList watched) {
        this.root = root;
        this.together = together;
        this.watched = watched;
    }

    Members shape(JsonNode body) {
        for (String array : together.links().keySet()) {
            gather(array, body.path(array));
        }
        reached = false;
        var members = new ArrayList<Member>();
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            if (!pieces.containsKey(entry.getKey())) {
                reached |= watched.names(entry.getKey(), entry.getValue());
                members.add(member(root, entry.getKey(), entry.getValue()));
            }
        }
        List<Piece> all = pieces.values().stream().flatMap(List::stream).toList();
        Together.raise(all, reached);
        pieces.forEach((array, own) -> members.add(elements(array, own)));
        members.addAll(added(root, body, raisedOf(all)::contains));
        return new Members(members, absentSlots(root, body));
    }

    /** Shapes the elements of an array of the top by themselves and notes which ones are raised. */
    private void gather(String array, JsonNode elements) {
        Place place = root.member(array);
        if (!(elements instanceof ArrayNode) || place == null || place.element == null) {
            return;
        }
        var own = new ArrayList<Piece>();
        for (JsonNode element : elements) {
            reached = watched.names(element);
            Shape shape = shape(place.element, element);
            own.add(together.piece(array, element, shape, reached));
        }
        pieces.put(array, own);
    }

    /** The raised elements themselves: by identity, since equal ones may not be raised. */
    private static Set<JsonNode> raisedOf(List<Piece> pieces) {
        Set<JsonNode> raised = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Piece piece : pieces) {
            if (piece.raised()) {
                raised.add(piece.value());
            }
        }
        return raised;
    }

    private Member elements(String array, List<Piece> own) {
        Place place = Objects.requireNonNull(root.member(array));
        FieldClass unit = Objects.requireNonNull(place.element).unit;
        var elements = new ArrayList<Element>();
        int raised = 0;
        for (Piece piece : own) {
            raised += piece.raised() ? 1 : 0;
            elements.add(
                    piece.raised()
                            ? new Element(together.marked(piece.value()), FieldClass.GOVERNMENT)
                            : new Element(piece.shape(), unit));
        }
        int decoys = Together.padded(own.size(), raised) - own.size();
        return new Member(array, new Elements(elements, decoys), place.unit);
    }

    private Shape shape(Place place, JsonNode value) {
        if (!place.holdsUnits) {
            return new Value(value);
        }
        if (value instanceof ArrayNode && place.element != null) {
            var elements = new ArrayList<Element>();
            for (JsonNode element : value) {
                FieldClass hidden = classOf(place.element, element);
                elements.add(new Element(below(place.element, element, hidden), hidden));
            }
            int decoys =
                    place.element.isUnit()
                            ? Together.padded(elements.size(), 0) - elements.size()
                            : 0;
            return new Elements(elements, decoys);
        }
        if (value instanceof ObjectNode) {
            var members = new ArrayList<Member>();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                members.add(member(place, entry.getKey(), entry.getValue()));
            }
            members.addAll(added(place, value, element -> false));
            return new Members(members, absentSlots(place, value));
        }
        return new Value(value);
    }

    private Member member(Place parent, String name, JsonNode value) {
        Place place = parent.member(name);
        if (place == null) {
            return new Member(name, new Value(value), null);
        }
        FieldClass hidden = classOf(place, value);
        return new Member(name, below(place, value, hidden), hidden);
    }

    /**
     * What is raised is one disclosure with nothing nested: else what is nested would be counted,
     * by whoever is shown the list of classes, where its absence would leave nothing.
     */
    private Shape below(Place place, JsonNode value, @Nullable FieldClass hidden) {
        return FieldClass.GOVERNMENT.equals(hidden) ? new Value(value) : shape(place, value);
    }

    private List<Member> added(Place place, JsonNode object, Predicate<JsonNode> skip) {
        if (place.added.isEmpty()) {
            return List.of();
        }
        var members = new ArrayList<Member>();
        for (Added added : place.added) {
            JsonNode value = added.of(object, skip);
            if (value != null) {
                members.add(member(place, added.name(), value));
            }
        }
        return members;
    }

    /** The class under which a value is hidden at a place, after the government rules. */
    private @Nullable FieldClass classOf(Place place, JsonNode value) {
        if (place.unit == null) {
            return null;
        }
        FieldClass hidden = place.unit;
        for (GovernmentRule rule : place.rules) {
            if (rule.raises(value)) {
                hidden = FieldClass.GOVERNMENT;
                reached |= rule.reach() == GovernmentRule.Reach.SHIPMENT;
            }
        }
        return hidden;
    }

    private static int absentSlots(Place place, JsonNode object) {
        int absent = 0;
        for (String slot : place.slots) {
            if (!object.has(slot)) {
                absent++;
            }
        }
        return absent;
    }
}
