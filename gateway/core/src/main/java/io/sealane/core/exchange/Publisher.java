package io.sealane.core.exchange;

import io.sealane.core.exchange.Sequencer.SignedTree;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Note;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * Publishes the log's checkpoint, once a second if it has grown: the Ed25519 line, and the
 * ML-DSA-44 line that keeps every older classical signature provable.
 */
public final class Publisher {
    private final Self self;
    private final Sequencer sequencer;
    private final Store store;
    private final InstantSource clock;

    public Publisher(Self self, Sequencer sequencer, Store store, InstantSource clock) {
        this.self = self;
        this.sequencer = sequencer;
        this.store = store;
        this.clock = clock;
    }

    /** Publishes the tree as it is, unless it was published already. */
    public void publish() throws Refusal {
        SignedTree tree = sequencer.head();
        @Nullable String last = store.published(self.log());
        if (last != null
                && Checkpoint.open(
                                        last.getBytes(StandardCharsets.UTF_8),
                                        java.util.List.of(self.logSigner().verifier()))
                                .checkpoint()
                                .size()
                        >= tree.size()) {
            return;
        }
        Note note = Note.parse(tree.note().getBytes(StandardCharsets.UTF_8));
        if (self.postQuantum() != null) {
            note = note.with(self.postQuantum(), clock.instant().getEpochSecond());
        }
        store.publish(self.log(), tree.size(), note.format());
    }
}
