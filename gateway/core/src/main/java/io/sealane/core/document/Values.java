package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The values at a path, in the document's order. A step {@code *} is every element of an array. */
final class Values {
    private Values() {}

    static List<String> path(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("/", -1));
    }

    static List<JsonNode> at(JsonNode node, List<List<String>> paths) {
        return at(node, paths, skipped -> false);
    }

    /**
     * The values at any of the paths.
     *
     * @param skip which elements of arrays not to look into
     */
    static List<JsonNode> at(JsonNode node, List<List<String>> paths, Predicate<JsonNode> skip) {
        var found = new ArrayList<JsonNode>();
        for (List<String> path : paths) {
            collect(node, path, 0, skip, found);
        }
        return found;
    }

    private static void collect(
            JsonNode node,
            List<String> path,
            int step,
            Predicate<JsonNode> skip,
            List<JsonNode> found) {
        if (step == path.size()) {
            found.add(node);
        } else if (!path.get(step).equals("*")) {
            JsonNode member = node.get(path.get(step));
            if (member != null) {
                collect(member, path, step + 1, skip, found);
            }
        } else if (node instanceof ArrayNode) {
            for (JsonNode element : node) {
                if (!skip.test(element)) {
                    collect(element, path, step + 1, skip, found);
                }
            }
        }
    }
}
