package io.sealane.core.dialect;

/**
 * A fact that is not carried over.
 *
 * @param pointer where it stands in what is read, RFC 6901; never its value
 */
public record LeftOut(String pointer, String why) {}
