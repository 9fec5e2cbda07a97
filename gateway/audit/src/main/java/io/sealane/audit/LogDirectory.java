package io.sealane.audit;

import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.EntryBundle;
import io.sealane.core.ledger.EntrySource;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.Tile;
import io.sealane.core.ledger.TileSource;
import io.sealane.core.ledger.Tiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Lays a log out as a C2SP tlog-tiles directory that {@link LogAudit} and others can verify. */
public final class LogDirectory {
    private LogDirectory() {}

    /**
     * Writes the log up to its newest checkpoint: all full tiles and bundles, the partial ones of
     * every checkpoint given, each checkpoint as {@code checkpoint.<size>} and the newest as {@code
     * checkpoint} too. What is there already is kept, since tiles never change: to mirror a log
     * that grew, call it again. The newest checkpoint is put in place last; a crash before leaves
     * the older one with more tiles than it needs, and the next call finishes the work.
     *
     * @param checkpoints of one log, at least one; nothing is verified here
     * @throws Refusal BAD_CHECKPOINT if a note is not a checkpoint
     */
    public static void write(
            Path directory, TileSource tiles, EntrySource entries, Collection<Note> checkpoints)
            throws IOException, Refusal {
        TreeMap<Long, Note> bySize = new TreeMap<>();
        for (Note note : checkpoints) {
            bySize.put(Checkpoint.parse(note.text()).size(), note);
        }
        Stream<Tile> needed =
                Stream.concat(
                        Tiles.of(bySize.lastKey()),
                        bySize.keySet().stream().flatMap(size -> Tiles.partial(size).stream()));
        for (Iterator<Tile> each = needed.iterator(); each.hasNext(); ) {
            Tile tile = each.next();
            Path file = directory.resolve(tile.path());
            if (!Files.exists(file)) {
                put(file, bytes(tile, tiles, entries));
            }
        }
        for (Map.Entry<Long, Note> note : bySize.entrySet()) {
            put(directory.resolve("checkpoint." + note.getKey()), note.getValue().bytes());
        }
        put(directory.resolve("checkpoint"), bySize.lastEntry().getValue().bytes());
    }

    private static byte[] bytes(Tile tile, TileSource tiles, EntrySource entries) {
        return tile.level() == Tile.ENTRIES
                ? EntryBundle.encode(entries.entries(tile.leafAt(0), tile.width()))
                : tiles.hashes(tile.level(), tile.index(), tile.width());
    }

    private static void put(Path file, byte[] bytes) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("No file can be written here.");
        }
        Files.createDirectories(parent);
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.write(unfinished, bytes);
        Files.move(
                unfinished,
                file,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }
}
