package io.sealane.audit;

import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Tile;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files of a tlog-tiles directory, by what they claim to be. Listing reads names alone. */
final class LogFolder {
    private final Path root;
    private final SortedMap<String, Path> checkpoints = new TreeMap<>();
    private final List<String> strangers = new ArrayList<>();
    private final NavigableSet<Tile> tiles =
            new TreeSet<>(
                    Comparator.comparingInt(Tile::level)
                            .thenComparingLong(Tile::index)
                            .thenComparingInt(Tile::width));

    private LogFolder(Path root) {
        this.root = root;
    }

    /** Lists a directory; symbolic links are not followed. */
    static LogFolder list(Path root) throws IOException {
        LogFolder folder = new LogFolder(root);
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String name = root.relativize(file).toString().replace('\\', '/');
                        folder.take(name, file, attributes.isRegularFile());
                        return FileVisitResult.CONTINUE;
                    }
                });
        return folder;
    }

    private void take(String name, Path file, boolean regular) {
        boolean isCheckpoint = name.equals("checkpoint") || name.startsWith("checkpoint.");
        if (!isCheckpoint && !name.startsWith("tile/")) {
            // What lies elsewhere (a key file, a log's own state) is no part of the format.
            return;
        }
        if (!regular) {
            strangers.add(name);
        } else if (isCheckpoint) {
            checkpoints.put(name, file);
        } else {
            try {
                tiles.add(Tile.parse(name));
            } catch (Refusal e) {
                strangers.add(name);
            }
        }
    }

    /** By name: {@code checkpoint} and {@code checkpoint.<size>}. */
    SortedMap<String, Path> checkpoints() {
        return checkpoints;
    }

    /** What lies where only checkpoints and tiles belong and is neither. */
    List<String> strangers() {
        return strangers;
    }

    /** Every tile and bundle: bundles first, then by level, index and width. */
    NavigableSet<Tile> tiles() {
        return tiles;
    }

    /** Those of one index, the narrowest first. */
    NavigableSet<Tile> tiles(int level, long index) {
        return tiles.subSet(
                new Tile(level, index, 1), true, new Tile(level, index, Tile.WIDTH), true);
    }

    /** The bytes of a tile or bundle; of a longer file, one byte more than the limit. */
    byte[] read(Tile tile, int maxBytes) throws IOException {
        try (var in = Files.newInputStream(root.resolve(tile.path()))) {
            return in.readNBytes(maxBytes + 1);
        }
    }
}
