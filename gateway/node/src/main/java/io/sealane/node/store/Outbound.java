package io.sealane.node.store;

import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Store.Lease;
import io.sealane.core.exchange.Store.Outgoing;
import io.sealane.core.exchange.Store.Queued;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.node.store.StoredDocuments.Found;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Channels that start here: who numbers them, what waits for a number, what for a receipt. */
final class Outbound {
    private static final String HELD =
            "select epoch, next_seq, prev from channel_out"
                    + " where log = $1 and channel = $2 and owner = $3 and lease_until > $4";
    private static final String TAKE =
            "update channel_out set owner = $3, lease_until = $5,"
                    + " epoch = case when owner = $3 then epoch else epoch + 1 end"
                    + " where log = $1 and channel = $2"
                    + " and (owner is null or owner = $3 or lease_until <= $4)"
                    + " returning epoch, next_seq, prev";
    private static final String OPEN =
            "insert into channel_out (log, channel, next_seq, prev, epoch)"
                    + " values ($1, $2, $3, $4, $5) on conflict do nothing";
    private static final String RELEASE =
            "update channel_out set owner = null, lease_until = null"
                    + " where log = $1 and channel = $2 and owner = $3";
    private static final String BUSY =
            "select c.channel from channel_out c where c.log = $1 and ("
                    + "exists (select 1 from pending p where p.log = $1 and p.channel = c.channel)"
                    + " or exists"
                    + " (select 1 from in_flight f where f.log = $1 and f.channel = c.channel))"
                    + " order by c.channel";
    private static final String PENDING =
            "select delivery, document from pending where log = $1 and channel = $2"
                    + " order by idx, delivery limit $3";
    private static final String WITHOUT_RECEIPT =
            "select f.seq, f.delivery, p.document, p.idx, p.expires, p.key_id, p.content, r.idx,"
                    + " p.agreement"
                    + " from in_flight f"
                    + " join presentation p on p.log = $1 and p.delivery = f.delivery"
                    + " left join replacement r on r.log = $1 and r.delivery = f.delivery"
                    + " where f.log = $1 and f.channel = $2 and f.seq >= $3"
                    + " order by f.seq limit $4";

    private final Database database;
    private final AtRest atRest;
    private final StoredDocuments documents;
    private final Openings openings;
    private final int log;

    Outbound(
            Database database,
            AtRest atRest,
            StoredDocuments documents,
            Openings openings,
            int log) {
        this.database = database;
        this.atRest = atRest;
        this.documents = documents;
        this.openings = openings;
        this.log = log;
    }

    @Nullable Lease lease(ChannelName channel, String owner, Instant now, Duration length) {
        String name = channel.toString();
        // In its first half a lease is only looked at: a round costs no write.
        Lease held = lease(HELD, log, name, owner, now.plus(length.dividedBy(2)));
        if (held != null) {
            return held;
        }
        Lease taken = lease(TAKE, log, name, owner, now, now.plus(length));
        if (taken != null) {
            return taken;
        }
        ChannelState state = ChannelState.NEW;
        int opened =
                database.statement(session ->
                        session.change(
                                OPEN, log, name, state.nextSeq(), state.prev(), state.epoch()));
        return opened == 0 ? null : lease(TAKE, log, name, owner, now, now.plus(length));
    }

    private @Nullable Lease lease(String sql, Object... parameters) {
        List<Row> rows = database.statement(session -> session.rows(sql, parameters));
        if (rows.isEmpty()) {
            return null;
        }
        Row row = rows.getFirst();
        return new Lease(row.number(0), row.number(1), row.bytes(2));
    }

    void release(ChannelName channel, String owner) {
        database.statement(session -> session.change(RELEASE, log, channel.toString(), owner));
    }

    List<ChannelName> busy() {
        return database.statement(session -> session.rows(BUSY, log)).stream()
                .map(row -> channel(row.text(0)))
                .toList();
    }

    List<Queued> queued(ChannelName channel, int limit) {
        List<Row> rows =
                database.statement(
                        session -> session.rows(PENDING, log, channel.toString(), limit));
        Map<UUID, Found> found = documents.byId(rows.stream().map(row -> row.uuid(1)).toList());
        List<Queued> queued = new ArrayList<>();
        for (Row row : rows) {
            Found one = require(found, row.uuid(1));
            PendingPresentation pending = one.delivery(row.uuid(0));
            queued.add(
                    new Queued(
                            row.uuid(0),
                            pending.recipient(),
                            pending.of(one.document()),
                            one.document()));
        }
        return queued;
    }

    List<Outgoing> outgoing(ChannelName channel, long fromSeq, int limit) {
        List<Row> rows =
                database.statement(session ->
                        session.rows(WITHOUT_RECEIPT, log, channel.toString(), fromSeq, limit));
        Map<UUID, Found> found = documents.byId(rows.stream().map(row -> row.uuid(2)).toList());
        List<Long> voids =
                rows.stream().filter(row -> !row.isNull(7)).map(row -> row.number(7)).toList();
        Map<Long, Openings.Secret> secrets = openings.secrets(voids);
        List<Outgoing> outgoing = new ArrayList<>();
        for (Row row : rows) {
            PresentationContent content =
                    PresentationContent.unpack(
                            atRest.open(
                                    row.number(5),
                                    Place.presentation(log, row.uuid(1)),
                                    row.bytes(6)));
            StoredDocument document = require(found, row.uuid(2)).sent(row.uuid(1));
            Long voidIndex = row.numberOrNull(7);
            Openings.Secret secret =
                    voidIndex == null ? null : Objects.requireNonNull(secrets.get(voidIndex));
            outgoing.add(
                    new Outgoing(
                            row.uuid(1),
                            row.number(0),
                            document.wire(content.disclosed(), content.keyBinding()),
                            document.sealed().second(),
                            secret == null ? null : secret.statementText(),
                            secret == null ? content.blinding() : secret.blinding(),
                            voidIndex == null ? row.number(3) : voidIndex,
                            inputHash(content.keyBinding()),
                            row.bytes(8),
                            row.instant(4)));
        }
        return outgoing;
    }

    // SPEC: RFC 7515 5.1: the signing input is header and payload, with the dot between them.
    private static byte[] inputHash(String jws) {
        return Digest.sha256(
                jws.substring(0, jws.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
    }

    private static Found require(Map<UUID, Found> found, UUID document) {
        return Objects.requireNonNull(found.get(document), "a delivery of no document");
    }

    static ChannelName channel(String text) {
        try {
            return ChannelName.parse(text);
        } catch (Refusal e) {
            throw new IllegalStateException("A stored channel's name is damaged.", e);
        }
    }
}
