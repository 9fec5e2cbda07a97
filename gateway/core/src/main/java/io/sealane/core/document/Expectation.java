package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;

/** What a keyword of JSON Schema expects, in words that never quote the document. */
final class Expectation {
    private Expectation() {}

    /**
     * A sentence.
     *
     * @param expected the keyword's value in the schema
     */
    static String of(String keyword, JsonNode expected) {
        return switch (keyword) {
            case "required", "dependentRequired" -> "It is required here.";
            case "additionalProperties", "false" -> "No such member is allowed here.";
            case "type" -> "Expected JSON type " + expected.asText() + ".";
            case "enum" -> "Expected one of: " + list(expected) + ".";
            case "const" -> "Expected " + expected.asText() + ".";
            case "pattern" -> "Expected the pattern " + expected.asText() + ".";
            case "format" -> "Expected a " + expected.asText() + ".";
            case "minLength" -> "Expected at least " + expected.asText() + " characters.";
            case "maxLength" -> "Expected at most " + expected.asText() + " characters.";
            case "minItems" -> "Expected at least " + expected.asText() + " elements.";
            case "maxItems" -> "Expected at most " + expected.asText() + " elements.";
            case "minimum" -> "Expected at least " + expected.asText() + ".";
            case "maximum" -> "Expected at most " + expected.asText() + ".";
            default -> "It does not fit the schema's " + keyword + ".";
        };
    }

    private static String list(JsonNode values) {
        var texts = new ArrayList<String>();
        values.forEach(value -> texts.add(value.asText()));
        return String.join(", ", texts);
    }
}
