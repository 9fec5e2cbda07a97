package io.sealane.node.store;

import io.sealane.core.exchange.ChannelName;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.node.store.AtRest.Sealed;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a party received, in the order of the log, and what it said to it. */
public final class InboxReads {
    private static final String COLUMNS =
            "select i.idx, i.at, i.role, i.delivery, i.channel, i.document, i.vct, i.issuer,"
                    + " i.agreement, i.key_id, i.content, i.body_key_id, i.body,"
                    + " a.verdict, a.at, a.key_id, a.reason, i.sender_idx, c.note, i.erased_idx"
                    + " from inbox i"
                    + " left join acknowledgement a on a.log = $1 and a.idx = i.idx"
                    + " left join peer_checkpoint c on c.log = $1"
                    + " and c.origin = i.note_origin and c.size = i.note_size";
    private static final String PAGE =
            COLUMNS
                    + " where i.log = $1 and i.party = $2 and i.idx > $3 and i.at >= $4"
                    + " order by i.idx limit $5";
    private static final String ONE =
            COLUMNS
                    + " join delivery_id d on d.log = $1 and d.delivery = $3"
                    + " where i.log = $1 and i.party = $2 and i.idx = d.idx and i.at = d.at"
                    + " order by i.idx limit 1";
    private static final String ACKNOWLEDGE =
            "insert into acknowledgement (log, idx, verdict, at, key_id, reason)"
                    + " values ($1, $2, $3, $4, $5, $6) on conflict do nothing";

    /**
     * A row may be stamped earlier than one before it, by a clock that was put back: a page looks
     * so far behind its cursor. It only keeps the months before out of the search.
     */
    private static final Duration CLOCKS = Duration.ofDays(2);

    private final Database database;
    private final AtRest atRest;
    private final int log;

    InboxReads(Database database, AtRest atRest, int log) {
        this.database = database;
        this.atRest = atRest;
        this.log = log;
    }

    /**
     * One delivery.
     *
     * @param index position of the admitted leaf
     * @param channel by which it came; its {@code from} is the node that sent it
     * @param presentation the exact compact form; null once its disclosures are erased
     */
    public record Item(
            UUID delivery,
            long index,
            Instant receivedAt,
            String role,
            ChannelName channel,
            UUID document,
            String vct,
            PartyId issuer,
            byte[] agreement,
            @Nullable String presentation,
            @Nullable Acknowledgement acknowledgement) {}

    /** What the party said. */
    public record Acknowledgement(String verdict, @Nullable String reason, Instant at) {}

    /**
     * A page.
     *
     * @param next the cursor behind the last item; the given one if there was none
     */
    public record Page(List<Item> items, String next) {}

    /**
     * What came after a cursor, in the order of the log.
     *
     * @param cursor of the page before; null for the beginning
     * @throws Refusal INVALID_REQUEST if it is no cursor
     */
    public Page page(PartyId party, @Nullable String cursor, int limit) throws Refusal {
        Position after = cursor == null ? Position.BEGINNING : Position.parse(cursor);
        List<Row> rows =
                database.statement(session ->
                        session.rows(
                                PAGE,
                                log,
                                party.toString(),
                                after.index(),
                                after.at().minus(CLOCKS),
                                limit));
        List<Item> items = new ArrayList<>();
        try (Compression compression = new Compression()) {
            for (Row row : rows) {
                items.add(item(row, compression));
            }
        }
        if (items.isEmpty()) {
            return new Page(items, after.toString());
        }
        Item last = items.getLast();
        return new Page(items, new Position(last.index(), last.receivedAt()).toString());
    }

    /** A delivery in the party's inbox, or null if it has none of this id. */
    public @Nullable Item byId(PartyId party, UUID delivery) {
        Row row = row(party, delivery);
        if (row == null) {
            return null;
        }
        try (Compression compression = new Compression()) {
            return item(row, compression);
        }
    }

    @Nullable Row row(PartyId party, UUID delivery) {
        List<Row> rows =
                database.statement(session -> session.rows(ONE, log, party.toString(), delivery));
        return rows.isEmpty() ? null : rows.getFirst();
    }

