package io.sealane.core.exchange;

import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.Scope;

/**
 * A statement that is about to be logged: what the leaf will commit to. Its position is given by
 * the commit.
 *
 * @param blinding 32 random bytes, used once
 * @param statement a KB-JWT's or void's ASCII, any other statement's JCS form
 */
public record Commitment(Scope scope, byte[] blinding, byte[] statement) {
    /** The 33 bytes of the leaf. */
    public byte[] entry() {
        return Leaf.entry(scope, blinding, statement);
    }
}
