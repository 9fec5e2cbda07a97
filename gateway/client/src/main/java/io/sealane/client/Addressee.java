package io.sealane.client;

/**
 * Whom a document is for, and as what.
 *
 * @param party {@code name@node}
 * @param role e.g. {@code terminal}: it chooses the grant
 */
public record Addressee(String party, String role) {}
