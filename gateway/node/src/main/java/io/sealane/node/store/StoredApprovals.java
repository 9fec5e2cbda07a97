package io.sealane.node.store;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.exchange.Register;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.node.approval.Act;
import io.sealane.node.approval.Approval;
import io.sealane.node.approval.Approval.Decision;
import io.sealane.node.approval.Approval.State;
import io.sealane.node.approval.Approvals;
import io.sealane.node.store.AtRest.Sealed;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Acts that wait for a second operator, in PostgreSQL; sealed, since they may name people. */
public final class StoredApprovals implements Approvals.Shelf {
    private static final String FORGET =
            "delete from approval where log = $1 and confirm_until < $2";
    private static final String PUT =
            "insert into approval (log, id, asked_by, asked_at, confirm_until, key_id, content)"
                    + " select $1, $2, $3, $4, $5, $6, $7 where (select count(*) from approval"
                    + " where log = $1 and state is null and confirm_until > $4) < $8::bigint";
    private static final String COLUMNS =
            "select id, asked_by, asked_at, confirm_until, state, decided_by, decided_at, code,"
                    + " key_id, content from approval where log = $1";
    private static final String FIND = COLUMNS + " and id = $2";
    private static final String NEWEST = COLUMNS + " order by asked_at desc, id desc limit $2";
    private static final String CLAIM =
            "update approval set claimed_until = $4 where log = $1 and id = $2 and state is null"
                    + " and (claimed_until is null or claimed_until <= $3)";
    private static final String RELEASE =
            "update approval set claimed_until = null where log = $1 and id = $2";
    private static final String DECIDE =
            "update approval set state = $3, decided_by = $4, decided_at = $5, code = $6"
                    + " where log = $1 and id = $2 and state is null";
    private static final String SIGNED =
            "select key_id, content from noted where log = $1 and name = $2";

    private final Database database;
    private final AtRest atRest;
    private final StoredAgreements noted;
    private final int log;

    StoredApprovals(Database database, AtRest atRest, StoredAgreements noted, int log) {
        this.database = database;
        this.atRest = atRest;
        this.noted = noted;
        this.log = log;
    }

    @Override
    public boolean put(Approval asked, int most, Instant told) {
        Act act = asked.act();
        byte[] plain =
                Json.canonical(
                        Json.object()
                                .put("method", act.method())
                                .put("path", act.path())
                                .put("body", Base64Url.encode(act.body())));
        Sealed content =
                atRest.seal(AtRest.EVIDENCE, asked.at(), Place.approval(log, asked.id()), plain);
        database.statement(session -> session.change(FORGET, log, told));
        return database.statement(session ->
                session.change(
                        PUT,
                        log,
                        asked.id(),
                        asked.by(),
                        asked.at(),
                        asked.until(),
                        content.keyId(),
                        content.bytes(),
                        (long) most))
                == 1;
    }

    @Override
    public @Nullable Approval find(UUID id) {
        List<Row> rows = database.statement(session -> session.rows(FIND, log, id));
        return rows.isEmpty() ? null : approval(rows.getFirst());
    }

    @Override
    public List<Approval> newest(int limit) {
        return database.statement(session -> session.rows(NEWEST, log, limit)).stream()
                .map(this::approval)
                .toList();
    }

    private Approval approval(Row row) {
        UUID id = row.uuid(0);
        byte[] plain = atRest.open(row.number(8), Place.approval(log, id), row.bytes(9));
        Decision decision =
                row.isNull(4)
                        ? null
                        : new Decision(
                                State.ofWireName(row.text(4)),
                                row.text(5),
                                row.instant(6),
                                row.textOrNull(7));
        return new Approval(id, act(plain), row.text(1), row.instant(2), row.instant(3), decision);
    }

    private static Act act(byte[] plain) {
        try {
            JsonNode json = Json.parse(plain);
            return new Act(
                    json.path("method").asText(),
                    json.path("path").asText(),
                    Base64Url.decode(json.path("body").asText()));
        } catch (Refusal damaged) {
            throw new IllegalStateException("An act that waits is damaged.", damaged);
        }
    }

    @Override
    public boolean claim(UUID id, Instant now, Instant until) {
        return database.statement(session -> session.change(CLAIM, log, id, now, until)) == 1;
    }

    @Override
    public void release(UUID id) {
        database.statement(session -> session.change(RELEASE, log, id));
    }

    @Override
    public void decide(UUID id, Decision decision) {
        database.statement(session ->
                session.change(
                        DECIDE,
                        log,
                        id,
                        decision.state().wireName(),
                        decision.by(),
                        decision.at(),
                        decision.code()));
    }

    @Override
    public Approvals.@Nullable Signed signed(String name) {
        Register.Logged leaf = noted.logged(log, name);
        if (leaf == null) {
            return null;
        }
        Row row = database.statement(session -> session.rows(SIGNED, log, name)).getFirst();
        byte[] compact = atRest.open(row.number(0), Place.noted(log, name), row.bytes(1));
        return new Approvals.Signed(new String(compact, StandardCharsets.US_ASCII), leaf);
    }
}
