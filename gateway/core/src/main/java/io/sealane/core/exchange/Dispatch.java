package io.sealane.core.exchange;

import io.sealane.core.document.Catalogue;
import io.sealane.core.exchange.Change.Cancelled;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Change.Voided;
import io.sealane.core.exchange.ReceiptCheck.Told;
import io.sealane.core.exchange.Sequencer.SignedTree;
import io.sealane.core.exchange.Store.Lease;
import io.sealane.core.exchange.Store.Outgoing;
import io.sealane.core.exchange.Store.Queued;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Proofs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * How pending presentations reach a partner and come back as receipts, top to bottom (DESIGN 3,
 * steps 2, 3 and 5). One process at a time does it for a channel: the one that holds its lease.
 */
public final class Dispatch {
    /** At most so many lines in a batch. */
    static final int BATCH = 100;

    static final Duration LEASE = Duration.ofSeconds(30);

    private final Self self;
    private final String owner;
    private final Neighbours neighbours;
    private final Sequencer sequencer;
    private final Store store;
    private final Link link;
    private final InstantSource clock;
    private final Presenter presenter;
    private final House house;
    private final ReceiptCheck receipts;
    private final Witnessed witnessed;
    private final Observer observer;

    /**
     * Wires the path.
     *
     * @param owner names this process among those of the node
     */
    public Dispatch(
            Self self,
            String owner,
            Catalogue catalogue,
            Neighbours neighbours,
            Sequencer sequencer,
            Store store,
            Link link,
            InstantSource clock,
            Identifiers identifiers,
            Observer observer) {
        this.self = self;
        this.owner = owner;
        this.neighbours = neighbours;
        this.sequencer = sequencer;
        this.store = store;
        this.link = link;
        this.clock = clock;
        this.presenter = new Presenter(self, catalogue, neighbours, identifiers);
        this.house =
                new House(
                        self,
                        neighbours,
                        sequencer,
                        new Judgement(self, catalogue, neighbours, identifiers),
                        identifiers,
                        observer);
        this.receipts = new ReceiptCheck(self, catalogue, identifiers);
        this.witnessed = new Witnessed(self.log(), store, observer);
        this.observer = observer;
    }

    /** What a round found. */
    public enum Progress {
        /** Nothing is left to do. */
        IDLE,
        /** Something was done and there may be more. */
        MORE,
        /** Another process holds the channel. */
        NOT_OURS
    }

    /**
     * One round of a channel: number what is pending, send what has no receipt, take the receipts.
     *
     * @throws Outage if the partner or the database did not answer: come back later
     * @throws Refusal if the partner answered with a problem or a lie: come back later too
     */
    public Progress run(ChannelName channel) throws Refusal {
        Instant now = clock.instant();
        Lease lease = store.lease(channel, owner, now, LEASE);
        if (lease == null) {
            return Progress.NOT_OURS;
        }
        try {
            boolean numbered = number(channel, lease, now);
            boolean delivered = !channel.isHouse() && send(channel, lease, now);
            return numbered || delivered ? Progress.MORE : Progress.IDLE;
        } catch (Conflict leaseLost) {
            // A process with a higher epoch goes on from what is stored; nothing of ours was.
            return Progress.NOT_OURS;
        }
    }

    /** Gives the channel back, at an orderly end. */
    public void release(ChannelName channel) {
        store.release(channel, owner);
    }

    /** Builds, numbers and signs what is pending, before any transaction; then stores it. */
    private boolean number(ChannelName channel, Lease lease, Instant now) throws Refusal, Conflict {
        List<Queued> queued = store.queued(channel, BATCH);
        var lines = new ArrayList<SentLine>();
        long seq = lease.nextSeq();
        byte[] prev = lease.prev();
        for (Queued next : queued) {
            try {
                SentLine line = presenter.present(channel, seq, prev, next, now);
                lines.add(line);
                seq++;
                prev = line.inputHash();
            } catch (Refusal mayNotBeSent) {
                // It was granted when it was submitted and is not now: it never takes a number.
                sequencer.append(new Cancelled(channel, next.delivery(), mayNotBeSent.code()));
                observer.cancelled(channel, next.delivery(), mayNotBeSent.code());
            }
        }
        if (lines.isEmpty()) {
            return !queued.isEmpty();
        }
        var sent = new Sent(channel, lease.epoch(), prev, lines);
        // Crash before: they are built again under the same numbers, nothing had left.
        if (channel.isHouse()) {
            house.deliver(sent, queued, now);
        } else {
            sequencer.append(sent);
        }
        // Crash after: the exact bytes are stored, and sent by whoever holds the lease next.
        observer.sent(channel, lines.size());
        return true;
    }

