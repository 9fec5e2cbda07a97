package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What of a tree another one does not have, or has otherwise. */
final class Difference {
    private Difference() {}

    /**
     * Pointers to what is missing in the other tree, the whole of it by one, and to values that are
     * not the same there.
     */
    static List<String> of(JsonNode tree, JsonNode other) {
        var found = new ArrayList<String>();
        compare(tree, other, "", found);
        return found;
    }

    private static void compare(JsonNode one, JsonNode other, String at, List<String> found) {
        if (one instanceof ObjectNode && other instanceof ObjectNode) {
            for (Map.Entry<String, JsonNode> entry : one.properties()) {
                JsonNode member = other.path(entry.getKey());
                compare(entry.getValue(), member, Json.pointer(at, entry.getKey()), found);
            }
        } else if (one instanceof ArrayNode && other instanceof ArrayNode) {
            for (int i = 0; i < one.size(); i++) {
                compare(one.get(i), other.path(i), Json.pointer(at, Integer.toString(i)), found);
            }
        } else if (!one.equals(other)) {
            found.add(at);
        }
    }
}
