package io.sealane.core.exchange;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.Note;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest checkpoint that this node verified of each partner's log. Every other one it is shown
 * must be of the same tree: a partner has no private branch (DESIGN 7).
 */
final class Witnessed {
    private final int log;
    private final Store store;
    private final Observer observer;

    /** What is kept, by partner, as this process verified it: not to be verified at each batch. */
    private final Map<String, Verified> verified = new ConcurrentHashMap<>();

    private record Verified(String note, Checkpoint checkpoint) {}

    Witnessed(int log, Store store, Observer observer) {
        this.log = log;
        this.store = store;
        this.observer = observer;
    }

    /** Size of the newest one; 0 if there is none. */
    long size(Partner partner) throws Refusal {
        Checkpoint kept = kept(partner);
        return kept == null ? 0 : kept.size();
    }

    private @Nullable Checkpoint kept(Partner partner) throws Refusal {
        String note = store.seenCheckpoint(log, partner.origin());
        return note == null ? null : remember(partner, note, verifiedBefore(partner, note));
    }

    /** It was verified when it was kept: the key that signed it may be the partner's no longer. */
    private Checkpoint verifiedBefore(Partner partner, String note) throws Refusal {
        Verified last = verified.get(partner.node());
        return last != null && last.note().equals(note)
                ? last.checkpoint()
                : Checkpoint.parse(Note.parse(note.getBytes(StandardCharsets.UTF_8)).text());
    }

    /** Verifies the checkpoint of a partner's answer, and keeps it if it is the newest. */
    Checkpoint accept(Partner partner, Answer answer, Instant now) throws Refusal {
        return accept(partner, answer.checkpoint(), answer.old(), answer.consistency(), now);
    }

    /**
     * Verifies a checkpoint that a partner shows, and keeps it if it is the newest.
     *
     * @param old the size that {@code consistency} starts from
     */
    Checkpoint accept(Partner partner, String note, long old, List<byte[]> consistency, Instant now)
            throws Refusal {
        Checkpoint shown = open(partner, note);
        Checkpoint kept = kept(partner);
        if (kept == null) {
            kept = new Checkpoint(partner.origin(), 0, Merkle.emptyRoot());
        }
        if (shown.size() < kept.size() || old != kept.size()) {
            throw new Refusal(
                    Code.STALE_CHECKPOINT,
                    "Show a checkpoint at least as large as the one known here, with a consistency"
                            + " proof from that size.",
                    null,
                    kept.size());
        }
        try {
            Merkle.verifyConsistency(
                    kept.size(), kept.root(), shown.size(), shown.root(), consistency);
        } catch (Refusal notConsistent) {
            // Signed by the same key and of different trees: a fork, or a proof gone wrong. Only
            // equal sizes with unequal roots prove the fork by themselves.
            if (kept.size() == shown.size() && !Arrays.equals(kept.root(), shown.root())) {
                observer.equivocation(partner.node(), "checkpoint");
                store.keepEquivocation(
                        partner.channelTo(partner.node()),
                        shown.size(),
                        kept.root(),
                        shown.root(),
                        now);
            }
            throw new Refusal(
                    Code.FORKED_LOG,
                    "The checkpoint is not a continuation of the one known here.",
                    null,
                    kept.size());
        }
        if (shown.size() > kept.size()) {
            store.keepCheckpoint(log, partner.origin(), shown.size(), note);
            remember(partner, note, shown);
        }
        return shown;
    }

    private Checkpoint remember(Partner partner, String note, Checkpoint checkpoint) {
        verified.put(partner.node(), new Verified(note, checkpoint));
        return checkpoint;
    }

    private Checkpoint open(Partner partner, String note) throws Refusal {
        Verified last = verified.get(partner.node());
        if (last != null && last.note().equals(note)) {
            return last.checkpoint();
        }
        try {
            Checkpoint checkpoint =
                    Checkpoint.open(note.getBytes(StandardCharsets.UTF_8), partner.log())
                            .checkpoint();
            if (checkpoint.origin().equals(partner.origin())) {
                return checkpoint;
            }
        } catch (Refusal notSigned) {
            // One code for the sender: which part of the note is wrong is in the detail.
            throw new Refusal(Code.BAD_CHECKPOINT, notSigned.detail());
        }
        throw new Refusal(Code.BAD_CHECKPOINT, "The checkpoint is of another log.");
    }
}
