package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/**
 * The schema of what a partner may see of a document: like the schema of the whole, but nothing is
 * required that may be hidden, and the members that the issuer adds are known.
 */
final class Redaction {
    private static final Set<String> SAME_OBJECT =
            Set.of("allOf", "anyOf", "oneOf", "if", "then", "else", "not");

    private Redaction() {}

    /** A copy of an expanded schema, redacted by the places of a profile. */
    static ObjectNode of(ObjectNode schema, Place root) {
        ObjectNode copy = schema.deepCopy();
        redact(copy, root);
        return copy;
    }

    private static void redact(JsonNode schema, @Nullable Place place) {
        if (!(schema instanceof ObjectNode object) || place == null) {
            return;
        }
        if (object.remove("x-added") instanceof ObjectNode added) {
            object.withObject("/properties").setAll(added);
        }
        if (object.get("required") instanceof ArrayNode required) {
            object.set("required", withoutUnits(required, place));
        }
        if (place.element != null && place.element.isUnit()) {
            object.remove("minItems");
        }
        if (object.get("allOf") instanceof ArrayNode rules) {
            ArrayNode kept = Json.array();
            for (JsonNode rule : rules) {
                if (!speaksOfUnits(rule, place)) {
                    kept.add(rule);
                }
            }
            object.remove("allOf");
            if (!kept.isEmpty()) {
                object.set("allOf", kept);
            }
        }
        for (Map.Entry<String, JsonNode> entry : object.path("properties").properties()) {
            redact(entry.getValue(), place.member(entry.getKey()));
        }
        redact(object.path("items"), place.element);
    }

    private static ArrayNode withoutUnits(JsonNode names, Place place) {
        ArrayNode kept = Json.array();
        for (JsonNode name : names) {
            if (!isUnit(place.member(name.textValue()))) {
                kept.add(name);
            }
        }
        return kept;
    }

    /** Whether a conditional rule of an object depends on something that may be hidden. */
    private static boolean speaksOfUnits(JsonNode rule, @Nullable Place place) {
        if (place == null) {
            return false;
        }
        if (!rule.isContainerNode()) {
            return false;
        }
        if (rule instanceof ArrayNode) {
            return anySpeaksOfUnits(rule, place);
        }
        for (Map.Entry<String, JsonNode> entry : rule.properties()) {
            JsonNode value = entry.getValue();
            boolean speaks =
                    switch (entry.getKey()) {
                        case "required" -> withoutUnits(value, place).size() < value.size();
                        case "dependentRequired" ->
                                namesUnit(value, place)
                                        || !value.properties().stream()
                                                .allMatch(e -> keepsAll(e.getValue(), place));
                        case "dependentSchemas" ->
                                namesUnit(value, place) || anySpeaksOfUnits(value, place);
                        case "properties" -> namesUnit(value, place) || below(value, place);
                        default ->
                                SAME_OBJECT.contains(entry.getKey()) && speaksOfUnits(value, place);
                    };
            if (speaks) {
                return true;
            }
        }
        return false;
    }

    private static boolean anySpeaksOfUnits(JsonNode rules, Place place) {
        for (JsonNode rule : rules) {
            if (speaksOfUnits(rule, place)) {
                return true;
            }
        }
        return false;
    }

    private static boolean below(JsonNode properties, Place place) {
        for (Map.Entry<String, JsonNode> entry : properties.properties()) {
            if (speaksOfUnits(entry.getValue(), place.member(entry.getKey()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesUnit(JsonNode byName, Place place) {
        for (Map.Entry<String, JsonNode> entry : byName.properties()) {
            if (isUnit(place.member(entry.getKey()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean keepsAll(JsonNode names, Place place) {
        return withoutUnits(names, place).size() == names.size();
    }

    private static boolean isUnit(@Nullable Place place) {
        return place != null && place.isUnit();
    }
}
