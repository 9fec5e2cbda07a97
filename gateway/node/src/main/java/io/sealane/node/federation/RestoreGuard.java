package io.sealane.node.federation;

import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Store;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.Proofs;
import io.sealane.core.ledger.RightEdge;
import io.sealane.node.watch.Health;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps a node whose database was restored to an older state from forking its log (DESIGN 7,
 * "Restore hazard"). Nothing is appended until what this node signed before, as its own journal and
 * its partners remember it, is known to be in the database.
 */
public final class RestoreGuard {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreGuard.class);
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final String REMEDY =
            " Appending would fork the log, so nothing is appended. Bring the newest database back,"
                    + " or follow \"After a restore\" in OPERATING.md.";

    private final Self self;
    private final String owner;
    private final Store store;
    private final Sequencer sequencer;
    private final HeadJournal journal;
    private final InstantSource clock;

    /** Partners that have not been asked since this process began. */
    private final Set<String> unasked;

    private boolean mayGoOnWithout;
    private boolean opened;
    private @Nullable String hazard;

    public RestoreGuard(
            Self self,
            String owner,
            Store store,
            Sequencer sequencer,
            HeadJournal journal,
            List<String> partners,
            InstantSource clock) {
        this.self = self;
        this.owner = owner;
        this.store = store;
        this.sequencer = sequencer;
        this.journal = journal;
        this.clock = clock;
        this.unasked = new HashSet<>(partners);
        sequencer.close("The log's head has not been compared yet.");
    }

    /**
     * Compares the database with the journal. Where they agree, partners that cannot be reached
     * are not waited for.
     */
    public synchronized void compareJournal() {
        HeadJournal.Head signed = journal.highest();
        RightEdge head = store.head(self.log());
        if (head.size() < signed.size()) {
            refuse(
                    "The database holds a log of %d entries; this node has signed one of %d."
                            .formatted(head.size(), signed.size()));
        } else if (!rootAt(signed.size()).equals(signed.root())) {
            refuse(
                    "The database holds another log than the one of which this node has signed %d"
                                    .formatted(signed.size())
                            + " entries.");
        }
        // A new node has neither; where only the journal is missing, the partners must say.
        mayGoOnWithout = !journal.isNew() || head.size() == 0;
        decide();
    }

    /** Compares the database with what a partner holds of this node's log and channel. */
    synchronized void compare(String partner, Seen seen) throws Refusal {
        compareLog(partner, seen);
        for (Seen.Last last : seen.channels()) {
            compareChannel(partner, last);
        }
        if (unasked.remove(partner) && hazard == null) {
            LOG.info("event=head-agrees partner={}", partner);
        }
        decide();
    }

    private void compareLog(String partner, Seen seen) throws Refusal {
        if (seen.checkpoint() == null) {
            return;
        }
        Checkpoint theirs = own(Note.parse(seen.checkpoint().getBytes(StandardCharsets.UTF_8)));
        RightEdge head = store.head(self.log());
        if (theirs.size() > head.size()) {
            refuse(
                    "%s holds this node's checkpoint of %d entries; the database has %d."
                            .formatted(partner, theirs.size(), head.size()));
        } else if (!rootAt(theirs.size()).equals(Base64Url.encode(theirs.root()))) {
            refuse(
                    "%s holds a checkpoint of %d entries of another log than the database's."
                            .formatted(partner, theirs.size()));
        }
    }

    /**
     * A checkpoint of this node. One of a log key that is held no longer is the partner's word, as
     * all else is that it says here.
     */
    private Checkpoint own(Note note) throws Refusal {
        try {
            List<NoteVerifier> held = self.logSigners().stream().map(NoteSigner::verifier).toList();
            return Checkpoint.open(note, held).checkpoint();
        } catch (Refusal refusal) {
            Checkpoint said = Checkpoint.parse(note.text());
            if (refusal.code() == Code.UNKNOWN_KEY && said.origin().equals(self.origin())) {
                return said;
            }
            throw refusal;
        }
    }

    /** The root that the log had when it was that large. */
    private String rootAt(long size) {
        return Base64Url.encode(new Proofs(store.tiles(self.log()), size).root());
    }

    private void compareChannel(String partner, Seen.Last last) {
        var channel = new ChannelName(self.node(), self.log(), partner);
        if (!last.channel().equals(channel)) {
            return;
        }
        Store.Lease lease = store.lease(channel, owner, clock.instant(), LEASE);
        if (lease == null) {
            return; // Another process of this node is at work: it has compared.
        }
        long ours = lease.nextSeq() - 1;
        if (last.seq() > ours) {
            refuse(
                    "%s has received number %d of the channel; the database's last is %d."
                            .formatted(partner, last.seq(), ours));
        } else if (last.seq() == ours && !last.prev().equals(Base64Url.encode(lease.prev()))) {
            refuse(
                    "%s has received another delivery under number %d than the database holds."
                            .formatted(partner, ours));
        }
    }

    /**
     * Compares again while the node runs: a database may be exchanged under it.
     *
     * @param signed the journal's highest, read before {@code head}
     */
    synchronized void compareRunning(long signed, RightEdge head) {
        if (head.size() < signed) {
            refuse(
                    "The database went back to %d entries; this node has signed %d."
                            .formatted(head.size(), signed));
        }
    }

    private void refuse(String why) {
        if (hazard == null) {
            LOG.error("event=restore-hazard detail=\"{}\"", why);
        }
        hazard = why + REMEDY;
        sequencer.close(hazard);
    }

    private void decide() {
        // What closed the log after it was opened, whoever it was, is not undone by a visit.
        if (hazard != null || opened) {
            return;
        }
        if (mayGoOnWithout || unasked.isEmpty()) {
            opened = true;
            sequencer.open();
        } else {
            sequencer.close("The journal is missing; partners not heard yet: " + unasked + ".");
        }
    }

    boolean isOpen() {
        return sequencer.closedBecause() == null;
    }

    public Health.Finding finding() {
        String closed = sequencer.closedBecause();
        return closed == null
                ? Health.Finding.well("the log is where partners saw it")
                : Health.Finding.ill(closed);
    }
}
