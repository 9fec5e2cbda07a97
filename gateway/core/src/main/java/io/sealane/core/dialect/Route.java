package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The way from a document to the places that one line of a table speaks of. A step is the name of a
 * member, the number of an element, {@code *} for every element, or {@code *+1} for every element
 * after the first: so two routes with equally many stars lead to places that belong together.
 */
record Route(List<String> steps) {
    Route {
        steps = List.copyOf(steps);
    }

    static Route of(String path) {
        return new Route(path.isEmpty() ? List.of() : List.of(path.split("/", -1)));
    }

    /**
     * A value and how it was reached.
     *
     * @param turns which element each star stands for
     * @param parent the object or array that the value is in
     */
    record Spot(JsonNode value, JsonNode parent, List<Integer> turns) {}

    /** All that there is at the end of this route. */
    List<Spot> spots(JsonNode root) {
        var found = new ArrayList<Spot>();
        collect(root, root, 0, List.of(), found);
        return found;
    }

    private void collect(
            JsonNode node, JsonNode parent, int step, List<Integer> turns, List<Spot> found) {
        if (step == steps.size()) {
            found.add(new Spot(node, parent, turns));
            return;
        }
        String name = steps.get(step);
        if (isStar(name)) {
            int first = first(name);
            for (int i = first; node.isArray() && i < node.size(); i++) {
                var longer = new ArrayList<>(turns);
                longer.add(i - first);
                collect(node.get(i), node, step + 1, longer, found);
            }
        } else {
            JsonNode next = isNumber(name) ? node.get(Integer.parseInt(name)) : node.get(name);
            if (next != null) {
                collect(next, node, step + 1, turns, found);
            }
        }
    }

    /** Where a spot is at the end of this route, RFC 6901. */
    String pointer(List<Integer> turns) {
        String pointer = "";
        int turn = 0;
        for (String step : steps) {
            pointer = Json.pointer(pointer, isStar(step) ? index(step, turns, turn++) : step);
        }
        return pointer;
    }

    /** The stars of this route on the way of a pointer to its end; null if it goes elsewhere. */
    @Nullable List<Integer> turnsOf(List<String> pointer) {
        if (pointer.size() != steps.size()) {
            return null;
        }
        var turns = new ArrayList<Integer>();
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            if (isStar(step) && isNumber(pointer.get(i))) {
                turns.add(Integer.parseInt(pointer.get(i)) - first(step));
            } else if (!step.equals(pointer.get(i))) {
                return null;
            }
        }
        return turns.stream().anyMatch(turn -> turn < 0) ? null : turns;
    }

    /** Puts a value at the end of this route, making what leads there. */
    void put(ObjectNode root, List<Integer> turns, JsonNode value) {
        JsonNode node = root;
        int turn = 0;
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            String name = isStar(step) ? index(step, turns, turn++) : step;
            boolean last = i == steps.size() - 1;
            JsonNode next = last ? value : child(node, name);
            if (next == null) {
                next = isElement(steps.get(i + 1)) ? Json.array() : Json.object();
            }
            set(node, name, next);
            node = next;
        }
    }

    private static @Nullable JsonNode child(JsonNode node, String name) {
        JsonNode child = node.isArray() ? node.get(Integer.parseInt(name)) : node.get(name);
        return child == null || child.isNull() ? null : child;
    }

    private static void set(JsonNode node, String name, JsonNode value) {
        if (node instanceof ArrayNode array) {
            int index = Integer.parseInt(name);
            while (array.size() <= index) {
                array.addNull();
            }
            array.set(index, value);
        } else {
            ((ObjectNode) node).set(name, value);
        }
    }

    private static String index(String star, List<Integer> turns, int turn) {
        return Integer.toString(turns.get(turn) + first(star));
    }

    private static boolean isElement(String step) {
        return isStar(step) || isNumber(step);
    }

    private static boolean isStar(String step) {
        return step.startsWith("*");
    }

    private static int first(String star) {
        return star.length() == 1 ? 0 : Integer.parseInt(star.substring(1));
    }

    private static boolean isNumber(String step) {
        return !step.isEmpty()
                && step.length() < 6
                && step.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
