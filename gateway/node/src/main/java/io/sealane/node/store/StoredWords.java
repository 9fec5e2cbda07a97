package io.sealane.node.store;

import io.sealane.core.exchange.Exclusions;
import io.sealane.core.exchange.KeyRevocations;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What this node signed of others and of itself, in PostgreSQL, among what was noted: exclusion
 * lists, of which the newest counts, and revocations of keys, which all do.
 */
public final class StoredWords implements Exclusions.Shelf, KeyRevocations.Shelf {
    private static final String NEWEST =
            "select name from noted where log = $1 and name between $2 and $3"
                    + " order by name desc limit 1";
    private static final String ALL =
            "select name from noted where log = $1 and name like $2 order by name";
    private static final String CONTENT =
            "select key_id, content from noted where log = $1 and name = $2";

    private final Database database;
    private final AtRest atRest;
    private final int log;
    private @Nullable Known known;

    /** A list does not change: what was read once is not read again. */
    private record Known(String name, String compact) {}

    StoredWords(Database database, AtRest atRest, int log) {
        this.database = database;
        this.atRest = atRest;
        this.log = log;
    }

    @Override
    public synchronized @Nullable String newest(int ofLog) {
        List<Row> found =
                database.statement(session ->
                        session.rows(
                                NEWEST, log, Exclusions.name(0), Exclusions.name(Long.MAX_VALUE)));
        if (found.isEmpty()) {
            return null;
        }
        String name = found.getFirst().text(0);
        if (known == null || !known.name().equals(name)) {
            known = new Known(name, read(name));
        }
        return known.compact();
    }

    @Override
    public List<String> all(int ofLog) {
        return database
                .statement(session -> session.rows(ALL, log, KeyRevocations.NAME + "%"))
                .stream()
                .map(row -> read(row.text(0)))
                .toList();
    }

    private String read(String name) {
        Row row = database.statement(session -> session.rows(CONTENT, log, name)).getFirst();
        byte[] content = atRest.open(row.number(0), Place.noted(log, name), row.bytes(1));
        return new String(content, StandardCharsets.US_ASCII);
    }
}
