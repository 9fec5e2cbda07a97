package io.sealane.node.store;

import io.sealane.core.exchange.Holdings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What inboxes in PostgreSQL hold for a time, and the keys that cover it. */
public final class StoredHoldings implements Holdings {
    private static final String DUE =
            "select delivery, idx, at from inbox"
                    + " where log = $1 and body_key_id = $2 and at < $3 order by at, idx limit $4";
    private static final String USED =
            "select 1 from inbox where log = $1 and body_key_id = $2 limit 1";

    private final Database database;
    private final AtRest atRest;
    private final int log;

    StoredHoldings(Database database, AtRest atRest, int log) {
        this.database = database;
        this.atRest = atRest;
        this.log = log;
    }

    private static String purpose(Under line) {
        return AtRest.grant(line.agreement(), line.vct(), line.role());
    }

    @Override
    public List<Held> due(int ofLog, Under line, Instant before, int limit) {
        List<Held> due = new ArrayList<>();
        for (long key : atRest.keysOf(purpose(line))) {
            int left = limit - due.size();
            if (left > 0) {
                database.statement(session -> session.rows(DUE, log, key, before, left)).stream()
                        .map(row -> new Held(row.uuid(0), row.number(1), row.instant(2)))
                        .forEach(due::add);
            }
        }
        return due;
    }

    @Override
    public void forget(int ofLog, Under line, Instant before) {
        // A month that is over gets nothing more, whatever a process's clock says.
        for (long key : atRest.keysBefore(purpose(line), before)) {
            if (database.statement(session -> session.rows(USED, log, key)).isEmpty()) {
                atRest.forget(key);
            }
        }
    }
}
