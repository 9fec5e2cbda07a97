package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.DocumentType;

import java.util.ArrayList;
import java.util.Map;

/**
 * A type that follows the dialect field by field: a document is taken as it is, without what our
 * schema does not know.
 *
 * @param coded whether it comes out in codes where there are codes and words; one that is handed in
 *     by itself stays as its writer wrote it
 * @param when what something there must hold to be of this kind; nothing: what recognises the type
 */
record Likeness(DocumentType type, boolean coded, Map<Route, JsonNode> when) implements Kind {
    Likeness {
        when = Map.copyOf(when);
    }

    @Override
    public boolean isOf(JsonNode source) {
        return when.isEmpty() || Mapping.holds(source, when);
    }

    @Override
    public boolean says(JsonNode document) {
        return Mapping.holds(document, when);
    }

    @Override
    public Draft here(JsonNode source) {
        var leftOut = new ArrayList<String>();
        JsonNode fitted = type.fitted(source, leftOut::add);
        return new Draft(coded ? type.coded(fitted) : fitted, leftOut);
    }

    @Override
    public JsonNode there(JsonNode document) {
        return document;
    }

    @Override
    public String inSource(String pointer) {
        return pointer;
    }
}
