package io.sealane.node.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.disclosure.VoidStatement;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.Register;
import io.sealane.core.exchange.Store.Answered;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.Jws;
import io.sealane.core.seal.SealedDocument;
import io.sealane.node.store.LoggedLeaf.Foreign;
import io.sealane.node.store.Openings.Secret;
import io.sealane.node.store.StoredDocuments.Found;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What the evidence of an exchange is made of. */
public final class EvidenceReads {
    private static final String SENT =
            "select p.document, p.idx, p.agreement, p.key_id, p.content, p.channel, p.seq,"
                    + " r.delivery is not null, r.their_idx, r.key_id, r.content, c.note,"
                    + " x.idx"
                    + " from presentation p"
                    + " left join receipt r on r.log = $1 and r.delivery = p.delivery"
                    + " left join replacement x on x.log = $1 and x.delivery = p.delivery"
                    + " left join peer_checkpoint c on c.log = $1"
                    + " and c.origin = r.note_origin and c.size = r.note_size"
                    + " where p.log = $1 and p.delivery = $2";
    private static final String SENT_INDEX =
            "select idx from presentation where log = $1 and delivery = $2";

    /** Names of ends are those that begin with the agreement's and its new state. */
    private static final String ENDS =
            "select name, idx, key_id, content from noted where log = $1 and name >= $2::text ||"
                    + " '/' and name < $2::text || '0' order by idx limit 1";

    private static final String NOTED =
            "select name, key_id, content from noted where log = $1 and hash = $2 limit 1";

    private final Database database;
    private final AtRest atRest;
    private final StoredDocuments documents;
    private final Openings openings;
    private final InboxReads inbox;
    private final Inbound inbound;
    private final int log;

    EvidenceReads(
            Database database,
            AtRest atRest,
            StoredDocuments documents,
            Openings openings,
            InboxReads inbox,
            Inbound inbound,
            int log) {
        this.database = database;
        this.atRest = atRest;
        this.documents = documents;
        this.openings = openings;
        this.inbox = inbox;
        this.inbound = inbound;
        this.log = log;
    }

    /**
     * One exchange, of the sender's side or of the receiver's.
     *
     * @param presentation the exact compact form
     * @param second the issuer's second signature that goes beside it; null if there is none
     * @param agreement hash of the agreement's payload
     * @param sent the sender's leaf: its statement is the KB-JWT
     * @param receipt the receiver's leaf; null while there is none
     * @param erasure the receiver's leaf that says that the disclosures are gone; null while they
     *     are there
     * @param voided the sender's leaf that gave the number up: its statement is the void; null if
     *     it did not
     * @param end what ended the agreement; null if it did not end, or nothing was given up for it
     */
    public record Exchange(
            String presentation,
            @Nullable String second,
            byte[] agreement,
            LoggedLeaf sent,
            @Nullable LoggedLeaf receipt,
            @Nullable LoggedLeaf erasure,
            @Nullable LoggedLeaf voided,
            @Nullable End end) {}

    /**
     * The first end of an agreement that this log has.
     *
     * @param notice whose word it was, signed
     */
    public record End(String notice, LoggedLeaf leaf) {}

    /** A submission: what a party holds its own node to. */
    public record Submission(
            SealedDocument sealed, List<PendingPresentation> pending, LoggedLeaf submitted) {}

    /**
     * What the sender can prove of a delivery; null if the party has none of this id, or it was not
     * sent.
     */
    public @Nullable Exchange sent(PartyId issuer, UUID delivery) {
        List<Row> rows = database.statement(session -> session.rows(SENT, log, delivery));
        if (rows.isEmpty()) {
            return null;
        }
        Row row = rows.getFirst();
        Found document = documents.byId(List.of(row.uuid(0))).get(row.uuid(0));
        if (document == null || !document.document().issuer().equals(issuer)) {
            return null;
        }
        PresentationContent content =
                PresentationContent.unpack(
                        atRest.open(
                                row.number(3), Place.presentation(log, delivery), row.bytes(4)));
        LoggedLeaf voided = row.isNull(12) ? null : own(row.number(12));
        StoredDocument sent = document.sent(delivery);
        return new Exchange(
                sent.wire(content.disclosed(), content.keyBinding()),
                sent.sealed().second(),
                row.bytes(2),
                new LoggedLeaf(
                        ascii(content.keyBinding()), content.blinding(), row.number(1), null),
                row.truth(7) ? receipt(row, delivery) : null,
                null,
                voided,
                voided == null || !isForAgreement(voided) ? null : end(row.bytes(2)));
    }

