package io.sealane.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON as it is printed. */
final class Printed {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Printed() {}

    /** On one line, for a program. */
    static String json(Object value) {
        return MAPPER.<JsonNode>valueToTree(value).toString();
    }

    /** What an act that takes two operators is answered, for a person. */
    static String asked(JsonNode answer) {
        JsonNode asked = answer.path("approval");
        return "Not done yet. Another operator does it, until %s:%n  sealane approval confirm %s"
                .formatted(asked.path("until").asText(), asked.path("id").asText());
    }

    /** Whether an answer is that of an act which another operator has to confirm. */
    static boolean isAsked(JsonNode answer) {
        return answer.has("approval");
    }

    /** Indented, for a person. */
    static String indented(JsonNode value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory cannot be written", e);
        }
    }
}
