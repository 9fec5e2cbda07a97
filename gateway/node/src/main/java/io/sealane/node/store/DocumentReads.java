package io.sealane.node.store;

import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Recipient;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.identity.PartyId;
import io.sealane.node.store.StoredDocuments.Found;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A party's own documents, and how far each of their deliveries is. */
public final class DocumentReads {
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

    private static final String BY_ISSUER =
            "select id from document where log = $1 and issuer = $2 and id >= $3 and id < $4"
                    + " and ($5::text is null or vct = $5)"
                    + " order by id desc limit $6";
    private static final String BY_REFERENCE =
            "select distinct d.id from reference r"
                    + " join document d on d.log = $1 and d.id = r.document"
                    + " where r.log = $1 and r.party = $2 and r.tag = $7"
                    + " and d.issuer = $2 and d.id >= $3 and d.id < $4"
                    + " and ($5::text is null or d.vct = $5)"
                    + " order by d.id desc limit $6";
    private static final MultiRow STATES =
            MultiRow.in(
                    "select p.delivery, p.seq, p.idx, p.key_id, p.content, v.idx,"
                            + " r.delivery is not null, r.code, r.idx,"
                            + " coalesce(r.their_idx, d.idx), p.agreement"
                            + " from presentation p"
                            + " left join replacement v on v.log = $1 and v.delivery = p.delivery"
                            + " left join receipt r on r.log = $1 and r.delivery = p.delivery"
                            // A house delivery's receipt is a leaf of this log.
                            + " left join delivery_id d on r.their_idx is null and d.log = $1"
                            + " and d.channel = p.channel and d.seq = p.seq"
                            + " where p.log = $1 and p.delivery in ",
                    1,
                    "");
    private static final MultiRow CANCELLED =
            MultiRow.in(
                    "select delivery, code from cancellation where log = $1 and delivery in ",
                    1,
                    "");

    private final Database database;
    private final AtRest atRest;
    private final StoredDocuments documents;
    private final int log;

    DocumentReads(Database database, AtRest atRest, StoredDocuments documents, int log) {
        this.database = database;
        this.atRest = atRest;
        this.documents = documents;
        this.log = log;
    }

    /** How far a delivery is. */
    public enum State {
        /** It has no number yet. */
        PENDING,
        /** It has a number and no receipt. */
        SENT,
        /** The receiver admitted it. */
        DELIVERED,
        /** The receiver refused it. */
        REFUSED,
        /** It was no longer granted before it took a number. */
        CANCELLED,
        /** Its lifetime ended without a receipt; a void took its place. */
        VOIDED
    }

    /**
     * A document and its deliveries, in the order in which the party named the recipients.
     *
     * @param index position of the submitted leaf
     */
    public record Document(StoredDocument document, long index, List<Delivery> deliveries) {
        /** What one of its deliveries is a presentation of. */
        public StoredDocument sent(Delivery delivery) {
            return delivery.pending().of(document);
        }
    }

    /**
     * A delivery.
     *
     * @param pending what was to be sent, and of which document
     * @param code why it was refused or cancelled
     * @param seq number in the channel
     * @param sentIndex position of the sent leaf in this log
     * @param receiptIndex position of the receipt in the receiver's log
     * @param receiptedIndex position of the leaf with which this log took the receipt
     * @param agreement hash of the agreement that it was built under
     * @param disclosed positions in the sealed document's list; empty before it is sent
     */
    public record Delivery(
            PendingPresentation pending,
            State state,
            @Nullable String code,
            @Nullable Long seq,
            @Nullable Long sentIndex,
            @Nullable Long receiptIndex,
            @Nullable Long receiptedIndex,
            byte @Nullable [] agreement,
            List<Integer> disclosed) {
        public UUID id() {
            return pending.delivery();
        }

        public Recipient recipient() {
            return pending.recipient();
        }

        public ChannelName channel() {
            return pending.channel();
        }
    }

    /**
     * What to look for; what is null does not matter.
     *
     * @param reference the value of any reference: a container, a bill of lading, a booking
     * @param since documents made from then on
     * @param before the id of the last document of the page before
     */
    public record Query(
            PartyId issuer,
            @Nullable String vct,
            @Nullable String reference,
            @Nullable Instant since,
            @Nullable UUID before) {}

    /** A party's document, or null if it has none of this id. */
    public @Nullable Document byId(PartyId issuer, UUID id) {
        Found found = documents.byId(List.of(id)).get(id);
        return found == null || !found.document().issuer().equals(issuer)
                ? null
                : withStates(List.of(found)).getFirst();
    }