    private static boolean isForAgreement(LoggedLeaf voided) {
        try {
            Jws jws = VoidStatement.parse(new String(voided.statement(), US_ASCII));
            return VoidStatement.of(jws).reason().equals(Code.NO_AGREEMENT.wireName());
        } catch (Refusal e) {
            throw new IllegalStateException("A stored void is damaged.", e);
        }
    }

    private @Nullable End end(byte[] agreement) {
        String name = Register.name(agreement, AgreementState.ENDED, "");
        String prefix = name.substring(0, name.length() - 1);
        List<Row> rows = database.statement(session -> session.rows(ENDS, log, prefix));
        if (rows.isEmpty()) {
            return null; // Its time was over.
        }
        Row row = rows.getFirst();
        byte[] notice = atRest.open(row.number(2), Place.noted(log, row.text(0)), row.bytes(3));
        return new End(new String(notice, US_ASCII), own(row.number(1)));
    }

    private LoggedLeaf receipt(Row row, UUID delivery) {
        if (row.isNull(8)) {
            // Within the house the receipt is the answer that this log holds.
            Answered answered =
                    inbound.answered(Outbound.channel(row.text(5)), row.number(6), 1).getFirst();
            return new LoggedLeaf(
                    answered.statement(), answered.blinding(), answered.index(), null);
        }
        LeafContent leaf =
                LeafContent.unpack(
                        atRest.open(row.number(9), Place.receipt(log, delivery), row.bytes(10)));
        return new LoggedLeaf(
                leaf.rest(),
                leaf.blinding(),
                row.number(8),
                new Foreign(leaf.proof(), row.text(11)));
    }

    /**
     * What the receiver can prove of a delivery; null if the party has none of this id. Of one
     * whose disclosures are erased, the presentation has none.
     */
    public @Nullable Exchange received(PartyId party, UUID delivery) {
        Row row = inbox.row(party, delivery);
        if (row == null) {
            return null;
        }
        String presentation;
        try (Compression compression = new Compression()) {
            presentation = inbox.presentation(row, compression);
        }
        LeafContent sender = inbox.senderLeaf(row);
        if (presentation == null) {
            presentation = ReceivedContent.bare(sender.rest());
        }
        byte[] keyBinding = ascii(presentation.substring(presentation.lastIndexOf('~') + 1));
        LoggedLeaf sent =
                row.isNull(17)
                        ? new LoggedLeaf(
                                keyBinding, sender.blinding(), ownSentIndex(delivery), null)
                        : new LoggedLeaf(
                                keyBinding,
                                sender.blinding(),
                                row.number(17),
                                new Foreign(sender.proof(), row.text(18)));
        return new Exchange(
                presentation,
                ReceivedContent.second(sender.rest()),
                row.bytes(8),
                sent,
                own(row.number(0)),
                row.isNull(19) ? null : own(row.number(19)),
                null,
                null);
    }

    private long ownSentIndex(UUID delivery) {
        return database.statement(session -> session.rows(SENT_INDEX, log, delivery))
                .getFirst()
                .number(0);
    }

    /** A leaf of this log whose secret is its own. */
    private LoggedLeaf own(long index) {
        Secret secret = Objects.requireNonNull(openings.secrets(List.of(index)).get(index));
        return new LoggedLeaf(secret.statement(), secret.blinding(), index, null);
    }

    /** What a party holds its own node to; null if it has no document of this id. */
    public @Nullable Submission submitted(PartyId issuer, UUID document) {
        Found found = documents.byId(List.of(document)).get(document);
        return found == null || !found.document().issuer().equals(issuer)
                ? null
                : new Submission(found.document().sealed(), found.deliveries(), own(found.index()));
    }

    /**
     * An agreement, or whatever else was noted under this hash, as it was logged; null if none was.
     */
    public byte @Nullable [] noted(byte[] hash) {
        List<Row> rows = database.statement(session -> session.rows(NOTED, log, hash));
        return rows.isEmpty()
                ? null
                : atRest.open(
                        rows.getFirst().number(1),
                        Place.noted(log, rows.getFirst().text(0)),
                        rows.getFirst().bytes(2));
    }

    private static byte[] ascii(String token) {
        return token.getBytes(US_ASCII);
    }
}
