package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A list of known code values: one file of schemas/codes. An unknown value is doubtful, never
 * wrong, since such lists grow.
 *
 * @param source where the values are from
 */
record CodeTable(String name, String source, Set<String> codes) {
    CodeTable {
        codes = Set.copyOf(codes);
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
        return new CodeTable(json.path("name").textValue(), source, new LinkedHashSet<>(codes));
    }
}
