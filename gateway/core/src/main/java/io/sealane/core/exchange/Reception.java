package io.sealane.core.exchange;

import io.sealane.core.document.Catalogue;
import io.sealane.core.exchange.Change.Received;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Change.SenderLeaf;
import io.sealane.core.exchange.Sequencer.SignedTree;
import io.sealane.core.exchange.Store.Answered;
import io.sealane.core.exchange.Store.Incoming;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Proofs;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What happens to deliveries that arrive, top to bottom (DESIGN 3, step 4). */
public final class Reception {
    /** Another process may take the same numbers at the same time; then we look again. */
    private static final int TRIES = 5;

    private final Self self;
    private final Neighbours neighbours;
    private final Sequencer sequencer;
    private final Store store;
    private final InstantSource clock;
    private final Binding binding;
    private final Judgement judgement;
    private final Witnessed witnessed;
    private final Observer observer;

    public Reception(
            Self self,
            Catalogue catalogue,
            Neighbours neighbours,
            Sequencer sequencer,
            Store store,
            InstantSource clock,
            Identifiers identifiers,
            Observer observer) {
        this.self = self;
        this.neighbours = neighbours;
        this.sequencer = sequencer;
        this.store = store;
        this.clock = clock;
        this.binding = new Binding(self, neighbours);
        this.judgement = new Judgement(self, catalogue, neighbours, identifiers);
        this.witnessed = new Witnessed(self.log(), store, observer);
        this.observer = observer;
    }

    /**
     * Takes a batch of a partner.
     *
     * @param peer the node that the TLS connection authenticated
     * @return the answer: a receipt for each delivery, and the checkpoint that holds them
     * @throws Refusal if not even the first delivery could be numbered: nothing is stored
     */
    public byte[] receive(String peer, byte[] jsonLines) throws Refusal {
        try {
            Partner partner = neighbours.partner(peer); // else UNKNOWN_PEER
            Batch batch = Batch.parse(jsonLines); // else MALFORMED_DELIVERY
            Instant now = clock.instant();
            Checkpoint sent = // else FORKED_LOG
                    witnessed.accept(
                            partner,
                            batch.head().checkpoint(),
                            batch.head().old(),
                            batch.head().consistency(),
                            now);
            for (int i = 0; i < TRIES; i++) {
                try {
                    return admit(partner, batch, sent, now).toJsonLines();
                } catch (Conflict numbersTakenElsewhere) {
                    // Nothing was stored: what took these numbers is there now, and is answered.
                }
            }
            throw new io.sealane.core.identity.Outage("The channel is contended.", 1);
        } catch (Refusal refusal) {
            observer.rejected(peer, refusal.code());
            throw refusal;
        }
    }

    private Answer admit(Partner partner, Batch batch, Checkpoint sent, Instant now)
            throws Refusal, Conflict {
        ChannelName channel = partner.channelTo(self.node());
        Incoming next = store.incoming(channel);
        var arrivals = new Arrivals(next);
        Refusal stopped = null;
        for (Batch.Line line : batch.lines()) {
            try {
                Arrival arrival = binding.verify(line, partner, channel, sent, now);
                checkSame(channel, arrivals.taken(arrival.bound().seq()), arrival.bound(), now);
                if (arrivals.isNext(arrival.bound())) { // else SEQUENCE_GAP, CHAIN_BROKEN
                    checkPresenter(arrival, partner); // else KEY_REVOKED
                    var leaf =
                            new SenderLeaf(
                                    line.blinding(),
                                    line.index(),
                                    line.proof(),
                                    batch.head().checkpoint());
                    arrivals.add(judgement.judge(arrival, partner, leaf, now));
                } else {
                    arrivals.repeated(arrival.bound());
                }
            } catch (Refusal refusal) {
                stopped = refusal;
                break;
            }
        }
        Map<Long, Answered> earlier = earlier(channel, arrivals, now);
        var received = new Received(channel, arrivals.prev(), arrivals.lines());
        checkNew(received, now);
        if (arrivals.isEmpty() && stopped != null) {
            throw stopped;
        }
        long firstIndex = 0;
        SignedTree tree;
        if (arrivals.lines().isEmpty()) {
            tree = sequencer.head();
        } else {
            // Crash before: nothing happened, the sender tries again.
            var appended = sequencer.append(received);
            firstIndex = appended.firstIndex();
            tree = appended.tree();
            // Crash after: the sender's next try gets these same receipts, from `earlier`.
            arrivals.lines().forEach(line -> observe(channel, line));
        }
        return answer(batch, arrivals, earlier, firstIndex, tree, stopped);
    }

