package io.sealane.core.document;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Patch (RFC 6902), as much of it as our bad examples use: add, remove, replace, copy. */
final class JsonPatch {
    private JsonPatch() {}

    static JsonNode apply(JsonNode document, JsonNode patch) {
        JsonNode patched = document.deepCopy();
        for (JsonNode operation : patch) {
            JsonPointer path = JsonPointer.compile(operation.path("path").textValue());
            switch (operation.path("op").textValue()) {
                case "add" -> add(patched, path, operation.get("value"));
                case "replace" -> {
                    remove(patched, path);
                    add(patched, path, operation.get("value"));
                }
                case "remove" -> remove(patched, path);
                case "copy" -> {
                    JsonNode from = patched.at(operation.path("from").textValue());
                    add(patched, path, from.deepCopy());
                }
                default -> throw new IllegalArgumentException("an operation not used here");
            }
        }
        return patched;
    }

    private static void add(JsonNode document, JsonPointer path, JsonNode value) {
        String last = path.last().getMatchingProperty();
        switch (document.at(path.head())) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array -> {
                if (last.equals("-")) {
                    array.add(value);
                } else {
                    array.insert(Integer.parseInt(last), value);
                }
            }
            default -> throw new IllegalArgumentException("no such place: " + path);
        }
    }

    private static void remove(JsonNode document, JsonPointer path) {
        String last = path.last().getMatchingProperty();
        JsonNode removed =
                switch (document.at(path.head())) {
                    case ObjectNode object -> object.remove(last);
                    case ArrayNode array -> array.remove(Integer.parseInt(last));
                    default -> null;
                };
        if (removed == null) {
            throw new IllegalArgumentException("no such place: " + path);
        }
    }
}
