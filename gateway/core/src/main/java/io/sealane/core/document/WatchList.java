package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an operator knows to be a government's though nothing in a document says so: names, numbers
 * and codes, by the field in which they stand (STANDARDS 4.3). Only the sender's node has it; a
 * partner sees of it no more than of the rules of a profile.
 */
public final class WatchList {
    /** Watches over nothing. */
    public static final WatchList EMPTY = new WatchList(Map.of());

    private final Map<String, Pattern> byField;

    private WatchList(Map<String, Pattern> byField) {
        this.byField = Map.copyOf(byField);
    }

    /**
     * The list of these values.
     *
     * @param values by the name of a field, at whatever place of whatever type; {@code *} is any
     *     text, blanks and case do not count
     */
    public static WatchList of(Map<String, ? extends Collection<String>> values) {
        var byField = new HashMap<String, Pattern>();
        values.forEach((field, texts) -> byField.put(field, pattern(texts)));
        return new WatchList(byField);
    }

    private static Pattern pattern(Collection<String> texts) {
        String any =
                texts.stream()
                        .map(text ->
                                Arrays.stream(plain(text).split("\\*", -1))
                                        .map(Pattern::quote)
                                        .collect(Collectors.joining(".*")))
                        .collect(Collectors.joining("|"));
        return Pattern.compile(
                any, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    public boolean isEmpty() {
        return byField.isEmpty();
    }

    /** The fields that it looks at. */
    public Set<String> fields() {
        return new TreeSet<>(byField.keySet());
    }

    /** Whether it names a value of a field, or anything in it. */
    boolean names(String field, JsonNode value) {
        if (value.isTextual()) {
            Pattern watched = byField.get(field);
            return watched != null && watched.matcher(plain(value.textValue())).matches();
        }
        return value.isArray()
                ? value.valueStream().anyMatch(element -> names(field, element))
                : names(value);
    }

    /** Whether it names anything in an object. */
    boolean names(JsonNode object) {
        return !byField.isEmpty()
                && object.properties().stream()
                        .anyMatch(member -> names(member.getKey(), member.getValue()));
    }
}
