package io.sealane.core.exchange;

import io.sealane.core.identity.Outage;
import io.sealane.core.identity.PartyId;
import io.sealane.core.ledger.RightEdge;
import io.sealane.core.ledger.TileSource;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the paths ask of durable memory. When a method that writes returns, what it wrote outlives
 * the process and the machine's power; when it throws {@link Outage}, whether it wrote is unknown
 * and is settled by asking again under the same ids. Everything is of one log.
 *
 * <p>Two implementations: PostgreSQL, and memory for the simulation.
 */
public interface Store {

    /**
     * Stores all of the group or nothing, appends its leaves to the tree behind the head as it is
     * at that moment, and moves the head, in one transaction that holds the head's row.
     *
     * @return the position of the group's first leaf, and the edge of the tree after it
     */
    Committed commit(Group group) throws Conflict, Outage;

    /** The tree as it is now. */
    RightEdge head(int log) throws Outage;

    /** The tree's hashes: complete up to every size that {@link #head} or {@link #commit} told. */
    TileSource tiles(int log);

    /** What an earlier submission under this key left, or null. */
    @Nullable EarlierSubmission earlier(int log, PartyId party, String idempotencyKey)
            throws Outage;

    /**
     * The newest documents that a party issued of a type and that are found by a reference.
     *
     * @param major type and major version, e.g. {@code equipment-event/1}
     */
    List<StoredDocument> issued(int log, PartyId issuer, String major, String reference, int limit)
            throws Outage;

    /**
     * Takes or renews the right to number a channel. A lease that passes to another owner gets a
     * higher epoch, so that the former owner's writes are conflicts.
     *
     * @return null while another owner holds it
     */
    @Nullable Lease lease(ChannelName channel, String owner, Instant now, Duration length)
            throws Outage;

    /** Gives the lease back, so that another process need not wait for its end. */
    void release(ChannelName channel, String owner) throws Outage;

    /** The channels of a log on which something is pending or has no receipt yet. */
    List<ChannelName> busyChannels(int log) throws Outage;

    /** Pending presentations in order of submission, oldest first. */
    List<Queued> queued(ChannelName channel, int limit) throws Outage;

    /** Numbered lines without a receipt, by number, from {@code fromSeq} on: the exact bytes. */
    List<Outgoing> outgoing(ChannelName channel, long fromSeq, int limit) throws Outage;

    /** What is next on a channel that ends here; number 1 and 32 zero bytes before the first. */
    Incoming incoming(ChannelName channel) throws Outage;

    /** How numbers of a channel that ends here were answered, from {@code fromSeq} on. */
    List<Answered> answered(ChannelName channel, long fromSeq, int limit) throws Outage;

    /** The numbers under which these delivery ids came over this channel; those that did. */
    Map<UUID, Long> numbersOf(ChannelName channel, List<UUID> deliveries) throws Outage;

    /** The newest checkpoint verified of a partner's log, or null. */
    @Nullable String seenCheckpoint(int log, String origin) throws Outage;

    /**
     * Keeps a checkpoint of a partner's log if it is larger than the one kept.
     *
     * @param size the note's tree size
     */
    void keepCheckpoint(int log, String origin, long size, String note) throws Outage;

    /** The newest published checkpoint of the own log, or null. */
    @Nullable String published(int log) throws Outage;

    /** Keeps a checkpoint for {@code /log/checkpoint}, and beside the later ones. */
    void publish(int log, long size, String note) throws Outage;

    /** Keeps two contradicting signed things, as hashes, for the operator and the auditor. */
    void keepEquivocation(ChannelName channel, long seq, byte[] kept, byte[] shown, Instant at)
            throws Outage;

    /**
     * Where a commit put its leaves.
     *
     * @param firstIndex position of the group's first leaf
     * @param edge the tree after the group
     */
    record Committed(long firstIndex, RightEdge edge) {}

    /**
     * A submission that was stored before.
     *
     * @param answer the answer as first given
     * @param statement the {@code submitted} statement, with its blinding and
     * @param index position of the {@code submitted} leaf
     */
    record EarlierSubmission(
            UUID document,
            byte[] requestHash,
            byte[] answer,
            byte[] statement,
            byte[] blinding,
            long index) {}

    /**
     * The right to number a channel, and where to go on.
     *
     * @param prev hash of the signing input numbered {@code nextSeq - 1}; zeros before the first
     */
    record Lease(long epoch, long nextSeq, byte[] prev) {}

    /**
     * A presentation without a number.
     *
     * @param document what it is to be of
     * @param original what the party handed in: the same, unless that was made of it for an
     *     unlinkable grant
     */
    record Queued(
            UUID delivery, Recipient recipient, StoredDocument document, StoredDocument original) {

        /** One of the document itself. */
        public Queued(UUID delivery, Recipient recipient, StoredDocument document) {
            this(delivery, recipient, document, document);
        }

        /** Whether it shows nothing that another partner is shown too. */
        public boolean isUnlinkable() {
            return !document.id().equals(original.id());
        }
    }

    /**
     * A numbered line that has no receipt.
     *
     * @param presentation the exact compact form
     * @param second the issuer's second signature, which goes beside it; null if there is none
     * @param replacement the void that goes in its place, or null
     * @param blinding of the leaf of what is to be sent, at {@code index} of the own log
     * @param inputHash of the presentation's signing input
     * @param agreement hash of the agreement that it was bound under
     */
    record Outgoing(
            UUID delivery,
            long seq,
            String presentation,
            @Nullable String second,
            @Nullable String replacement,
            byte[] blinding,
            long index,
            byte[] inputHash,
            byte[] agreement,
            Instant expires) {
        public boolean isVoid() {
            return replacement != null;
        }

        /** What is to be sent. */
        public String wire() {
            return replacement == null ? presentation : replacement;
        }
    }

    record Incoming(long nextSeq, byte[] prev) {}

    /** The opening of the first answer; the proof is made anew. */
    record Answered(
            long seq,
            UUID delivery,
            byte[] inputHash,
            byte[] statement,
            byte[] blinding,
            long index) {}
}
