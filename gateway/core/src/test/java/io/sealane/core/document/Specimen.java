package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A document with everything that a schema has, and in every string of it a word that is nowhere
 * else. It need not be valid: hiding depends on where a value is.
 */
final class Specimen {
    /** What twins are made of, or a rule looks at, has to look as usual. */
    private static final Map<String, String> USUAL =
            Map.of(
                    "imoClass", "9",
                    "UNNumber", "3082",
                    "NANumber", "9035",
                    "unit", "KGM",
                    "countryCode", "ZZ");

    private static final Set<String> MARKERS = Set.of("netExplosiveContent");

    private final Map<String, List<String>> canaries = new TreeMap<>();
    private final ObjectNode document;

    private Specimen(JsonNode schema) {
        document = object(schema, List.of());
    }

    /** A document of a type. */
    static Specimen of(DocumentType type) {
        return new Specimen(type.schema());
    }

    ObjectNode document() {
        return document;
    }

    /** Each canary and the path that it was put at, array positions as {@code *}. */
    Map<String, List<String>> canaries() {
        return canaries;
    }

    private ObjectNode object(JsonNode schema, List<String> path) {
        ObjectNode object = Json.object();
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            if (!MARKERS.contains(entry.getKey())) {
                var below = new ArrayList<>(path);
                below.add(entry.getKey());
                object.set(entry.getKey(), value(entry.getValue(), below));
            }
        }
        return object;
    }

    private JsonNode value(JsonNode schema, List<String> path) {
        if (schema.has("properties")) {
            return object(schema, path);
        }
        if (schema.has("items")) {
            var below = new ArrayList<>(path);
            below.add("*");
            var array = Json.array();
            for (int i = 0; i < 2 && !schema.path("items").has("$ref"); i++) {
                array.add(value(schema.path("items"), below));
            }
            return array;
        }
        return switch (schema.path("type").asText()) {
            case "string" -> text(path);
            case "boolean" -> Json.array().add(true).get(0);
            default -> Json.array().add(1000 + canaries.size()).get(0);
        };
    }

    private JsonNode text(List<String> path) {
        String usual = USUAL.get(path.getLast());
        if (usual != null) {
            return TextNode.valueOf(usual);
        }
        String canary = "canary-" + (1000 + canaries.size());
        canaries.put(canary, path);
        return TextNode.valueOf(canary);
    }
}
