package io.sealane.core.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * A log in memory, stored as a real store does it: the entries, one hash for each full tile, and
 * the right edge. Nothing is ever rewritten.
 */
public final class MemoryTiles implements TileSource, EntrySource {
    private final List<byte[]> entries = new ArrayList<>();
    private final List<List<byte[]>> levels = new ArrayList<>(List.of(new ArrayList<>()));
    private RightEdge edge = RightEdge.empty();

    /** Appends entries as one group. */
    public Growth append(List<byte[]> group) {
        Growth growth = edge.grow(group.stream().map(Merkle::leafHash).toList());
        entries.addAll(group);
        levels.getFirst().addAll(growth.leafHashes());
        for (Growth.Completed hash : growth.completed()) {
            if (levels.size() == hash.level()) {
                levels.add(new ArrayList<>());
            }
            List<byte[]> level = levels.get(hash.level());
            if (level.size() != hash.index()) {
                throw new AssertionError("a completed hash came out of order");
            }
            level.add(hash.hash());
        }
        edge = growth.after();
        return growth;
    }

    public RightEdge edge() {
        return edge;
    }

    public long size() {
        return edge.size();
    }

    /** The head of the tree as it is now. */
    public Checkpoint checkpoint(String origin) {
        return new Checkpoint(origin, size(), edge.root());
    }

    @Override
    public byte[] hashes(int level, long tile, int width) {
        byte[] hashes = new byte[width * Merkle.HASH_BYTES];
        for (int i = 0; i < width; i++) {
            byte[] hash = levels.get(level).get(Math.toIntExact(tile * Tile.WIDTH + i));
            System.arraycopy(hash, 0, hashes, i * Merkle.HASH_BYTES, Merkle.HASH_BYTES);
        }
        return hashes;
    }

    @Override
    public List<byte[]> entries(long from, int count) {
        int start = Math.toIntExact(from);
        return List.copyOf(entries.subList(start, start + count));
    }
}
