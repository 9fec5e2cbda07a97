package io.sealane.core.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one append does to a tree: what the transaction that appends must store, so that no partial
 * tile is ever written twice.
 *
 * @param before the edge that the head row held
 * @param after the edge that it holds now
 * @param leafHashes the hashes appended: leaves {@code before.size()} and on
 * @param completed the hashes of levels 1 and up that are complete now and were not before, those
 *     of one level in order
 */
public record Growth(
        RightEdge before, RightEdge after, List<byte[]> leafHashes, List<Completed> completed) {

    /**
     * The hash of a tile that became full: hash {@code index} of {@code level}.
     *
     * @param level 1 and up
     * @param index counted over the whole level: it stands in tile {@code index / 256} of its level
     *     and is the tree hash of tile {@code index} of the level below
     */
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the bytes
    public record Completed(int level, long index, byte[] hash) {
        public Completed {
            if (level < 1 || index < 0 || hash.length != Merkle.HASH_BYTES) {
                throw new IllegalArgumentException("Not the hash of a full tile.");
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Completed that
                    && level == that.level
                    && index == that.index
                    && Arrays.equals(hash, that.hash);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(index) + Arrays.hashCode(hash);
        }
    }

    /**
     * The grown tree's tiles before they are stored: the old ones from the source, the new ones
     * from this append. Proofs to the new size can be made from it while the transaction still
     * runs.
     */
    public TileSource over(TileSource old) {
        List<List<byte[]>> added = new ArrayList<>();
        added.add(leafHashes);
        for (Completed hash : completed) {
            while (added.size() <= hash.level()) {
                added.add(new ArrayList<>());
            }
            added.get(hash.level()).add(hash.hash());
        }
        return (level, tile, width) -> {
            long first = tile << Tile.HEIGHT;
            long stored = Tiles.hashesAt(level, before.size());
            int fromOld = Math.clamp(stored - first, 0, width);
            byte[] hashes = new byte[width * Merkle.HASH_BYTES];
            if (fromOld > 0) {
                byte[] known = old.hashes(level, tile, fromOld);
                System.arraycopy(known, 0, hashes, 0, fromOld * Merkle.HASH_BYTES);
            }
            for (int i = fromOld; i < width; i++) {
                byte[] hash = added.get(level).get(Math.toIntExact(first + i - stored));
                System.arraycopy(hash, 0, hashes, i * Merkle.HASH_BYTES, Merkle.HASH_BYTES);
            }
            return hashes;
        };
    }
}
