package io.sealane.node.store;

import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Group;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.SealedDocument;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The documents of a log. A document never changes, and is asked for again soon after it was
 * submitted, to be presented and sent: the newest are remembered.
 */
final class StoredDocuments {
    /** Characters of the documents that are remembered. */
    private static final long KEPT = 16L * 1024 * 1024;

    private static final MultiRow BY_ID =
            MultiRow.in(
                    "select id, issuer, vct, issued_at, idx, key_id, content from document"
                            + " where log = $1 and id in ",
                    1,
                    "");

    private static final String BY_REFERENCE =
            "select distinct d.id from reference r"
                    + " join document d on d.log = $1 and d.id = r.document"
                    + " where r.log = $1 and r.party = $2 and r.tag = $3 and d.issuer = $2"
                    + " and d.vct like $4 order by d.id desc limit $5";

    private final Database database;
    private final AtRest atRest;
    private final int log;
    private final LinkedHashMap<UUID, Found> known = new LinkedHashMap<>(256, 0.75f, true);
    private long kept;

    /**
     * A document, for whom it was submitted, and where its leaf is.
     *
     * @param index position of the submitted leaf
     */
    record Found(StoredDocument document, List<PendingPresentation> deliveries, long index) {
        PendingPresentation delivery(UUID id) {
            return deliveries.stream()
                    .filter(one -> one.delivery().equals(id))
                    .findAny()
                    .orElseThrow(() -> new IllegalStateException("A delivery of no document."));
        }

        /** What a delivery is a presentation of. */
        StoredDocument sent(UUID id) {
            return delivery(id).of(document);
        }

        /** What was made for several recipients of one node counts as often. */
        private long length() {
            long length = length(document.sealed());
            for (PendingPresentation one : deliveries) {
                length += one.apart() == null ? 0 : length(one.apart().sealed());
            }
            return length;
        }

        private static long length(SealedDocument sealed) {
            return sealed.issuerJwt().length()
                    + sealed.classes().length()
                    + (sealed.second() == null ? 0 : sealed.second().length())
                    + sealed.disclosures().stream().mapToLong(one -> one.encoded().length()).sum();
        }
    }

    StoredDocuments(Database database, AtRest atRest, int log) {
        this.database = database;
        this.atRest = atRest;
        this.log = log;
    }

    /** Those of these ids that there are. */
    Map<UUID, Found> byId(Collection<UUID> ids) {
        Map<UUID, Found> found = new HashMap<>();
        List<@Nullable Object[]> wanted = new ArrayList<>();
        for (UUID id : new java.util.LinkedHashSet<>(ids)) {
            Found one = remembered(id);
            if (one == null) {
                wanted.add(new @Nullable Object[] {id});
            } else {
                found.put(id, one);
            }
        }
        if (wanted.isEmpty()) {
            return found;
        }
        List<Row> rows = database.statement(session -> BY_ID.rows(session, wanted, log));
        try (Compression compression = new Compression()) {
            for (Row row : rows) {
                Found one = found(row, compression);
                remember(one);
                found.put(one.document().id(), one);
            }
        }
        return found;
    }

    /** The newest that a party issued of a type and that are found by a reference. */
    List<StoredDocument> issued(PartyId issuer, String major, byte[] tag, int limit) {
        List<UUID> ids =
                database
                        .statement(session ->
                                session.rows(
                                        BY_REFERENCE,
                                        log,
                                        issuer.toString(),
                                        tag,
                                        major + ".%",
                                        limit))
                        .stream()
                        .map(row -> row.uuid(0))
                        .toList();
        return byId(ids).values().stream().map(Found::document).toList();
    }

    /** Keeps in mind what was just stored. */
    void remember(Group group, long firstIndex) {
        long index = firstIndex;
        for (Change change : group.changes()) {
            if (change instanceof Submitted one) {
                remember(new Found(one.document(), one.pending(), index));
            }
            index += change.leaves().size();
        }
    }

    private void remember(Found one) {
        synchronized (known) {
            if (known.put(one.document().id(), one) == null) {
                kept += one.length();
            }
            Iterator<Found> eldest = known.values().iterator();
            while (kept > KEPT && eldest.hasNext()) {
                kept -= eldest.next().length();
                eldest.remove();
            }
        }
    }

    private @Nullable Found remembered(UUID id) {
        synchronized (known) {
            return known.get(id);
        }
    }

    private Found found(Row row, Compression compression) {
        UUID id = row.uuid(0);
        byte[] content = atRest.open(row.number(5), Place.document(log, id), row.bytes(6));
        DocumentContent.Making making =
                (one, sealed) ->
                        new StoredDocument(
                                one, party(row.text(1)), row.text(2), row.instant(3), sealed);
        DocumentContent unpacked = DocumentContent.unpack(compression, content, making);
        return new Found(making.of(id, unpacked.sealed()), unpacked.deliveries(), row.number(4));
    }

    static PartyId party(String text) {
        try {
            return PartyId.parse(text);
        } catch (Refusal e) {
            throw new IllegalStateException("A stored party's name is damaged.", e);
        }
    }
}
