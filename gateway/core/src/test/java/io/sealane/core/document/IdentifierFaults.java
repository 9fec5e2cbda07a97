package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a schema does not say of its identifiers: every string by which documents are looked for,
 * that is called a number, or that has a class of numbers, names a shipment or is said not to.
 */
final class IdentifierFaults {
    private static final Pattern NUMBERED =
            Pattern.compile(
                    ".*(reference|references|referencevalue|id|ids|number|numbers|identifier|identifiers)",
                    Pattern.CASE_INSENSITIVE);

    private static final Set<String> CLASSES =
            Set.of(
                    "operational.identity",
                    "cargo.reference",
                    "cargo.customs",
                    "security.seal",
                    "security.release",
                    "government");

    /** What a container's number has room for: 11 characters. */
    private static final int LEAST_ROOM = 11;

    private final List<String> faults = new ArrayList<>();

    private IdentifierFaults() {}

    /** The faults, a line each. */
    static List<String> in(JsonNode expanded) {
        var walk = new IdentifierFaults();
        walk.look("", "", null, expanded);
        return List.copyOf(walk.faults);
    }

    private void look(String at, String name, @Nullable String inherited, JsonNode schema) {
        String stated = schema.path("x-class").asText("inherit");
        String cls = stated.equals("inherit") ? inherited : stated;
        for (JsonNode definition : schema.path("$defs")) {
            look(at + "/$defs", name, null, definition);
        }
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            look(at + "/" + entry.getKey(), entry.getKey(), cls, entry.getValue());
        }
        if (schema.has("items")) {
            look(at + "/*", name, cls, schema.path("items"));
        }
        if (isFree(schema) && isNumber(name, cls, schema) && !schema.has("x-identifier")) {
            faults.add(at + " does not say whether it names a shipment");
        }
        if (schema.path("x-identifier").asText().equals("shipment")) {
            fits(at, schema);
        }
    }

    private static boolean isFree(JsonNode schema) {
        return schema.path("type").asText().equals("string")
                && !schema.has("enum")
                && !schema.has("const")
                && !schema.has("x-codes")
                && !schema.path("format").asText().startsWith("date");
    }

    private static boolean isNumber(String name, @Nullable String cls, JsonNode schema) {
        return schema.has("x-reference")
                || NUMBERED.matcher(name).matches()
                || (cls != null && CLASSES.contains(cls));
    }

    /** Whatever may stand at a place, its pseudonym may too. */
    private void fits(String at, JsonNode schema) {
        if (schema.path("maxLength").asInt(Integer.MAX_VALUE) < LEAST_ROOM) {
            faults.add(at + " has no room for a pseudonym");
        }
        ObjectNode alone = Json.object();
        alone.put("type", "object").putObject("properties").set("x", schema);
        var structure = new Structure(alone);
        int room = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        for (String name : PseudonymsTest.NAMES) {
            if (structure.problems(Json.object().put("x", name)).isEmpty()) {
                String pseudonym = PseudonymsTest.AT_NL.of(name, room);
                if (!structure.problems(Json.object().put("x", pseudonym)).isEmpty()) {
                    faults.add(at + " does not take " + pseudonym + " for " + name);
                }
            }
        }
    }
}
