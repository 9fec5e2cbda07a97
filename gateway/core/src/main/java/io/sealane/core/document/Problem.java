package io.sealane.core.document;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

/**
 * What is wrong with a document.
 *
 * @param code {@code SCHEMA_VIOLATION} (its structure) or {@code RULE_VIOLATION} (its sense)
 * @param rule the name of the rule: a keyword of JSON Schema or a name of schemas/README.md
 * @param pointer where, RFC 6901; of a missing member, where it should be
 * @param detail what was expected; never the value found
 */
public record Problem(Code code, String rule, String pointer, String detail) {
    public Refusal toRefusal() {
        return new Refusal(code, rule + ": " + detail, pointer);
    }
}
