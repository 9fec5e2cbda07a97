package io.sealane.core.document;

/**
 * What is doubtful about a document and does not stop it: a check digit, an unknown code value.
 *
 * @param rule the name of the rule, e.g. {@code container-check-digit}; see schemas/README.md
 * @param pointer where, RFC 6901
 * @param detail what was expected; never the value found
 */
public record Warning(String rule, String pointer, String detail) {}
