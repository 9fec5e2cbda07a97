package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * Documents of ours in a dialect.
 *
 * @param file as the dialect's readers expect it
 * @param leftOut of each document in turn, what the dialect has no word for
 */
public record Exported(JsonNode file, List<List<LeftOut>> leftOut) {
    public Exported {
        leftOut = leftOut.stream().map(List::copyOf).toList();
    }
}
