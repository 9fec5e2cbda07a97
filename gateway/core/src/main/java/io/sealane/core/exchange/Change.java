package io.sealane.core.exchange;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.document.Reference;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One thing that becomes true, with the leaves that commit to it. A change is stored whole or not
 * at all, and in the same transaction as its leaves.
 *
 * <p>Each kind states its condition: where that no longer holds, nothing of the group is stored and
 * {@link Conflict} names the change.
 */
public sealed interface Change {

    /** What the log commits to, in this order; positions are given by the commit. */
    List<Commitment> leaves();

    /**
     * A party's document with one pending presentation a recipient. Condition: the party has not
     * used this idempotency key, and there is no document of this id.
     *
     * @param requestHash SHA-256 of the request, to tell a repetition from a collision
     * @param answer the answer as first given, so that a repetition gets the same bytes, less what
     *     the log adds
     */
    record Submitted(
            String idempotencyKey,
            byte[] requestHash,
            byte[] answer,
            StoredDocument document,
            List<Reference> references,
            List<PendingPresentation> pending,
            Commitment leaf)
            implements Change {
        @Override
        public List<Commitment> leaves() {
            return List.of(leaf);
        }
    }

    /**
     * What a recipient is to be sent.
     *
     * @param delivery the {@code nonce}, UUIDv7
     * @param apart what was made of the document for the recipient's node alone, where its grant is
     *     unlinkable; else null
     */
    record PendingPresentation(
            UUID delivery,
            Recipient recipient,
            ChannelName channel,
            @Nullable StoredDocument apart) {

        /** One of the document itself. */
        public PendingPresentation(UUID delivery, Recipient recipient, ChannelName channel) {
            this(delivery, recipient, channel, null);
        }

        /** What it is a presentation of. */
        public StoredDocument of(StoredDocument document) {
            return apart == null ? document : apart;
        }
    }

    /**
     * Presentations that took their numbers. Condition: the channel's next number is that
     * of the first line and its epoch is the lease's.
     *
     * @param prev hash of the last line's signing input: the next line's {@code prev}
     */
    record Sent(ChannelName channel, long epoch, byte[] prev, List<SentLine> lines)
            implements Change {
        public long firstSeq() {
            return lines.getFirst().seq();
        }

        public long nextSeq() {
            return lines.getLast().seq() + 1;
        }

        @Override
        public List<Commitment> leaves() {
            return lines.stream().map(SentLine::leaf).toList();
        }
    }

    /**
     * One presentation under its number.
     *
     * @param disclosed positions of the disclosed items in the document's list
     * @param keyBinding the KB-JWT: the statement, with its blinding in {@code leaf}
     * @param inputHash SHA-256 of its signing input
     */
    record SentLine(
            UUID delivery,
            long seq,
            List<Integer> disclosed,
            String keyBinding,
            byte[] inputHash,
            byte[] agreement,
            Instant expires,
            Commitment leaf) {}

    /**
     * A void in place of a presentation that may no longer be sent; its hash stays the next {@code
     * prev}. Condition: the delivery is sent, has no receipt, and the channel's epoch is the
     * lease's.
     */
    record Voided(
            ChannelName channel, long epoch, UUID delivery, long seq, String jws, Commitment leaf)
            implements Change {
        @Override
        public List<Commitment> leaves() {
            return List.of(leaf);
        }
    }

    /**
     * A pending presentation that may no longer be built, before it took a number: no leaf.
     * Condition: it is pending.
     */
    record Cancelled(ChannelName channel, UUID delivery, Code code) implements Change {
        @Override
        public List<Commitment> leaves() {
            return List.of();
        }
    }

    /**
     * Deliveries that arrived and were judged. Condition: the channel's next number is that of the
     * first line.
     *
     * @param prev hash of the last line's signing input
     */
    record Received(ChannelName channel, byte[] prev, List<ReceivedLine> lines) implements Change {
        public long firstSeq() {
            return lines.getFirst().seq();
        }

        public long nextSeq() {
            return lines.getLast().seq() + 1;
        }

        @Override
        public List<Commitment> leaves() {
            return lines.stream().map(ReceivedLine::leaf).toList();
        }
    }

    /**
     * One delivery, judged.
     *
     * @param inputHash SHA-256 of the signing input: what a repetition must equal
     * @param admitted what goes to the inbox; null where it was refused
     * @param refused what is kept of a refusal: never disclosures
     */
    record ReceivedLine(
            UUID delivery,
            long seq,
            byte[] inputHash,
            @Nullable Admitted admitted,
            @Nullable Refused refused,
            Commitment leaf) {}

    /**
     * A delivery that was admitted.
     *
     * @param presentation the exact compact form that was received
     * @param second the issuer's second signature that came beside it; null if the token has none
     * @param sentLeaf the sender's own leaf for it, as the batch showed it
     */
    record Admitted(
            UUID document,
            String vct,
            PartyId issuer,
            Recipient recipient,
            byte[] agreement,
            String presentation,
            @Nullable String second,
            SenderLeaf sentLeaf,
            List<Reference> references,
            Instant at) {}

    /**
     * Where the sender logged what it sent: verified before anything is admitted.
     *
     * @param checkpoint the sender's signed note, which the proof leads to
     */
    record SenderLeaf(byte[] blinding, long index, List<byte[]> proof, String checkpoint) {}

    /**
     * A delivery that was refused.
     *
     * @param bare issuer JWT, KB-JWT and digests in JSON, or the void's JWS
     */
    record Refused(Code code, byte[] bare, Instant at) {}

    /**
     * A delivery's receipt, verified. Condition: it has none yet.
     *
     * @param code why it was refused; null where it was admitted
     */
    record Receipted(
            ChannelName channel,
            UUID delivery,
            Receipt receipt,
            @Nullable Code code,
            Commitment leaf)
            implements Change {
        @Override
        public List<Commitment> leaves() {
            return List.of(leaf);
        }
    }

    /**
     * The disclosures of deliveries under one line of an agreement are erased: their time is over.
     * Condition: all of them are still there.
     */
    record Erased(List<Holdings.Held> held, Commitment leaf) implements Change {
        @Override
        public List<Commitment> leaves() {
            return List.of(leaf);
        }
    }

    /** An agreement, a key or a directory that was seen, logged once. Condition: not logged yet. */
    record Noted(String name, byte[] hash, byte[] document, Commitment leaf) implements Change {
        @Override
        public List<Commitment> leaves() {
            return List.of(leaf);
        }
    }

    /**
     * An agreement comes into a state, or its partner's word about that is kept. Condition: it is
     * in the state told, and this was not logged yet.
     *
     * @param agreement hash of its payload
     * @param from the state until now; null where it was not known here
     * @param signed its General JSON as it now is: with one signature, or all
     * @param name what it is logged under, once: {@link Register#name}
     * @param document what makes it so: the offer, the agreement, the notice
     * @param hash names the document
     * @param last the last number under it, by channel, as far as it is stated now
     * @param handOver whether the document is to be handed to the partner
     */
    record Settled(
            byte[] agreement,
            String peer,
            @Nullable AgreementState from,
            AgreementState to,
            byte[] signed,
            String name,
            byte[] document,
            byte[] hash,
            Map<String, Long> last,
            boolean handOver,
            Instant at,
            Commitment leaf)
            implements Change {
        @Override
        public List<Commitment> leaves() {
            return List.of(leaf);
        }
    }
}
