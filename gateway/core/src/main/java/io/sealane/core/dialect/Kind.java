package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Refusal;

import java.util.List;

/** What a dialect says of one type of ours. */
sealed interface Kind permits Likeness, Mapping {
    /** The type of ours. */
    DocumentType type();

    /** Whether something there is of this kind. */
    boolean isOf(JsonNode source);

    /** Whether a document of ours can be said there. */
    boolean says(JsonNode document);

    /**
     * A document and the places in its source that it does not speak of.
     *
     * @param leftOut RFC 6901, in the source
     */
    record Draft(JsonNode document, List<String> leftOut) {
        public Draft {
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * What the source says, as a document of ours that is still to be checked.
     *
     * @throws Refusal RULE_VIOLATION if it says something that must not be left out
     */
    Draft here(JsonNode source) throws Refusal;

    /** A document of ours, as it is said there. */
    JsonNode there(JsonNode document);

    /** Where in the source is what the pointer says of the document; the pointer if nowhere. */
    String inSource(String pointer);
}
