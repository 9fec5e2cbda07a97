package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.DocumentType;
import io.sealane.core.document.Warning;

import java.util.List;

/**
 * A valid document made of what somebody else wrote.
 *
 * @param leftOut what the way back would not bring back
 * @param warnings what is doubtful about the document
 */
public record Imported(
        DocumentType type, JsonNode document, List<LeftOut> leftOut, List<Warning> warnings) {
    public Imported {
        leftOut = List.copyOf(leftOut);
        warnings = List.copyOf(warnings);
    }
}
