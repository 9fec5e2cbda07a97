package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

/** What must hold between the fields of one type and JSON Schema cannot say. */
interface TypeRules {
    /** Checks a document whose structure is right. */
    void check(JsonNode document, Findings findings);
}