    /** Sends the oldest lines without a receipt; they may have arrived before, and that is well. */
    private boolean send(ChannelName channel, Lease lease, Instant now) throws Refusal, Conflict {
        List<Outgoing> lines =
                Batch.fitting(
                        replaceGivenUp(channel, lease, store.outgoing(channel, 1, BATCH), now));
        if (lines.isEmpty()) {
            return false;
        }
        Answer answer;
        try {
            answer = exchange(channel, lines, now);
        } catch (Refusal refusal) {
            tried(channel, lines, refusal.code().wireName());
            throw refusal;
        } catch (Outage outage) {
            tried(channel, lines, Observer.UNAVAILABLE);
            throw outage;
        }
        int taken = answer.lines().size();
        tried(channel, lines.subList(0, taken), Observer.ANSWERED);
        if (answer.problem() != null) {
            Code code = Code.ofWireName(answer.problem().code());
            String why = (code == null ? Code.MALFORMED_DELIVERY : code).wireName();
            tried(channel, lines.subList(taken, lines.size()), why);
            throw new Outage("The partner stopped at number " + answer.expected() + ": " + why, 1);
        }
        return true;
    }

    private void tried(ChannelName channel, List<Outgoing> lines, String outcome) {
        if (!lines.isEmpty()) {
            observer.tried(channel, lines.getFirst().seq(), lines.getLast().seq(), outcome);
        }
    }

    /** Hands a batch over and stores the receipts: what has none is handed over again. */
    private Answer exchange(ChannelName channel, List<Outgoing> lines, Instant now) throws Refusal {
        Partner partner = neighbours.partner(channel.to());
        Told told = deliver(partner, lines);
        Answer answer = told.answer();
        var taken = new ArrayList<Change>();
        for (int i = 0; i < answer.lines().size(); i++) {
            Answer.Line receipt = answer.lines().get(i);
            taken.add(receipts.verify(channel, lines.get(i), receipt, told, partner, now));
        }
        if (!taken.isEmpty()) {
            try {
                sequencer.append(taken);
                // Crash before: they are asked for again, the same. Crash after: all is done.
                taken.forEach(change -> observe((Receipted) change));
            } catch (Conflict takenElsewhere) {
                // Another process stored these receipts; they are the same ones.
            }
        }
        return answer;
    }

    /** Puts voids in the place of presentations that have no receipt and may not go any more. */
    private List<Outgoing> replaceGivenUp(
            ChannelName channel, Lease lease, List<Outgoing> lines, Instant now)
            throws Refusal, Conflict {
        boolean replaced = false;
        for (Outgoing line : lines) {
            Code reason = line.isVoid() ? null : presenter.givenUp(line, now);
            if (reason != null) {
                Voided voided = presenter.replace(channel, lease.epoch(), line, reason);
                sequencer.append(voided);
                replaced = true;
            }
        }
        return replaced ? store.outgoing(channel, 1, BATCH) : lines;
    }

    /** One batch, again with other checkpoints if the partner knows another one than we thought. */
    private Told deliver(Partner partner, List<Outgoing> lines) throws Refusal {
        long known = known(partner);
        for (int tries = 0; ; tries++) {
            SignedTree tree = sequencer.head();
            if (known > tree.size()) {
                // A partner holds a larger checkpoint of this log than the log is: it was rolled
                // back. Nothing more is appended before an operator has looked.
                sequencer.close(
                        "A partner holds a larger checkpoint of this log: see OPERATING, restore.");
                throw new Refusal(Code.FORKED_LOG, "This log is behind what a partner saw of it.");
            }
            long seen = witnessed.size(partner);
            Link.Reply reply =
                    link.deliver(partner.node(), batch(lines, tree, known, seen).toJsonLines());
            if (reply.status() == 200) {
                Answer answer = Answer.parse(reply.body());
                if (answer.lines().size() > lines.size()) {
                    throw new Refusal(
                            Code.MALFORMED_DELIVERY, "There are more receipts than deliveries.");
                }
                var told = new Told(answer, witnessed.accept(partner, answer, clock.instant()));
                remember(partner, tree.size());
                return told;
            }
            Refusal problem = Problems.parse(reply.body());
            if (problem.code() != Code.STALE_CHECKPOINT
                    || problem.expected() == null
                    || tries > 2) {
                throw problem;
            }
            known = problem.expected();
        }
    }

    private Batch batch(List<Outgoing> lines, SignedTree tree, long known, long seen) {
        var proofs = new Proofs(store.tiles(self.log()), tree.size());
        return new Batch(
                new Batch.Head(tree.note(), known, proofs.consistency(known), seen),
                lines.stream()
                        .map(line ->
                                new Batch.Line(
                                        line.wire(),
                                        line.isVoid() ? null : line.second(),
                                        line.isVoid(),
                                        line.blinding(),
                                        line.index(),
                                        proofs.inclusion(line.index())))
                        .toList());
    }

    private final java.util.Map<String, Long> knownByPartner =
            new java.util.concurrent.ConcurrentHashMap<>();

    /** The size that the partner last showed it knows of our log; it says so if it is another. */
    private long known(Partner partner) {
        return knownByPartner.getOrDefault(partner.node(), 0L);
    }

    private void remember(Partner partner, long size) {
        knownByPartner.put(partner.node(), size);
    }

    private void observe(Receipted receipted) {
        if (receipted.code() == null) {
            observer.delivered(receipted.channel(), receipted.delivery());
        } else {
            observer.refusedBy(receipted.channel(), receipted.delivery(), receipted.code());
        }
    }
}
