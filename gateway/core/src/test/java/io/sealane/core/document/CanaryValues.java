package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Values that a schema allows and that are nowhere else: canaries. Where a form has no room for one
 * (a code of two letters, a list of values, true or false) there is a usual value instead.
 */
public final class CanaryValues {
    /** How canaries that are words begin. */
    static final String MARK = "KN7";

    /** Words have no fewer characters; a shorter canary is looked for between others alone. */
    private static final int WORD = 8;

    private static final int SHORT_WORD = 5;

    /** Forms with room for something of our own: the first that a schema takes is used. */
    private static final List<IntFunction<String>> FORMS =
            List.of(
                    CanaryValues::word,
                    CanaryValues::letters,
                    n -> word(n).toLowerCase(Locale.ROOT),
                    n -> "urn:canary:" + word(n),
                    n -> word(n) + "@canary.example",
                    n -> word(n).toLowerCase(Locale.ROOT) + "@canary.example",
                    n -> "%064x".formatted(0xca9a12L << 20 | n),
                    CanaryValues::sealed,
                    n -> "SR%05dK".formatted(n),
                    n -> "71%08d".formatted(n),
                    n -> "71%07d".formatted(n),
                    n -> "71%06d".formatted(n),
                    n -> "41.71%08d".formatted(n),
                    n -> "4.17%08d".formatted(n),
                    n -> "Q" + digits(n, 36, 4),
                    CanaryValues::place,
                    CanaryValues::voyage);

    /** For forms without room: values that none of our examples has. */
    private static final List<String> USUAL =
            List.of("ZZZZ", "3Z3Z", "9999", "XTS", "ZZ", "99", "Z", "9");

    private final Set<String> given = new HashSet<>();
    private int next;

    /** Whether this text, or a number's text, is one of those given. */
    public boolean isCanary(String text) {
        return given.contains(text);
    }

    /** Whether it may be found by chance in random bytes: too short for a search in files. */
    public static boolean isShort(String canary) {
        return canary.length() <= SHORT_WORD;
    }

    /** Whether it counts only where no letter and no digit is beside it: short, or a number. */
    public static boolean standsAlone(String canary) {
        return canary.length() < WORD
                || canary.chars().allMatch(c -> c == '.' || c == '-' || (c >= '0' && c <= '9'));
    }

    /**
     * What could stand at a place, the best first: what is nowhere else before what is usual.
     *
     * @param schema of a string, a number or a boolean
     * @param now what stands there, or null
     */
    List<JsonNode> candidates(JsonNode schema, @Nullable JsonNode now) {
        var candidates = new ArrayList<JsonNode>();
        if (schema.has("const")) {
            candidates.add(schema.path("const"));
        } else if (schema.has("enum")) {
            schema.path("enum").forEach(candidates::add);
        } else {
            switch (schema.path("type").asText()) {
                case "string" -> texts(schema, now).forEach(text -> add(candidates, text));
                case "boolean" -> candidates.add(Json.array().add(true).get(0));
                default -> numbers(schema, candidates);
            }
        }
        if (now != null) {
            candidates.removeIf(one -> one.equals(now) || !isCanary(one.asText()));
        }
        return candidates;
    }

    private static void add(List<JsonNode> candidates, String text) {
        candidates.add(TextNode.valueOf(text));
    }

    private String given(String canary) {
        given.add(canary);
        return canary;
    }

    private List<String> texts(JsonNode schema, @Nullable JsonNode now) {
        int n = next++;
        String pattern = schema.path("pattern").asText();
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        switch (schema.path("format").asText()) {
            case "uuid" -> {
                return List.of(given("0197ca9a-c000-7000-8000-%012d".formatted(n)));
            }
            case "date" -> {
                String far = given(LocalDate.of(2101, 1, 1).plusDays(n).toString());
                return List.of(far, "2026-12-24");
            }
            case "date-time" -> {
                String at = now == null ? "2026-06-15T12:00:00Z" : now.asText();
                String zone = at.endsWith("Z") ? "Z" : at.substring(at.length() - 6);
                return List.of(given(at.substring(0, 19) + ".71%07d".formatted(n) + zone));
            }
            default -> {
                // By its pattern.
            }
        }
        Predicate<String> takes =
                text -> text.length() <= most && Pattern.compile(pattern).matcher(text).find();
        for (IntFunction<String> form : FORMS) {
            if (takes.test(form.apply(n))) {
                return List.of(given(form.apply(n)));
            }
        }
        return USUAL.stream()
                .filter(takes)
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> new AssertionError("teach CanaryValues a form of " + pattern));
    }

    private void numbers(JsonNode schema, List<JsonNode> candidates) {
        int n = next++;
        if (!schema.path("type").asText().equals("integer")) {
            number(schema, candidates, DecimalNode.valueOf(new BigDecimal(amount(n))));
            // A net weight is no larger than the gross weight that came before it.
            var less = new BigDecimal("%d.71".formatted(4_100_000 - n));
            number(schema, candidates, DecimalNode.valueOf(less));
            var few = new BigDecimal("41.71%04d".formatted(n)).stripTrailingZeros();
            number(schema, candidates, DecimalNode.valueOf(few));
        }
        number(schema, candidates, IntNode.valueOf(7_100_000 + n));
        candidates.add(IntNode.valueOf(1));
    }

    private void number(JsonNode schema, List<JsonNode> candidates, JsonNode value) {
        if (value.asDouble() <= schema.path("maximum").asDouble(Double.MAX_VALUE)) {
            given.add(value.asText());
            candidates.add(value);
        }
    }

    private static String word(int n) {
        return MARK + digits(n, 36, WORD - MARK.length());
    }

    private static String letters(int n) {
        var letters = new StringBuilder("KNA");
        for (char digit : digits(n, 26, 6).toCharArray()) {
            letters.append((char) ('A' + Character.digit(digit, 26)));
        }
        return letters.toString();
    }

    private static String amount(int n) {
        return "%d.71".formatted(7_100_000 + n);
    }

    private static String place(int n) {
        return "ZZ" + digits(n, 36, 3);
    }

    /** A JWE by its form alone: header, key, nonce, ciphertext, tag. */
    private static String sealed(int n) {
        String part = word(n);
        return "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSJ9.." + part + "." + part + "." + part;
    }

    private static String voyage(int n) {
        return "%02d%sR".formatted(n % 100, digits(n / 100, 36, 2));
    }

    private static String digits(int n, int radix, int length) {
        String digits = Integer.toString(n, radix).toUpperCase(Locale.ROOT);
        if (digits.length() > length) {
            throw new AssertionError("there are more canaries than forms of them");
        }
        return "0".repeat(length - digits.length()) + digits;
    }
}
