package io.sealane.core.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Which tiles a tree of some size has. */
public final class Tiles {
    private Tiles() {}

    /** How many complete hashes a level has in a tree of that size. */
    public static long hashesAt(int level, long size) {
        int shift = Tile.HEIGHT * level;
        return shift >= Long.SIZE ? 0 : size >>> shift;
    }

    /** The number of levels that hold at least one hash. */
    public static int levels(long size) {
        int levels = 0;
        while (hashesAt(levels, size) > 0) {
            levels++;
        }
        return levels;
    }

    /** Every tile and bundle of a tree of that size: bundles first, then level by level. */
    public static Stream<Tile> of(long size) {
        return Stream.iterate(Tile.ENTRIES, level -> level < levels(size), level -> level + 1)
                .filter(level -> hashesAt(Math.max(level, 0), size) > 0)
                .flatMap(level -> ofLevel(level, size));
    }

    private static Stream<Tile> ofLevel(int level, long size) {
        long hashes = hashesAt(Math.max(level, 0), size);
        return LongStream.rangeClosed(0, (hashes - 1) / Tile.WIDTH)
                .mapToObj(index ->
                        new Tile(
                                level,
                                index,
                                (int) Math.min(Tile.WIDTH, hashes - index * Tile.WIDTH)));
    }

    /**
     * The tiles and bundles of a tree of that size that are not full: what a log serves for every
     * size of which it made a checkpoint.
     */
    // SPEC: C2SP tlog-tiles, Partial Tiles: floor(s / 256^l) mod 256 entries; none if 0.
    public static List<Tile> partial(long size) {
        List<Tile> partial = new ArrayList<>();
        for (int level = Tile.ENTRIES; level < levels(size); level++) {
            long hashes = hashesAt(Math.max(level, 0), size);
            int width = (int) (hashes % Tile.WIDTH);
            if (width > 0) {
                partial.add(new Tile(level, hashes / Tile.WIDTH, width));
            }
        }
        return partial;
    }

    /** Whether a tree of that size has all the hashes, or entries, that the tile names. */
    public static boolean has(Tile tile, long size) {
        long hashes = hashesAt(Math.max(tile.level(), 0), size);
        return tile.index() < (hashes >>> Tile.HEIGHT)
                || (tile.index() == hashes >>> Tile.HEIGHT && tile.width() <= hashes % Tile.WIDTH);
    }
}
