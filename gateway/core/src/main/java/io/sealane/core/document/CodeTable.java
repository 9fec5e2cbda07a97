package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list of known code values: one file of schemas/codes. An unknown value is doubtful, never
 * wrong, since such lists grow.
 *
 * @param source where the values are from
 * @param codesByWord the codes of which there is a second form, a word: {@code GTIN} by {@code
 *     GATED_IN}
 */
public record CodeTable(
        String name, String source, Set<String> codes, Map<String, String> codesByWord) {
    public CodeTable {
        codes = Set.copyOf(codes);
        codesByWord = Map.copyOf(codesByWord);
    }

    /** Whether a value is known, in either form. */
    boolean knows(String value) {
        return codes.contains(value) || codesByWord.containsKey(value);
    }

    /** The code of a value in either form; an unknown value as it is. */
    public String code(String value) {
        return codesByWord.getOrDefault(value, value);
    }

    /** The word of a code that has one; another value as it is. */
    public String word(String code) {
        return codesByWord.entrySet().stream()
                .filter(entry -> entry.getValue().equals(code))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(code);
    }

    /** Reads a table: its codes are the members of an object with their meaning, or an array. */
    static CodeTable of(JsonNode json) {
        List<String> codes = new ArrayList<>();
        JsonNode list = json.path("codes");
        if (list.isObject()) {
            list.fieldNames().forEachRemaining(codes::add);
        } else {
            list.forEach(code -> codes.add(code.textValue()));
        }
        String source = json.path("source").asText();
        if (source.isBlank() || codes.isEmpty()) {
            throw new IllegalStateException("A code table names its source and has codes.");
        }
        Map<String, String> codesByWord = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.path("words").properties()) {
            String word = entry.getValue().textValue();
            boolean first = codesByWord.put(word, entry.getKey()) == null;
            if (!first || !codes.contains(entry.getKey())) {
                throw new IllegalStateException("A word stands for one code of its table.");
            }
        }
        return new CodeTable(
                json.path("name").textValue(), source, new LinkedHashSet<>(codes), codesByWord);
    }
}
