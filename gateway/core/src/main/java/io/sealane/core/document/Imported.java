package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * A document made from another form.
 *
 * @param leftOut JSON Pointers, into what it was made from, of all that has no place in ours
 */
public record Imported(DocumentType type, JsonNode document, List<String> leftOut) {
    public Imported {
        leftOut = List.copyOf(leftOut);
    }
}
