package io.sealane.node.store;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The checkpoints that a log has published, each as the signed note that it was. */
public final class Checkpoints {
    private static final String PUBLISH =
            "insert into log_checkpoint (log, size, note) values ($1, $2, $3)"
                    + " on conflict do nothing";
    private static final String NEWEST =
            "select note from log_checkpoint where log = $1 order by size desc limit 1";
    private static final String AT = "select note from log_checkpoint where log = $1 and size = $2";
    private static final String SIZES =
            "select size from log_checkpoint where log = $1 and size > $2 order by size limit $3";

    private final Database database;
    private final int log;

    Checkpoints(Database database, int log) {
        this.database = database;
        this.log = log;
    }

    void publish(long size, String note) {
        database.statement(session -> session.change(PUBLISH, log, size, note));
    }

    /** The one of the largest tree, or null. */
    public @Nullable String newest() {
        return first(database.statement(session -> session.rows(NEWEST, log)));
    }

    /** The one of a tree of that size, or null. */
    public @Nullable String at(long size) {
        return first(database.statement(session -> session.rows(AT, log, size)));
    }

    /** Sizes above {@code after} of which there is one, rising. */
    public List<Long> sizes(long after, int limit) {
        return database.statement(session -> session.rows(SIZES, log, after, limit)).stream()
                .map(row -> row.number(0))
                .toList();
    }

    private static @Nullable String first(List<Row> rows) {
        return rows.isEmpty() ? null : rows.getFirst().text(0);
    }
}
