package io.sealane.core.exchange;

import io.sealane.core.exchange.Sequencer.SignedTree;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.NoteSigner;

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

    /** Of one that this node published itself: the key that signed it may be gone. */
    private static long size(String published) throws Refusal {
        return Checkpoint.parse(Note.parse(published.getBytes(StandardCharsets.UTF_8)).text())
                .size();
    }

    private String signed(SignedTree tree) throws Refusal {
        Note note = Note.parse(tree.note().getBytes(StandardCharsets.UTF_8));
        for (NoteSigner signer : self.postQuantum()) {
            note = note.with(signer, clock.instant().getEpochSecond());
        }
        return note.format();
    }
}
