package io.sealane.core.exchange;

import io.sealane.core.exchange.Store.Committed;
import io.sealane.core.identity.Outage;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.RightEdge;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts changes into groups, and keeps the order: commit, then sign the checkpoint, then answer.
 *
 * <p>Group commit without a thread of its own: whoever gets the lock commits for all that wait, and
 * those find their changes done when the lock comes to them. It never waits for more to come.
 *
 * <p>Not final, so that tests, the simulation's too, can plant the fault of another order.
 */
public class Sequencer {
    /** At most so many changes in one transaction. */
    static final int GROUP = 512;

    private static final int WAITING = 8 * GROUP;

    private final Self self;
    private final Store store;
    private final Journal journal;
    private final Observer observer;
    private final Lock committing;
    private final Queue<Ticket> waiting = new LinkedBlockingQueue<>(WAITING);
    private volatile @Nullable String closed;
    private volatile @Nullable SignedTree latest;

    public Sequencer(Self self, Store store, Journal journal, Observer observer) {
        this(self, store, journal, observer, new ReentrantLock());
    }

    /**
     * @param committing what a caller holds while it commits: the simulation's is of its own, since
     *     its tasks wait in virtual time
     */
    public Sequencer(Self self, Store store, Journal journal, Observer observer, Lock committing) {
        this.self = self;
        this.store = store;
        this.journal = journal;
        this.observer = observer;
        this.committing = committing;
    }

    /**
     * A tree that is durable, and the note that says so.
     *
     * @param note the signed checkpoint
     */
    public record SignedTree(RightEdge edge, String note) {
        public long size() {
            return edge.size();
        }
    }

    /**
     * Where a change was logged.
     *
     * @param firstIndex position of the first leaf
     * @param tree a signed tree that holds all of them
     */
    public record Appended(long firstIndex, SignedTree tree) {}

    /** One caller's changes: all in one group or none. */
    private static final class Ticket {
        final List<Change> changes;
        @Nullable Appended done;
        @Nullable Conflict conflict;
        @Nullable RuntimeException failure;

        Ticket(List<Change> changes) {
            this.changes = changes;
        }

        boolean open() {
            return done == null && conflict == null && failure == null;
        }

        int leaves() {
            return changes.stream().mapToInt(change -> change.leaves().size()).sum();
        }
    }

    /** Makes changes true together; returns when they are durable and a signed tree holds them. */
    public Appended append(Change... changes) throws Conflict {
        return append(List.of(changes));
    }

    public Appended append(List<Change> changes) throws Conflict {
        var ticket = new Ticket(changes);
        if (!waiting.offer(ticket)) {
            throw new Outage("Too many changes wait for the log.", 1);
        }
        committing.lock();
        try {
            while (ticket.open()) {
                commitWaiting();
            }
        } finally {
            committing.unlock();
        }
        if (ticket.failure != null) {
            throw ticket.failure;
        }
        if (ticket.conflict != null) {
            throw ticket.conflict;
        }
        return java.util.Objects.requireNonNull(ticket.done);
    }

    private void commitWaiting() {
        var group = new ArrayDeque<Ticket>();
        int changes = 0;
        for (Ticket next = waiting.peek();
                next != null && (group.isEmpty() || changes + next.changes.size() <= GROUP);
                next = waiting.peek()) {
            changes += next.changes.size();
            group.add(waiting.remove());
        }
        try {
            commit(group);
        } catch (RuntimeException failure) {
            // Whether the group was stored is unknown: its callers ask again under the same ids.
            group.forEach(ticket -> ticket.failure = failure);
        }
    }

    private void commit(ArrayDeque<Ticket> group) {
        String reason = closed;
        if (reason != null) {
            throw new Outage(reason, 60);
        }
        while (!group.isEmpty()) {
            var changes = new ArrayList<Change>();
            group.forEach(ticket -> changes.addAll(ticket.changes));
            try {
                Appended appended = commitThenSign(changes);
                observer.committed(
                        changes.size(),
                        (int) (appended.tree().size() - appended.firstIndex()),
                        appended.tree().size());
                long index = appended.firstIndex();
                for (Ticket ticket : group) {
                    ticket.done = new Appended(index, appended.tree());
                    index += ticket.leaves();
                }
                return;
            } catch (Conflict conflict) {
                // Nothing was stored. The one whose condition failed is told; the others go again.
                Ticket loser =
                        group.stream()
                                .filter(ticket -> ticket.changes.contains(conflict.change()))
                                .findFirst()
                                .orElseThrow();
                loser.conflict = conflict;
                group.remove(loser);
            }
        }
    }

    /** One group: durable first, then signed. */
    protected Appended commitThenSign(List<Change> changes) throws Conflict {
        Committed committed = store.commit(new Group(self.log(), changes));
        // Crash here: the changes and their leaves are durable, and no signature over this tree has
        // left. Whoever asks again gets the same positions and a new checkpoint.
        return new Appended(committed.firstIndex(), sign(committed.edge()));
    }

    /** The tree as it is now, signed. */
    public SignedTree head() {
        RightEdge edge = store.head(self.log());
        SignedTree known = latest;
        return known != null && known.size() == edge.size() ? known : sign(edge);
    }

    // SPEC: DESIGN 3: no signature over a tree leaves before that tree is durable.
    protected SignedTree sign(RightEdge durable) {
        journal.signing(self.origin(), durable.size(), durable.root());
        var checkpoint = new Checkpoint(self.origin(), durable.size(), durable.root());
        var tree = new SignedTree(durable, checkpoint.sign(0, self.logSigners()).format());
        latest = tree;
        return tree;
    }

    /** Stops appending, with the reason that callers get: a fork is worse than a halt. */
    public void close(String why) {
        closed = why;
    }

    public void open() {
        closed = null;
    }

    /** Why nothing is appended, or null. */
    public @Nullable String closedBecause() {
        return closed;
    }
}
