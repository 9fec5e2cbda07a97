package io.sealane.core.ledger;

/** Where the hashes of a tree are read from: a store, a folder, memory. */
public interface TileSource {
    /**
     * The first hashes of a tile: hashes {@code tile * 256} to {@code tile * 256 + width - 1} of
     * the level, concatenated. Hash {@code i} of level 0 is that of leaf {@code i}; hash {@code i}
     * of level L is the tree hash of the full tile {@code i} of level L-1.
     *
     * @param width 1 to 256, never more than the tree has there; the tile itself may be wider
     * @return {@code width * 32} bytes, not to be changed
     */
    byte[] hashes(int level, long tile, int width);
}
