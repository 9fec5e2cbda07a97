package io.sealane.node.store;

import io.sealane.core.exchange.Exclusions;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Signed exclusion lists, in PostgreSQL: among what was noted, the newest by its name. */
public final class StoredExclusions implements Exclusions.Shelf {
    private static final String NEWEST =
            "select name from noted where log = $1 and name between $2 and $3"
                    + " order by name desc limit 1";
    private static final String CONTENT =
            "select key_id, content from noted where log = $1 and name = $2";

    private final Database database;
    private final AtRest atRest;
    private final int log;
    private @Nullable Known known;

    /** A list does not change: what was read once is not read again. */
    private record Known(String name, String compact) {}

    StoredExclusions(Database database, AtRest atRest, int log) {
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

    private String read(String name) {
        Row row = database.statement(session -> session.rows(CONTENT, log, name)).getFirst();
        byte[] content = atRest.open(row.number(0), Place.noted(log, name), row.bytes(1));
        return new String(content, StandardCharsets.US_ASCII);
    }
}
