package io.sealane.core.exchange;

import io.sealane.core.exchange.Sequencer.SignedTree;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Note;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/**
 * Publishes the log's checkpoint, once a second if it has grown: the Ed25519 line, and the
 * ML-DSA-44 line that keeps every older classical signature provable.
 */
public final class Publisher {
    private final Self self;
    private final Sequencer sequencer;
    private final Store store;
    private final InstantSource clock;

    /** What this process found published last. */
    private volatile long published = -1;

    public Publisher(Self self, Sequencer sequencer, Store store, InstantSource clock) {
        this.self = self;
        this.sequencer = sequencer;
        this.store = store;
        this.clock = clock;
    }

    /** Publishes the tree as it is, unless it was published already. */
    public void publish() throws Refusal {
        SignedTree tree = sequencer.head();
        if (tree.size() == published) {
            return;
        }
        String last = store.published(self.log());
        if (last == null || size(last) < tree.size()) {
            store.publish(self.log(), tree.size(), signed(tree));
        }
        published = tree.size();
    }

    private long size(String published) throws Refusal {
        return Checkpoint.open(
                        published.getBytes(StandardCharsets.UTF_8),
                        List.of(self.logSigner().verifier()))
                .checkpoint()
                .size();
    }

    private String signed(SignedTree tree) throws Refusal {
        Note note = Note.parse(tree.note().getBytes(StandardCharsets.UTF_8));
        if (self.postQuantum() != null) {
            note = note.with(self.postQuantum(), clock.instant().getEpochSecond());
        }
        return note.format();
    }
}
