package io.sealane.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.agreement.Grant;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Shape;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words that occur nowhere else, planted in documents wherever a text may stand: each is found
 * later exactly where its class was granted.
 */
final class Canaries {
    /** How every canary begins: short enough for a seal's number, together with its own. */
    static final String MARK = "KANARIA7";

    private static final Pattern CANARY = Pattern.compile(MARK + "[0-9]{3}");
    private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9_-]{16,}");

    private final DocumentType type;

    /** The classes on the way to each canary: one way, or more where the issuer copies. */
    private final Map<String, List<List<FieldClass>>> ways = new TreeMap<>();

    private int planted;

    Canaries(DocumentType type) {
        this.type = type;
    }

    /** A document with canaries: as valid as before, each field of the class it had. */
    JsonNode planted(JsonNode document) {
        JsonNode copy = document.deepCopy();
        plant(copy, copy);
        note(type.profile().shape(copy), List.of());
        return copy;
    }

    Set<String> all() {
        return ways.keySet();
    }

    /** The top-level classes that canaries were planted in. */
    Set<String> classes() {
        var classes = new TreeSet<String>();
        for (List<List<FieldClass>> of : ways.values()) {
            of.forEach(way -> way.forEach(one -> classes.add(one.name().split("\\.", -1)[0])));
        }
        return classes;
    }

    /** Those that a grant gives. */
    Set<String> granted(Grant grant) {
        var granted = new TreeSet<String>();
        ways.forEach((canary, of) -> {
            if (of.stream().anyMatch(way -> way.stream().allMatch(grant::allows))) {
                granted.add(canary);
            }
        });
        return granted;
    }

    private void plant(JsonNode root, JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String name : new TreeSet<>(names(object))) {
                JsonNode value = object.path(name);
                if (!value.isTextual()) {
                    plant(root, value);
                } else {
                    JsonNode shaped = classesIn(type.profile().shape(root));
                    object.put(name, next());
                    keep(root, shaped, () -> object.set(name, value));
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode value = array.get(i);
                int at = i;
                if (!value.isTextual()) {
                    plant(root, value);
                } else {
                    JsonNode shaped = classesIn(type.profile().shape(root));
                    array.set(at, new TextNode(next()));
                    keep(root, shaped, () -> array.set(at, value));
                }
            }
        }
    }

    private String next() {
        return MARK + "%03d".formatted(planted);
    }

    /** Leaves it as it is now, or takes it back. */
    private void keep(JsonNode root, JsonNode shaped, Runnable takeBack) {
        boolean valid;
        try {
            type.check(root);
            valid = classesIn(type.profile().shape(root)).equals(shaped);
        } catch (Refusal e) {
            valid = false;
        }
        if (valid) {
            planted++;
        } else {
            takeBack.run();
        }
    }

    private static List<String> names(ObjectNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What is hidden under which class, without the values. */
    private static JsonNode classesIn(Shape shape) {
        ArrayNode classes = Json.array();
        switch (shape) {
            case Shape.Value _ -> {}
            case Shape.Members members ->
                    members.members()
                            .forEach(one ->
                                    classes.add(one.name())
                                            .add(String.valueOf(one.hidden()))
                                            .add(classesIn(one.value())));
            case Shape.Elements elements ->
                    elements.elements()
                            .forEach(one ->
                                    classes.add(String.valueOf(one.hidden()))
                                            .add(classesIn(one.value())));
        }
        return classes;
    }

    private void note(Shape shape, List<FieldClass> way) {
        switch (shape) {
            case Shape.Value value ->
                    in(value.json().toString())
                            .forEach(canary ->
                                    ways.computeIfAbsent(canary, _ -> new ArrayList<>()).add(way));
            case Shape.Members members ->
                    members.members().forEach(one -> note(one.value(), with(way, one.hidden())));
            case Shape.Elements elements ->
                    elements.elements().forEach(one -> note(one.value(), with(way, one.hidden())));
        }
    }

    private static List<FieldClass> with(List<FieldClass> way, @Nullable FieldClass hidden) {
        if (hidden == null) {
            return way;
        }
        var longer = new ArrayList<>(way);
        longer.add(hidden);
        return List.copyOf(longer);
    }

    /** A document as its issuer signs it, with nothing hidden. */
    static JsonNode signed(Shape shape) {
        return switch (shape) {
            case Shape.Value value -> value.json();
            case Shape.Members members -> {
                ObjectNode object = Json.object();
                members.members().forEach(one -> object.set(one.name(), signed(one.value())));
                yield object;
            }
            case Shape.Elements elements -> {
                ArrayNode array = Json.array();
                elements.elements().forEach(one -> array.add(signed(one.value())));
                yield array;
            }
        };
    }

    /** The canaries in a text, or in what is base64url in it. */
    static Set<String> in(String text) {
        var found = new TreeSet<String>();
        collect(text, found);
        Matcher encoded = ENCODED.matcher(text);
        while (encoded.find()) {
            String part = encoded.group();
            // A last letter too many is no whole byte.
            String whole = part.length() % 4 == 1 ? part.substring(0, part.length() - 1) : part;
            collect(new String(Base64.getUrlDecoder().decode(whole), ISO_8859_1), found);
        }
        return found;
    }

    static Set<String> in(byte[] bytes) {
        return in(new String(bytes, ISO_8859_1));
    }

    private static void collect(String text, Set<String> found) {
        Matcher canary = CANARY.matcher(text);
        while (canary.find()) {
            found.add(canary.group());
        }
    }

    /** Whether a word occurs in a text: as it is, in hexadecimal, or in base64 of any offset. */
    static boolean holds(String text, String word) {
        return forms(word).stream().anyMatch(text::contains);
    }

    private static List<String> forms(String word) {
        var forms = new ArrayList<>(List.of(word));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = (" ".repeat(before) + word + "  ").getBytes(US_ASCII);
            String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(shifted);
            forms.add(encoded.substring(before == 0 ? 0 : 4, 4 * ((before + word.length()) / 3)));
        }
        forms.addAll(
                forms.stream()
                        .map(form -> HexFormat.of().formatHex(form.getBytes(US_ASCII)))
                        .toList());
        return forms;
    }
}
