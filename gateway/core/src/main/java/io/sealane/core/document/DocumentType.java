package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Refusal;

import java.util.List;

/** One type of document in one version: its schema, its rules and its profile. */
@SuppressWarnings("DoNotCallSuggester") // until the next commit
public final class DocumentType {
    private final String vct;
    private final Profile profile;

    DocumentType(String vct, Profile profile) {
        this.vct = vct;
        this.profile = profile;
    }

    /** {@code transport-document/1.0}. */
    public String vct() {
        return vct;
    }

    /** {@code transport-document}. */
    public String name() {
        return vct.substring(0, vct.indexOf('/'));
    }

    public Profile profile() {
        return profile;
    }

    /**
     * Checks a complete document.
     *
     * @return what is doubtful but accepted
     * @throws Refusal SCHEMA_VIOLATION or RULE_VIOLATION for the first problem
     */
    public List<Warning> check(JsonNode body) throws Refusal {
        throw new UnsupportedOperationException();
    }

    /** All problems of a complete document, in its order; empty if it is right. */
    public List<Problem> problems(JsonNode body) {
        throw new UnsupportedOperationException();
    }

    /**
     * Checks that what is present of a presented document is well formed. Nothing is required here.
     *
     * @throws Refusal SCHEMA_VIOLATION
     */
    public void checkRedacted(JsonNode presented) throws Refusal {
        throw new UnsupportedOperationException();
    }

    /** The names under which this document is looked for, each once. */
    public List<Reference> references(JsonNode body) {
        throw new UnsupportedOperationException();
    }
}
