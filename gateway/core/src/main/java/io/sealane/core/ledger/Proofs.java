package io.sealane.core.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the proofs of a tree of one size. What one proof has read and hashed the next one reuses:
 * the proofs of a whole group cost little more than one. For one thread, and to be dropped after
 * use.
 */
public final class Proofs {
    private final TileSource tiles;
    private final long size;
    private final Map<Tile, byte[][]> pyramids = new HashMap<>();

    /** By height: the root of the incomplete subtree that ends the tree, where one does. */
    private final Map<Integer, byte[]> ragged;

    public Proofs(TileSource tiles, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("No tree has a negative size.");
        }
        this.tiles = tiles;
        this.size = size;
        this.ragged = ragged();
    }

    public long size() {
        return size;
    }

    public byte[] root() {
        if (size == 0) {
            return Merkle.emptyRoot();
        }
        int height = height();
        return isComplete(height, 0) ? complete(height, 0) : incomplete(height).clone();
    }

    /** The inclusion proof of a leaf, from its sibling up. */
    public List<byte[]> inclusion(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("The tree has no leaf of this index.");
        }
        return siblings(0, index);
    }

    /** The proof that the tree of an earlier size is a prefix of this one. */
    // SPEC: RFC 6962 2.1.2: the old tree's last perfect subtree (left out if it is the whole old
    // tree, which the verifier knows), then its siblings on the way up to the new root.
    public List<byte[]> consistency(long oldSize) {
        if (oldSize < 0 || oldSize > size) {
            throw new IllegalArgumentException("The tree never had this size.");
        }
        if (oldSize == 0 || oldSize == size) {
            return List.of();
        }
        int height = Long.numberOfTrailingZeros(oldSize);
        long node = (oldSize >>> height) - 1;
        List<byte[]> proof = new ArrayList<>();
        if (node != 0) {
            proof.add(complete(height, node));
        }
        proof.addAll(siblings(height, node));
        return List.copyOf(proof);
    }

    private List<byte[]> siblings(int fromHeight, long fromNode) {
        List<byte[]> siblings = new ArrayList<>();
        long node = fromNode;
        for (int height = fromHeight; (size - 1) >>> height > 0; height++) {
            long sibling = node ^ 1;
            if (isComplete(height, sibling)) {
                siblings.add(complete(height, sibling));
            } else if (sibling << height < size) {
                siblings.add(incomplete(height));
            }
            node >>>= 1;
        }
        return List.copyOf(siblings);
    }

    /** Of the smallest perfect tree that has room for all leaves. */
    private int height() {
        return Long.SIZE - Long.numberOfLeadingZeros(size - 1);
    }

    private boolean isComplete(int height, long node) {
        return node < size >>> height;
    }

    private byte[] incomplete(int height) {
        byte[] hash = ragged.get(height);
        if (hash == null) {
            throw new AssertionError("the tree ends with a complete subtree at this height");
        }
        return hash;
    }

    private Map<Integer, byte[]> ragged() {
        Map<Integer, byte[]> hashes = new HashMap<>();
        byte[] right = new byte[0];
        for (int height = 0; size >>> height > 0; height++) {
            if (right.length > 0) {
                hashes.put(height, right);
            }
            // A set bit of the size is a perfect subtree of this height, left of what is right.
            if ((size >>> height & 1) == 1) {
                byte[] left = complete(height, (size >>> height) - 1);
                right = right.length == 0 ? left : Merkle.nodeHash(left, right);
            }
        }
        hashes.put(Long.SIZE - Long.numberOfLeadingZeros(size), right);
        return hashes;
    }

    /** The root of a perfect subtree: hash {@code node} of those of that height. */
    private byte[] complete(int height, long node) {
        int level = height / Tile.HEIGHT;
        int row = height % Tile.HEIGHT;
        long first = node << row;
        byte[] hashes = pyramid(level, first >>> Tile.HEIGHT)[row];
        int at = (int) (first % Tile.WIDTH >>> row) * Merkle.HASH_BYTES;
        return Arrays.copyOfRange(hashes, at, at + Merkle.HASH_BYTES);
    }

    /** The rows of a tile: its hashes, the hashes of their pairs, and so on while there are two. */
    private byte[][] pyramid(int level, long index) {
        long inLevel = Tiles.hashesAt(level, size);
        int width = (int) Math.min(Tile.WIDTH, inLevel - index * Tile.WIDTH);
        return pyramids.computeIfAbsent(new Tile(level, index, width), this::build);
    }

    private byte[][] build(Tile tile) {
        byte[] hashes = tiles.hashes(tile.level(), tile.index(), tile.width());
        if (hashes.length != tile.width() * Merkle.HASH_BYTES) {
            throw new IllegalStateException("The tile " + tile + " has the wrong length.");
        }
        byte[][] rows = new byte[Tile.HEIGHT][];
        rows[0] = hashes;
        for (int row = 1; row < Tile.HEIGHT; row++) {
            byte[] below = rows[row - 1];
            byte[] above = new byte[below.length / (2 * Merkle.HASH_BYTES) * Merkle.HASH_BYTES];
            for (int at = 0; at < above.length; at += Merkle.HASH_BYTES) {
                var digest = Merkle.sha256();
                digest.update((byte) 0x01);
                digest.update(below, 2 * at, 2 * Merkle.HASH_BYTES);
                System.arraycopy(digest.digest(), 0, above, at, Merkle.HASH_BYTES);
            }
            rows[row] = above;
        }
        return rows;
    }
}
