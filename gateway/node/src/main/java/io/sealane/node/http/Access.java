package io.sealane.node.http;

/** What a route asks of its caller. */
public enum Access {
    /** Nothing. */
    OPEN,
    /** A token with the scope {@code documents}. */
    DOCUMENTS,
    /** A token with the scope {@code inbox}. */
    INBOX,
    /** Any party's token, or one with the scope {@code audit}. */
    LOG,
    /** A token with the scope {@code operate}. */
    OPERATE,
    /** A partner's connection. */
    PARTNER
}
