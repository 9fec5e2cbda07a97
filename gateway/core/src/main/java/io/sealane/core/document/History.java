package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/** What the same party told before, of the same type. */
public interface History {
    /** Nobody told anything. */
    History NONE = _ -> List.of();

    /** The newest documents with a reference. */
    List<JsonNode> about(Reference subject);
}
