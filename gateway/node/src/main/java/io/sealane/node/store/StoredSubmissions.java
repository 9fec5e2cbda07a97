package io.sealane.node.store;

import io.sealane.core.exchange.Store.EarlierSubmission;
import io.sealane.core.identity.PartyId;
import io.sealane.node.store.Openings.Secret;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What parties handed in before, by their idempotency keys. */
final class StoredSubmissions {
    private static final String EARLIER =
            "select i.document, i.key_id, i.content, d.idx, "
                    + Openings.COLUMNS
                    + " from idempotency i"
                    + " join document d on d.log = $1 and d.id = i.document"
                    + " join log_opening o on o.log = $1 and o.idx = d.idx"
                    + " join log_entry e on e.log = $1 and e.idx = d.idx"
                    + " where i.log = $1 and i.tag = $2";

    private final Database database;
    private final AtRest atRest;
    private final Openings openings;
    private final int log;

    StoredSubmissions(Database database, AtRest atRest, Openings openings, int log) {
        this.database = database;
        this.atRest = atRest;
        this.openings = openings;
        this.log = log;
    }

    @Nullable EarlierSubmission earlier(PartyId party, String key) {
        byte[] tag = atRest.tag(party, key);
        List<Row> rows = database.statement(session -> session.rows(EARLIER, log, tag));
        if (rows.isEmpty()) {
            return null;
        }
        Row row = rows.getFirst();
        Unpacking first =
                new Unpacking(
                        atRest.open(row.number(1), Place.idempotency(log, tag), row.bytes(2)));
        byte[] requestHash = first.bytes();
        Secret secret = openings.secret(row, 5);
        return new EarlierSubmission(
                row.uuid(0),
                requestHash,
                first.rest(),
                secret.statement(),
                secret.blinding(),
                row.number(3));
    }
}
