package io.sealane.node.store;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Register;
import io.sealane.node.store.Openings.Secret;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The agreements of a log, in PostgreSQL. */
public final class StoredAgreements implements Register {
    private static final String ALL =
            "select a.hash, a.peer, a.state, a.since, a.began, a.closing, a.reason, exists (select"
                    + " 1 from errand e where e.log = $1 and e.name = 'agreement/' ||"
                    + " translate(rtrim(encode(a.hash, 'base64'), '='), '+/', '-_')), a.key_id,"
                    + " a.content from agreement a where a.log = $1 order by a.idx";
    private static final String LAST =
            "select hash, channel, seq from agreement_last where log = $1";
    private static final String CLOSE =
            "update agreement set closing = $3, reason = $4"
                    + " where log = $1 and hash = $2 and state not in ('ended', $3)";
    private static final String LAST_SENT =
            "select next_seq - 1 from channel_out where log = $1 and channel = $2";
    private static final String ERRANDS =
            "select e.peer, e.name, n.key_id, n.content from errand e"
                    + " join noted n on n.log = $1 and n.name = e.name"
                    + " where e.log = $1 order by e.idx";
    private static final String DONE = "delete from errand where log = $1 and name = $2";
    private static final String LOGGED =
            "select "
                    + Openings.COLUMNS
                    + " from noted n"
                    + " join log_opening o on o.log = $1 and o.idx = n.idx"
                    + " join log_entry e on e.log = $1 and e.idx = n.idx"
                    + " where n.log = $1 and n.name = $2";
    private static final String VERSION = "select agreements from log_head where log = $1";

    private final Database database;
    private final AtRest atRest;
    private final Openings openings;
    private final int log;

    StoredAgreements(Database database, AtRest atRest, Openings openings, int log) {
        this.database = database;
        this.atRest = atRest;
        this.openings = openings;
        this.log = log;
    }

    @Override
    public long version(int ofLog) {
        return database.statement(session -> session.rows(VERSION, log)).getFirst().number(0);
    }

    @Override
    public List<Filed> all(int ofLog) {
        Map<ByteBuffer, Map<String, Long>> last = new HashMap<>();
        for (Row row : database.statement(session -> session.rows(LAST, log))) {
            last.computeIfAbsent(ByteBuffer.wrap(row.bytes(0)), _ -> new HashMap<>())
                    .put(row.text(1), row.number(2));
        }
        List<Filed> all = new ArrayList<>();
        for (Row row : database.statement(session -> session.rows(ALL, log))) {
            byte[] hash = row.bytes(0);
            String closing = row.textOrNull(5);
            all.add(
                    new Filed(
                            hash,
                            row.text(1),
                            AgreementState.ofWireName(row.text(2)),
                            atRest.open(row.number(8), Place.agreement(log, hash), row.bytes(9)),
                            row.instant(3),
                            instantOrNull(row, 4),
                            closing == null ? null : AgreementState.ofWireName(closing),
                            row.textOrNull(6),
                            row.truth(7),
                            last.getOrDefault(ByteBuffer.wrap(hash), Map.of())));
        }
        return all;
    }

    private static @Nullable Instant instantOrNull(Row row, int column) {
        return row.isNull(column) ? null : row.instant(column);
    }

    @Override
    public void close(int ofLog, byte[] agreement, AgreementState target, @Nullable String reason) {
        // The head first: groups under way commit before this, or see it.
        database.transaction(session ->
                session.change(Settlements.MARK, log)
                        .thenCompose(_ ->
                                session.change(CLOSE, log, agreement, target.wireName(), reason)));
    }

    @Override
    public long lastSent(ChannelName channel) {
        List<Row> rows =
                database.statement(session -> session.rows(LAST_SENT, log, channel.toString()));
        return rows.isEmpty() ? 0 : rows.getFirst().number(0);
    }

    @Override
    public List<Errand> errands(int ofLog) {
        return database.statement(session -> session.rows(ERRANDS, log)).stream()
                .map(row ->
                        new Errand(
                                row.text(0),
                                row.text(1),
                                atRest.open(
                                        row.number(2),
                                        Place.noted(log, row.text(1)),
                                        row.bytes(3))))
                .toList();
    }

    @Override
    public void handedOver(int ofLog, Errand errand) {
        database.transaction(session ->
                session.change(Settlements.MARK, log)
                        .thenCompose(_ -> session.change(DONE, log, errand.name())));
    }

    @Override
    public @Nullable Logged logged(int ofLog, String name) {
        List<Row> rows = database.statement(session -> session.rows(LOGGED, log, name));
        if (rows.isEmpty()) {
            return null;
        }
        Secret secret = openings.secret(rows.getFirst(), 1);
        return new Logged(rows.getFirst().number(0), secret.blinding(), secret.statement());
    }
}
