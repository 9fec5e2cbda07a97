package io.sealane.core.exchange;

import io.sealane.core.disclosure.Presentation;

import org.jspecify.annotations.Nullable;

/**
 * A delivery that is bound to this reader and number, and not judged yet.
 *
 * @param presentation null for a void
 * @param wire the exact text that came
 * @param second the issuer's second signature that came beside it, or null
 * @param statement what the sender logged of it: the KB-JWT, or the void
 * @param blindingHash base64url of the hash of that leaf's blinding, as the statement promises it
 */
record Arrival(
        Bound bound,
        @Nullable Presentation presentation,
        String wire,
        @Nullable String second,
        String statement,
        String blindingHash) {}
