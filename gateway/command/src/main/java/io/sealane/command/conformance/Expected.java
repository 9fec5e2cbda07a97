package io.sealane.command.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/** What a vector says of itself. */
enum Expected {
    ACCEPTED("accepted"),
    REFUSED("refused"),
    EITHER("accepted or refused");

    private final String words;

    Expected(String words) {
        this.words = words;
    }

    static Expected accepted(boolean accepted) {
        return accepted ? ACCEPTED : REFUSED;
    }

    /** Of the words that vector files use for it. */
    static Expected of(JsonNode word) throws MalformedVector {
        return switch (word.asText()) {
            case "valid", "accept" -> ACCEPTED;
            case "invalid", "reject" -> REFUSED;
            case "acceptable" -> EITHER;
            default -> throw new MalformedVector("it does not say what is expected");
        };
    }

    boolean allows(boolean accepted) {
        return this == EITHER || this == accepted(accepted);
    }

    @Override
    public String toString() {
        return words;
    }
}