    /**
     * Keeps what a party says to a delivery. The first word stands.
     *
     * @return what stands: the caller compares it with what was said
     * @throws Refusal NOT_FOUND
     */
    public Acknowledgement acknowledge(
            PartyId party, UUID delivery, String verdict, @Nullable String reason, Instant now)
            throws Refusal {
        Item item = byId(party, delivery);
        if (item == null) {
            throw new Refusal(Code.NOT_FOUND, "There is no such delivery in this inbox.");
        }
        if (item.acknowledgement() != null) {
            return item.acknowledgement();
        }
        Sealed sealed =
                reason == null
                        ? null
                        : atRest.seal(
                                AtRest.EVIDENCE,
                                now,
                                Place.acknowledgement(log, item.index()),
                                reason.getBytes(StandardCharsets.UTF_8));
        int stored =
                database.statement(session ->
                        session.change(
                                ACKNOWLEDGE,
                                log,
                                item.index(),
                                verdict,
                                now,
                                sealed == null ? null : sealed.keyId(),
                                sealed == null ? null : sealed.bytes()));
        return stored == 1
                ? new Acknowledgement(verdict, reason, now)
                // Said at the same time by another request.
                : acknowledge(party, delivery, verdict, reason, now);
    }

    private Item item(Row row, Compression compression) {
        return new Item(
                row.uuid(3),
                row.number(0),
                row.instant(1),
                row.text(2),
                Outbound.channel(row.text(4)),
                row.uuid(5),
                row.text(6),
                StoredDocuments.party(row.text(7)),
                row.bytes(8),
                presentation(row, compression),
                acknowledgement(row));
    }

    /** The exact compact form, from its two columns. */
    @Nullable String presentation(Row row, Compression compression) {
        // A row that came back with a restored database is erased all the same: its key is gone.
        if (row.isNull(12) || atRest.isForgotten(row.number(11))) {
            return null;
        }
        String channel = row.text(4);
        byte[] body =
                atRest.open(
                        row.number(11), Place.inboxBody(log, channel, row.uuid(3)), row.bytes(12));
        return ReceivedContent.unpack(compression, senderLeaf(row).rest(), body).compact();
    }

    /** The sender's leaf, with the tokens as its rest. */
    LeafContent senderLeaf(Row row) {
        return LeafContent.unpack(
                atRest.open(
                        row.number(9), Place.inbox(log, row.text(4), row.uuid(3)), row.bytes(10)));
    }

    private @Nullable Acknowledgement acknowledgement(Row row) {
        if (row.isNull(13)) {
            return null;
        }
        String reason =
                row.isNull(16)
                        ? null
                        : new String(
                                atRest.open(
                                        row.number(15),
                                        Place.acknowledgement(log, row.number(0)),
                                        row.bytes(16)),
                                StandardCharsets.UTF_8);
        return new Acknowledgement(row.text(13), reason, row.instant(14));
    }

    /** A place in an inbox; opaque to parties. */
    private record Position(long index, Instant at) {
        static final Position BEGINNING = new Position(-1, Instant.EPOCH.plus(CLOCKS));

        private static final int BYTES = 17;

        static Position parse(String cursor) throws Refusal {
            try {
                byte[] bytes = Base64Url.decode(cursor);
                if (bytes.length == BYTES && bytes[0] == 1) {
                    var position = ByteBuffer.wrap(bytes, 1, BYTES - 1);
                    long index = position.getLong();
                    Instant at = Instant.ofEpochSecond(position.getLong());
                    return new Position(index, at.isBefore(BEGINNING.at()) ? BEGINNING.at() : at);
                }
            } catch (Refusal | DateTimeException _) {
                // Said below.
            }
            throw new Refusal(Code.INVALID_REQUEST, "This is no cursor of an inbox.");
        }

        @Override
        public String toString() {
            return Base64Url.encode(
                    ByteBuffer.allocate(BYTES)
                            .put((byte) 1)
                            .putLong(index)
                            .putLong(at.getEpochSecond())
                            .array());
        }
    }
}