    /**
     * What was answered before stays so, and a void shows nothing: but nothing new is taken under a
     * key that is compromised, whatever time it claims, and no number is used.
     */
    private static void checkPresenter(Arrival arrival, Partner partner) throws Refusal {
        if (arrival.presentation() != null) {
            partner.checkNotRevoked(arrival.presentation().keyBindingKid());
        }
    }

    /** The first answers to what was delivered before; other bytes under a number are a lie. */
    private Map<Long, Answered> earlier(ChannelName channel, Arrivals arrivals, Instant now)
            throws Refusal {
        var earlier = new HashMap<Long, Answered>();
        if (arrivals.repeats().isEmpty()) {
            return earlier;
        }
        long first = arrivals.repeats().getFirst().seq();
        int count = Math.toIntExact(arrivals.repeats().getLast().seq() - first + 1);
        for (Answered answered : store.answered(channel, first, count)) {
            earlier.put(answered.seq(), answered);
        }
        for (Bound bound : arrivals.repeats()) {
            Answered answered = earlier.get(bound.seq());
            if (answered == null) {
                throw equivocation(bound);
            }
            checkSame(channel, answered.inputHash(), bound, now);
        }
        return earlier;
    }

    /** Two different signing inputs under one number are kept, as hashes, and refused. */
    private void checkSame(ChannelName channel, byte @Nullable [] taken, Bound bound, Instant now)
            throws Refusal {
        if (taken != null && !Arrays.equals(taken, bound.inputHash())) {
            observer.equivocation(channel.from(), channel + " " + bound.seq());
            store.keepEquivocation(channel, bound.seq(), taken, bound.inputHash(), now);
            throw equivocation(bound);
        }
    }

    private static Refusal equivocation(Bound bound) {
        return new Refusal(
                Code.EQUIVOCATION,
                "Another delivery was received under number " + bound.seq() + ".");
    }

    /** A delivery id is used once, under one number. */
    private void checkNew(Received received, Instant now) throws Refusal, Conflict {
        ChannelName channel = received.channel();
        List<UUID> ids = received.lines().stream().map(ReceivedLine::delivery).toList();
        if (ids.isEmpty()) {
            return;
        }
        Map<UUID, Long> used = store.numbersOf(channel, ids);
        for (ReceivedLine line : received.lines()) {
            Long number = used.get(line.delivery());
            if (number != null && number == line.seq()) {
                // Another process took this very number since we asked for the next one: no lie.
                throw new Conflict(received);
            }
            if (number != null
                    || ids.indexOf(line.delivery()) != ids.lastIndexOf(line.delivery())) {
                observer.equivocation(channel.from(), channel + " " + line.seq());
                store.keepEquivocation(channel, line.seq(), new byte[32], line.inputHash(), now);
                throw new Refusal(
                        Code.EQUIVOCATION, "This delivery id was used under another number.");
            }
        }
    }

    private Answer answer(
            Batch batch,
            Arrivals arrivals,
            Map<Long, Answered> earlier,
            long firstIndex,
            SignedTree tree,
            @Nullable Refusal stopped) {
        var proofs = new Proofs(store.tiles(self.log()), tree.size());
        var lines = new ArrayList<Answer.Line>();
        for (Bound bound : arrivals.repeats()) {
            Answered first = java.util.Objects.requireNonNull(earlier.get(bound.seq()));
            lines.add(
                    new Answer.Line(
                            first.index(),
                            proofs.inclusion(first.index()),
                            first.blinding(),
                            first.statement()));
        }
        long index = firstIndex;
        for (ReceivedLine line : arrivals.lines()) {
            lines.add(
                    new Answer.Line(
                            index,
                            proofs.inclusion(index),
                            line.leaf().blinding(),
                            line.leaf().statement()));
            index++;
        }
        long seen = Math.min(batch.head().seen(), tree.size());
        return new Answer(
                lines,
                tree.note(),
                seen,
                proofs.consistency(seen),
                arrivals.nextSeq(),
                stopped == null
                        ? null
                        : new Answer.Problem(stopped.code().wireName(), stopped.detail()));
    }

    private void observe(ChannelName channel, ReceivedLine line) {
        if (line.refused() != null) {
            observer.refused(channel, line.delivery(), line.refused().code());
        } else {
            observer.admitted(channel, line.delivery());
        }
    }
}