    /** The newest documents that match, newest first. */
    public List<Document> search(Query query, int limit) {
        UUID since = query.since() == null ? FIRST : firstId(query.since());
        UUID before = query.before() == null ? LAST : query.before();
        String issuer = query.issuer().toString();
        byte[] tag = query.reference() == null ? null : atRest.tag(query.reference());
        List<UUID> ids =
                database
                        .statement(session ->
                                tag == null
                                        ? session.rows(
                                                BY_ISSUER,
                                                log,
                                                issuer,
                                                since,
                                                before,
                                                query.vct(),
                                                limit)
                                        : session.rows(
                                                BY_REFERENCE,
                                                log,
                                                issuer,
                                                since,
                                                before,
                                                query.vct(),
                                                limit,
                                                tag))
                        .stream()
                        .map(row -> row.uuid(0))
                        .toList();
        Map<UUID, Found> found = documents.byId(ids);
        List<Found> inOrder = new ArrayList<>();
        for (UUID id : ids) {
            Found one = found.get(id);
            if (one != null) {
                inOrder.add(one);
            }
        }
        return withStates(inOrder);
    }

    // SPEC: RFC 9562 5.7: a UUIDv7 begins with 48 bits of milliseconds since 1970.
    private static UUID firstId(Instant since) {
        return new UUID(Math.max(0, since.toEpochMilli()) << 16, 0);
    }

    private List<Document> withStates(List<Found> found) {
        Map<UUID, PendingPresentation> deliveries = new LinkedHashMap<>();
        for (Found one : found) {
            one.deliveries().forEach(delivery -> deliveries.put(delivery.delivery(), delivery));
        }
        List<@Nullable Object[]> ids = keys(deliveries.keySet());
        Map<UUID, Delivery> states = new HashMap<>();
        for (Row row : database.statement(session -> STATES.rows(session, ids, log))) {
            states.put(row.uuid(0), sent(deliveries, row));
        }
        for (Row row : database.statement(session -> CANCELLED.rows(session, ids, log))) {
            states.put(row.uuid(0), waiting(deliveries, row.uuid(0), State.CANCELLED, row.text(1)));
        }
        return found.stream()
                .map(one ->
                        new Document(
                                one.document(),
                                one.index(),
                                one.deliveries().stream()
                                        .map(PendingPresentation::delivery)
                                        .map(id ->
                                                states.computeIfAbsent(
                                                        id,
                                                        key ->
                                                                waiting(
                                                                        deliveries,
                                                                        key,
                                                                        State.PENDING,
                                                                        null)))
                                        .toList()))
                .toList();
    }

    static List<@Nullable Object[]> keys(Collection<UUID> ids) {
        List<@Nullable Object[]> keys = new ArrayList<>();
        ids.forEach(id -> keys.add(new @Nullable Object[] {id}));
        return keys;
    }

    private static PendingPresentation pending(Map<UUID, PendingPresentation> deliveries, UUID id) {
        PendingPresentation pending = deliveries.get(id);
        if (pending == null) {
            throw new IllegalStateException("A delivery that was not asked for.");
        }
        return pending;
    }

    private static Delivery waiting(
            Map<UUID, PendingPresentation> deliveries,
            UUID id,
            State state,
            @Nullable String code) {
        PendingPresentation pending = pending(deliveries, id);
        return new Delivery(pending, state, code, null, null, null, null, null, List.of());
    }

    private Delivery sent(Map<UUID, PendingPresentation> deliveries, Row row) {
        UUID id = row.uuid(0);
        PendingPresentation pending = pending(deliveries, id);
        PresentationContent content =
                PresentationContent.unpack(
                        atRest.open(row.number(3), Place.presentation(log, id), row.bytes(4)));
        boolean receipted = row.truth(6);
        return new Delivery(
                pending,
                state(row),
                row.textOrNull(7),
                row.number(1),
                row.number(2),
                receipted ? row.numberOrNull(9) : null,
                row.numberOrNull(8),
                row.bytes(10),
                content.disclosed());
    }

    private static State state(Row row) {
        boolean replaced = !row.isNull(5);
        boolean receipted = row.truth(6);
        boolean admitted = receipted && row.isNull(7);
        // Who admitted the original answers a void with that receipt.
        if (admitted) {
            return State.DELIVERED;
        }
        if (replaced) {
            return State.VOIDED;
        }
        return receipted ? State.REFUSED : State.SENT;
    }
}
