package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Refusal;

import java.util.Objects;

/** Our types, examples and dialects, read once. */
final class Ours {
    static final Catalogue CATALOGUE = Catalogue.bundled();
    static final Dialects DIALECTS = Dialects.bundled(CATALOGUE);

    private Ours() {}

    static DocumentType type(String name) {
        try {
            return CATALOGUE.type(name + "/1.0");
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    /** A copy of one of our examples. */
    static ObjectNode example(String type, String name) {
        return Objects.requireNonNull(type(type).examples().get(name), name).deepCopy();
    }

    static Dialect dialect(String name) {
        return DIALECTS.named(name).orElseThrow();
    }

    static ForeignFile recognised(JsonNode file) {
        return DIALECTS.recognise(file).orElseThrow();
    }
}
