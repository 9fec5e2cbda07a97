package io.sealane.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Changes what an honest party would have made, as a fuzzer chooses. */
public final class Edits {
    private static final int MOST = 6;

    /** The largest integer of I-JSON. */
    private static final long LARGEST = (1L << 53) - 1;

    /** Names that readers look for. */
    private static final List<String> NAMES =
            List.of(
                    "_sd", "...", "_sd_alg", "doc", "cnf", "jwk", "iss", "act", "exp", "iat", "nbf",
                    "sln", "seq", "prev", "x", "");

    private Edits() {}

    /** A container of the tree, and which of its members or elements. */
    private record Place(JsonNode container, String name, int index) {
        JsonNode value() {
            return container.isObject() ? container.get(name) : container.get(index);
        }

        void put(JsonNode value) {
            if (container instanceof ObjectNode object) {
                object.set(name, value);
            } else {
                ((ArrayNode) container).set(index, value);
            }
        }

        void remove() {
            if (container instanceof ObjectNode object) {
                object.remove(name);
            } else {
                ((ArrayNode) container).remove(index);
            }
        }

        void putBeside(String other, JsonNode value) {
            if (container instanceof ObjectNode object) {
                object.set(other, value);
            } else {
                ((ArrayNode) container).insert(index, value);
            }
        }
    }

    /** Changes a tree in place: not at all, or in a few places. */
    public static void tree(JsonNode tree, Choices choices) {
        for (int i = choices.below(MOST); i > 0; i--) {
            var places = new ArrayList<Place>();
            gather(tree, places);
            if (places.isEmpty()) {
                return;
            }
            Place place = places.get(choices.below(places.size()));
            switch (choices.below(7)) {
                case 0 -> place.remove();
                case 1 -> place.put(hostile(choices));
                case 2 -> place.put(Json.object().textNode(choices.text()));
                case 3 -> place.putBeside(name(choices), hostile(choices));
                case 4 -> place.put(other(places, choices));
                case 5 -> place.putBeside(name(choices), other(places, choices));
                default -> place.put(near(place.value(), choices));
            }
        }
    }

    /** Bytes with a few changes, or with none. */
    public static byte[] bytes(byte[] honest, Choices choices) {
        byte[] bytes = honest;
        for (int i = choices.below(MOST); i > 0; i--) {
            int from = choices.below(Math.min(bytes.length + 1, 65_536));
            int to = Math.min(bytes.length, from + choices.below(64));
            bytes =
                    switch (choices.below(4)) {
                        case 0 -> spliced(bytes, from, to, new byte[0]);
                        case 1 -> spliced(bytes, from, to, choices.bytes(to - from));
                        case 2 -> spliced(bytes, from, from, choices.bytes(choices.below(64)));
                        default -> spliced(bytes, from, from, Arrays.copyOfRange(bytes, from, to));
                    };
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + middle.length);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
        return result;
    }

    private static void gather(JsonNode tree, List<Place> places) {
        if (tree.isObject()) {
            tree.properties().forEach(one -> places.add(new Place(tree, one.getKey(), 0)));
        }
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
            places.add(new Place(tree, "", i));
        }
        tree.forEach(child -> gather(child, places));
    }

    private static String name(Choices choices) {
        int name = choices.below(NAMES.size() + 1);
        return name < NAMES.size() ? NAMES.get(name) : choices.text();
    }

    /** A copy of what stands elsewhere in the tree. */
    private static JsonNode other(List<Place> places, Choices choices) {
        return places.get(choices.below(places.size())).value().deepCopy();
    }

    /** Nearly the same: a number beside it, a text of which a part is another. */
    private static JsonNode near(JsonNode value, Choices choices) {
        if (value.isIntegralNumber()) {
            long near = value.longValue() + choices.below(5) - 2;
            return Json.object().numberNode(Math.clamp(near, -LARGEST, LARGEST));
        }
        if (!value.isTextual()) {
            return Json.array().add(value);
        }
        String text = value.textValue();
        int from = choices.below(text.length() + 1);
        int to = Math.min(text.length(), from + choices.below(16));
        return Json.object()
                .textNode(whole(text.substring(0, from) + choices.text() + text.substring(to)));
    }

    /** Half of a surrogate pair, which nobody can write in UTF-8, becomes a question mark. */
    private static String whole(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    private static JsonNode hostile(Choices choices) {
        ArrayNode values = Json.array().addNull().add(true).add(0).add(-1).add(1.5).add(1e300);
        values.add(LARGEST).add(-LARGEST).add("").add("\u0000").add("a".repeat(5_000));
        values.add("+-0:T\u00e9\ud83d\ude00")
                .add("1970-01-01T00:00:00Z")
                .add("x@y.z")
                .add("0.0/1>0.0");
        values.add("+999999999-12-31T23:59:59Z").add(Json.array()).add(Json.object());
        values.add(Json.array().addNull()).add(Json.object().put("...", "x"));
        values.add(Json.object().set("_sd", Json.array().add("x")));
        return values.get(choices.below(values.size()));
    }
}
