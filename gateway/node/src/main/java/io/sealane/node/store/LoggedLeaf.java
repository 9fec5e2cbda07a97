package io.sealane.node.store;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A leaf, opened, as evidence needs it.
 *
 * @param statement the exact bytes that it commits to
 * @param index position in the log it stands in
 * @param foreign where another node's log proved it; null for a leaf of this log, whose proof is
 *     made when it is asked for
 */
public record LoggedLeaf(byte[] statement, byte[] blinding, long index, @Nullable Foreign foreign) {

    /**
     * A proof that was shown and verified.
     *
     * @param checkpoint the signed note that it leads to
     */
    public record Foreign(List<byte[]> proof, String checkpoint) {}
}
