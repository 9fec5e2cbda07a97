package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.util.Map;
import java.util.function.Consumer;

/** Takes out of a document what its schema does not name, and keeps account of it. */
final class Trimming {
    private Trimming() {}

    /**
     * A copy of what the schema names.
     *
     * @param schema without references
     * @param pointer where the value is
     * @param leftOut is told what is taken out
     */
    static JsonNode of(JsonNode value, JsonNode schema, String pointer, Consumer<String> leftOut) {
        JsonNode properties = schema.path("properties");
        if (value instanceof ObjectNode && properties.isObject()) {
            ObjectNode kept = Json.object();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                String at = Json.pointer(pointer, entry.getKey());
                JsonNode member = properties.path(entry.getKey());
                if (member.isMissingNode()) {
                    leftOut.accept(at);
                } else {
                    kept.set(entry.getKey(), of(entry.getValue(), member, at, leftOut));
                }
            }
            return kept;
        }
        if (value instanceof ArrayNode && schema.has("items")) {
            ArrayNode kept = Json.array();
            for (int i = 0; i < value.size(); i++) {
                String at = Json.pointer(pointer, Integer.toString(i));
                kept.add(of(value.get(i), schema.path("items"), at, leftOut));
            }
            return kept;
        }
        return value.deepCopy();
    }
}
