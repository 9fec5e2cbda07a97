package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What must hold between the fields of one type and JSON Schema cannot say. */
interface TypeRules {
    /** Checks a document whose structure is right. */
    void check(JsonNode document, Findings findings);

    /** What earlier documents have to be looked at by; null if a document stands alone. */
    default @Nullable Reference subject(JsonNode document) {
        return null;
    }

    /** Checks a document against earlier ones with the same subject. */
    default void checkAfter(List<JsonNode> earlier, JsonNode document, Findings findings) {}
}
