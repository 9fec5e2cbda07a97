package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.document.Identifying.Place;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document as one partner may know it whose view must not be joined with another's: its shape as
 * it is, every name of a shipment replaced by the pseudonym it has there. What is hidden, raised
 * and padded follows from the document itself, so that nothing is shown for want of a name by which
 * it would have been withheld.
 */
final class Disguise {
    /** A shorter name, or one without a digit, could be any word of a text. */
    private static final int SHORTEST_IN_TEXT = 6;

    private static final Pattern DIGIT = Pattern.compile("[0-9]");
    private static final Pattern WORDS =
            Pattern.compile("[\\p{L}\\p{N}]+(?:[-./:_][\\p{L}\\p{N}]+)*");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private final Identifying identifying;
    private final Pseudonyms pseudonyms;

    /** The names of the document that are words, by which its texts are searched. */
    private final Map<String, String> known = new HashMap<>();

    /** Those that are several words, or none. */
    private final Map<String, String> unusual = new LinkedHashMap<>();

    Disguise(Identifying identifying, Pseudonyms pseudonyms, JsonNode document) {
        this.identifying = identifying;
        this.pseudonyms = pseudonyms;
        for (Named named : identifying.names(document)) {
            String name = named.value();
            if (name.length() >= SHORTEST_IN_TEXT && DIGIT.matcher(name).find()) {
                String pseudonym = pseudonyms.of(name, named.room());
                (WORDS.matcher(name).matches() ? known : unusual)
                        .put(name, cut(pseudonym, name.length()));
            }
        }
    }

    Shape of(Shape document) {
        return shape(identifying.root(), document);
    }

    private Shape shape(@Nullable Place place, Shape shape) {
        if (place == null) {
            return shape; // the issuer's own word: twins, summaries
        }
        return switch (shape) {
            case Shape.Value value -> new Shape.Value(json(place, value.json()));
            case Shape.Members object -> members(place, object);
            case Shape.Elements array ->
                    new Shape.Elements(
                            array.elements().stream()
                                    .map(element ->
                                            new Shape.Element(
                                                    shape(place.element(), element.value()),
                                                    element.hidden()))
                                    .toList(),
                            array.decoys());
        };
    }

    private Shape members(Place place, Shape.Members object) {
        var members = new ArrayList<Shape.Member>();
        for (Shape.Member member : object.members()) {
            Place below = place.members().get(member.name());
            Shape value = shape(below, member.value());
            if (!(value instanceof Shape.Value json) || !isEmptied(below, json.json())) {
                members.add(new Shape.Member(member.name(), value, member.hidden()));
            }
        }
        return new Shape.Members(members, object.decoys());
    }

    private JsonNode json(Place place, JsonNode value) {
        if (value.isTextual()) {
            return switch (place.kind()) {
                case NAME -> TextNode.valueOf(pseudonyms.of(value.textValue(), place.room()));
                case TEXT -> TextNode.valueOf(text(value.textValue()));
                case OTHER -> value;
            };
        }
        if (value instanceof ObjectNode) {
            ObjectNode copy = Json.object();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                Place member = place.members().get(entry.getKey());
                JsonNode below = member == null ? entry.getValue() : json(member, entry.getValue());
                if (!isEmptied(member, below)) {
                    copy.set(entry.getKey(), below);
                }
            }
            return copy;
        }
        if (value instanceof ArrayNode && place.element() != null) {
            ArrayNode copy = Json.array();
            for (JsonNode element : value) {
                if (!isForAnother(place.element(), element)) {
                    copy.add(json(place.element(), element));
                }
            }
            return copy;
        }
        return value;
    }

    /**
     * What is sealed for a party of another node is the same bytes wherever it goes, and of no use
     * where nobody can open it.
     */
    private boolean isForAnother(Place place, JsonNode value) {
        return place.sealedFor() != null
                && !value.path(place.sealedFor()).asText().endsWith("@" + pseudonyms.partner());
    }

    /** Whether nothing is left of a list of sealed values: an empty one is no list. */
    private static boolean isEmptied(@Nullable Place place, JsonNode value) {
        return place != null
                && place.element() != null
                && place.element().sealedFor() != null
                && value.isEmpty();
    }

    /** A text in which no name stands that the document has elsewhere. */
    private String text(String text) {
        String rest = text;
        for (Map.Entry<String, String> name : unusual.entrySet()) {
            rest = rest.replace(name.getKey(), name.getValue());
        }
        return replaced(
                WORDS,
                rest,
                words -> {
                    String pseudonym = pseudonym(words);
                    return pseudonym == null ? replaced(WORD, words, this::pseudonym) : pseudonym;
                });
    }

    private interface Word {
        @Nullable String pseudonym(String word);
    }

    private static String replaced(Pattern words, String text, Word word) {
        Matcher found = words.matcher(text);
        var replaced = new StringBuilder(text.length());
        while (found.find()) {
            String pseudonym = word.pseudonym(found.group());
            found.appendReplacement(
                    replaced,
                    Matcher.quoteReplacement(pseudonym == null ? found.group() : pseudonym));
        }
        return found.appendTail(replaced).toString();
    }

    private @Nullable String pseudonym(String word) {
        String pseudonym = known.get(word);
        return pseudonym == null && Pseudonyms.isKnownByItsForm(word)
                ? pseudonyms.of(word, word.length())
                : pseudonym;
    }

    /** A text has room for what it had. */
    private static String cut(String pseudonym, int length) {
        return pseudonym.substring(0, Math.min(length, pseudonym.length()));
    }
}
