package io.sealane.core.ledger;

import java.util.Arrays;

/**
 * What opens a leaf whole.
 *
 * @param index of the leaf
 * @param blinding 32 bytes
 * @param statement a KB-JWT's or void's ASCII, any other statement's JCS form
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the bytes
public record Opening(long index, byte[] blinding, Scope scope, byte[] statement) {

    public Opening {
        if (index < 0 || blinding.length != Leaf.BLINDING_BYTES) {
            throw new IllegalArgumentException("Not an opening.");
        }
    }

    /** The entry that this opens. */
    public byte[] entry() {
        return Leaf.entry(scope, blinding, statement);
    }

    /** The hash of that entry's leaf. */
    public byte[] leafHash() {
        return Merkle.leafHash(entry());
    }

    /** What opens the leaf's scope and not its statement. */
    public OpenedScope scopeOnly() {
        return new OpenedScope(
                index, Leaf.scopeBlinding(blinding), scope, Leaf.bodyHash(blinding, statement));
    }

    /**
     * What opens a leaf's scope and nothing else.
     *
     * @param blinding of the scope, 32 bytes
     * @param bodyHash of the half that stays closed, 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the bytes
    public record OpenedScope(long index, byte[] blinding, Scope scope, byte[] bodyHash) {
        public OpenedScope {
            if (index < 0
                    || blinding.length != Leaf.BLINDING_BYTES
                    || bodyHash.length != Merkle.HASH_BYTES) {
                throw new IllegalArgumentException("Not an opened scope.");
            }
        }

        /** The entry that this opens. */
        public byte[] entry() {
            return Leaf.entry(Leaf.scopeHash(scope, blinding), bodyHash);
        }

        /** The hash of that entry's leaf. */
        public byte[] leafHash() {
            return Merkle.leafHash(entry());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OpenedScope that
                    && index == that.index
                    && scope.equals(that.scope)
                    && Arrays.equals(blinding, that.blinding)
                    && Arrays.equals(bodyHash, that.bodyHash);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(index) + Arrays.hashCode(blinding);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Opening that
                && index == that.index
                && scope.equals(that.scope)
                && Arrays.equals(blinding, that.blinding)
                && Arrays.equals(statement, that.statement);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(index) + Arrays.hashCode(blinding);
    }

    /** Names the leaf only: a blinding or a statement has no place in a log line. */
    @Override
    public String toString() {
        return "Opening[index=" + index + ", kind=" + scope.kind() + "]";
    }
}
