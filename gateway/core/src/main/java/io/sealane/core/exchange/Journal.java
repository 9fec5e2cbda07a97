package io.sealane.core.exchange;

/**
 * Remembers outside the database how large a tree this node has signed, so that a database that was
 * restored to an older state is noticed.
 */
@FunctionalInterface
public interface Journal {
    /** Called before a signature over a tree of that size and root leaves the process. */
    void signing(String origin, long size, byte[] root);
}
