package io.sealane.node.store;

import io.sealane.core.ledger.EntrySource;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.RightEdge;
import io.sealane.core.ledger.Tile;
import io.sealane.core.ledger.TileSource;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A log's tree as it is stored. What is below the head never changes, so whatever was read, or
 * appended by this process, is remembered: a proof at the end of the log reads next to nothing.
 */
public final class StoredLog implements TileSource, EntrySource {
    private static final int TILES_KEPT = 1024;

    private static final String ENTRIES =
            "select entry from log_entry where log = $1 and idx >= $2 and idx < $3 order by idx";
    private static final String HASHES =
            "select hash from log_tile"
                    + " where log = $1 and level = $2 and idx >= $3 and idx < $4 order by idx";
    private static final String HEAD = "select size, edge from log_head where log = $1";

    private final Database database;
    private final int log;
    private final Map<Key, byte[]> known =
            new LinkedHashMap<>(TILES_KEPT, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, byte[]> eldest) {
                    return size() > TILES_KEPT;
                }
            };

    private record Key(int level, long tile) {}

    StoredLog(Database database, int log) {
        this.database = database;
        this.log = log;
    }

    /** The tree as it is now. */
    public RightEdge head() {
        List<Row> rows = database.statement(session -> session.rows(HEAD, log));
        if (rows.isEmpty()) {
            throw new IllegalStateException("The log " + log + " has no head.");
        }
        return RightEdge.of(rows.getFirst().number(0), rows.getFirst().bytes(1));
    }

    @Override
    public byte[] hashes(int level, long tile, int width) {
        int wanted = width * Merkle.HASH_BYTES;
        byte[] have = knownHashes(level, tile);
        if (have.length < wanted) {
            long first = tile * Tile.WIDTH;
            byte[] more = read(level, first + have.length / Merkle.HASH_BYTES, first + width);
            byte[] all = Arrays.copyOf(have, wanted);
            System.arraycopy(more, 0, all, have.length, more.length);
            have = all;
            remember(level, tile, have);
        }
        return have.length == wanted ? have : Arrays.copyOf(have, wanted);
    }

    @Override
    public List<byte[]> entries(long from, int count) {
        List<Row> rows =
                database.statement(session -> session.rows(ENTRIES, log, from, from + count));
        check(rows, count);
        return rows.stream().map(row -> row.bytes(0)).toList();
    }

    /** What a committed group appended: it need not be read again. */
    void appended(long firstIndex, List<byte[]> entries) {
        long index = firstIndex;
        for (int from = 0; from < entries.size(); ) {
            int at = (int) (index % Tile.WIDTH);
            int count = Math.min(entries.size() - from, Tile.WIDTH - at);
            byte[] have = knownHashes(0, index / Tile.WIDTH);
            // Behind a gap, which another process filled, nothing is added: it is read when asked.
            if (have.length == at * Merkle.HASH_BYTES) {
                byte[] all = Arrays.copyOf(have, (at + count) * Merkle.HASH_BYTES);
                for (int i = 0; i < count; i++) {
                    byte[] hash = Merkle.leafHash(entries.get(from + i));
                    System.arraycopy(hash, 0, all, (at + i) * Merkle.HASH_BYTES, Merkle.HASH_BYTES);
                }
                remember(0, index / Tile.WIDTH, all);
            }
            index += count;
            from += count;
        }
    }

    private byte[] read(int level, long from, long to) {
        int count = Math.toIntExact(to - from);
        byte[] hashes = new byte[count * Merkle.HASH_BYTES];
        List<Row> rows =
                level == 0
                        ? database.statement(session -> session.rows(ENTRIES, log, from, to))
                        : database.statement(
                                session -> session.rows(HASHES, log, (short) level, from, to));
        check(rows, count);
        for (int i = 0; i < count; i++) {
            byte[] stored = rows.get(i).bytes(0);
            byte[] hash = level == 0 ? Merkle.leafHash(stored) : stored;
            System.arraycopy(hash, 0, hashes, i * Merkle.HASH_BYTES, Merkle.HASH_BYTES);
        }
        return hashes;
    }

    private static void check(List<Row> rows, int count) {
        if (rows.size() != count) {
            throw new IllegalStateException("The log lacks what its head says it has.");
        }
    }

    private byte[] knownHashes(int level, long tile) {
        synchronized (known) {
            return known.getOrDefault(new Key(level, tile), new byte[0]);
        }
    }

    private void remember(int level, long tile, byte[] hashes) {
        synchronized (known) {
            known.merge(
                    new Key(level, tile),
                    hashes,
                    (before, now) -> before.length > now.length ? before : now);
        }
    }
}
