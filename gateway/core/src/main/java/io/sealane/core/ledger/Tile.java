package io.sealane.core.ledger;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tile of hashes or of a bundle of entries.
 *
 * @param level 0 to 63, or {@link #ENTRIES}
 * @param index of the tile within its level
 * @param width 1 to 256; 256 is a full tile
 */
public record Tile(int level, long index, int width) {
    /** In the place of a level: the bundle of the entries under a tile of level 0. */
    public static final int ENTRIES = -1;

    /** A tile is a subtree of this height. */
    public static final int HEIGHT = 8;

    /** Hashes in a full tile. */
    public static final int WIDTH = 1 << HEIGHT;

    // SPEC: C2SP tlog-tiles, Merkle Tree: L from 0 to 63 without additional leading zeroes; N in
    // zero-padded groups of three digits, all but the last beginning with x; W from 1 to 255.
    private static final Pattern PATH =
            Pattern.compile(
                    "tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,6}[0-9]{3})"
                            + "(?:\\.p/([1-9][0-9]{0,2}))?");

    public Tile {
        if (level < ENTRIES || level > 63 || index < 0 || width < 1 || width > WIDTH) {
            throw new IllegalArgumentException("Not a tile.");
        }
    }

    /**
     * The tile that a path names, without a leading slash: {@code tile/0/x001/x234/067.p/12}.
     *
     * @throws Refusal NOT_FOUND if no tile has that path
     */
    public static Tile parse(String path) throws Refusal {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw noTile();
        }
        String groups = matcher.group(2);
        if (groups.startsWith("x000/")) {
            throw noTile();
        }
        int width = matcher.group(3) == null ? WIDTH : Integer.parseInt(matcher.group(3));
        if (matcher.group(3) != null && width >= WIDTH) {
            throw noTile();
        }
        String level = matcher.group(1);
        return new Tile(
                level.equals("entries") ? ENTRIES : Integer.parseInt(level),
                Long.parseLong(groups.replace("x", "").replace("/", "")),
                width);
    }

    /** The path below the log's prefix, without a leading slash. */
    public String path() {
        StringBuilder groups = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            groups.insert(0, "x%03d/".formatted(rest % 1000));
        }
        String name = level == ENTRIES ? "entries" : Integer.toString(level);
        return "tile/" + name + "/" + groups + (isPartial() ? ".p/" + width : "");
    }

    public boolean isPartial() {
        return width < WIDTH;
    }

    /** The index of the first leaf that the tile's hash at a position covers. */
    public long leafAt(int position) {
        return (index * WIDTH + position) << (HEIGHT * Math.max(level, 0));
    }

    /** The full tile in whose place this partial one stood. */
    public Tile full() {
        return new Tile(level, index, WIDTH);
    }

    private static Refusal noTile() {
        return new Refusal(Code.NOT_FOUND, "No tile has this path.");
    }

    @Override
    public String toString() {
        return path();
    }
}
