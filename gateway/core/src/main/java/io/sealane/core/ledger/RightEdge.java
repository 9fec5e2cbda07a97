package io.sealane.core.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that a tree needs to know of itself in order to grow: its size and the roots of the perfect
 * subtrees it splits into, the largest first, one for each bit set in the size. Immutable; 32 bytes
 * times at most 63.
 */
public final class RightEdge {
    private static final RightEdge EMPTY = new RightEdge(0, List.of());

    private final long size;
    private final List<byte[]> peaks;

    private RightEdge(long size, List<byte[]> peaks) {
        this.size = size;
        this.peaks = peaks;
    }

    public static RightEdge empty() {
        return EMPTY;
    }

    /**
     * The edge that {@link #bytes()} gave.
     *
     * @throws IllegalStateException if the bytes do not fit the size: a damaged head row
     */
    public static RightEdge of(long size, byte[] bytes) {
        int count = Long.bitCount(size);
        if (size < 0 || bytes.length != count * Merkle.HASH_BYTES) {
            throw new IllegalStateException("The right edge does not fit the size of the tree.");
        }
        List<byte[]> peaks = new ArrayList<>(count);
        for (int i = 0; i < bytes.length; i += Merkle.HASH_BYTES) {
            peaks.add(Arrays.copyOfRange(bytes, i, i + Merkle.HASH_BYTES));
        }
        return new RightEdge(size, List.copyOf(peaks));
    }

    public long size() {
        return size;
    }

    /** The peaks one after the other, 32 bytes each, the largest subtree first. */
    public byte[] bytes() {
        byte[] bytes = new byte[peaks.size() * Merkle.HASH_BYTES];
        for (int i = 0; i < peaks.size(); i++) {
            System.arraycopy(peaks.get(i), 0, bytes, i * Merkle.HASH_BYTES, Merkle.HASH_BYTES);
        }
        return bytes;
    }

    /** The root of the tree: the peaks folded from the right. */
    public byte[] root() {
        if (peaks.isEmpty()) {
            return Merkle.emptyRoot();
        }
        byte[] root = peaks.getLast();
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = Merkle.nodeHash(peaks.get(i), root);
        }
        return root.clone();
    }

    /** The edge after these leaf hashes are appended. */
    public RightEdge append(List<byte[]> leafHashes) {
        return grow(leafHashes).after();
    }

    /**
     * Appends, and says which hashes of the levels above 0 became complete by it. The peaks are all
     * that is needed for that: a tile that is not full yet consists of the smallest of them.
     */
    public Growth grow(List<byte[]> leafHashes) {
        List<byte[]> stack = new ArrayList<>(peaks);
        List<Growth.Completed> completed = new ArrayList<>();
        long grown = size;
        for (byte[] leafHash : leafHashes) {
            if (leafHash.length != Merkle.HASH_BYTES) {
                throw new IllegalArgumentException("A leaf hash is not 32 bytes.");
            }
            byte[] hash = leafHash;
            // Every one bit at the end of the size is a perfect subtree that the new leaf doubles.
            int merges = Long.numberOfTrailingZeros(~grown);
            grown++;
            for (int height = 1; height <= merges; height++) {
                hash = Merkle.nodeHash(stack.removeLast(), hash);
                if (height % Tile.HEIGHT == 0) {
                    completed.add(
                            new Growth.Completed(
                                    height / Tile.HEIGHT, (grown >>> height) - 1, hash));
                }
            }
            stack.add(hash);
        }
        RightEdge after = new RightEdge(grown, List.copyOf(stack));
        return new Growth(this, after, List.copyOf(leafHashes), List.copyOf(completed));
    }
}
