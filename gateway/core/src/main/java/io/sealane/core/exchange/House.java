package io.sealane.core.exchange;

import io.sealane.core.disclosure.Presentation;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.Received;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Change.SenderLeaf;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Store.Queued;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Deliveries within the node: the same presentation, the same checks, the same three leaves,
 * without the network. Nobody is exempt from minimization.
 */
final class House {
    private final Self self;
    private final Neighbours neighbours;
    private final Sequencer sequencer;
    private final Judgement judgement;
    private final Identifiers identifiers;
    private final Observer observer;

    House(
            Self self,
            Neighbours neighbours,
            Sequencer sequencer,
            Judgement judgement,
            Identifiers identifiers,
            Observer observer) {
        this.self = self;
        this.neighbours = neighbours;
        this.sequencer = sequencer;
        this.judgement = judgement;
        this.identifiers = identifiers;
        this.observer = observer;
    }

    /** Sent, admitted and receipted in one transaction. */
    void deliver(Sent sent, List<Queued> queued, Instant now) throws Refusal, Conflict {
        Map<UUID, Queued> documents =
                queued.stream().collect(Collectors.toMap(Queued::delivery, Function.identity()));
        Partner here = neighbours.partner(self.node());
        var received = new ArrayList<ReceivedLine>();
        var changes = new ArrayList<Change>();
        for (SentLine line : sent.lines()) {
            Queued document = java.util.Objects.requireNonNull(documents.get(line.delivery()));
            ReceivedLine judged =
                    judgement.judge(arrival(sent, line, document), here, leaf(line), now);
            received.add(judged);
            changes.add(receipted(sent, judged, now));
        }
        changes.addFirst(new Received(sent.channel(), sent.prev(), received));
        changes.addFirst(sent);
        sequencer.append(changes);
        received.forEach(line -> observe(sent.channel(), line));
    }

    private static Arrival arrival(Sent sent, SentLine line, Queued document) throws Refusal {
        String wire = document.document().wire(line.disclosed(), line.keyBinding());
        Presentation presentation = Presentation.parse(wire);
        return new Arrival(
                Bound.of(presentation, sent.channel()),
                presentation,
                wire,
                document.document().sealed().second(),
                line.keyBinding(),
                presentation.keyBinding().terms().rh());
    }

    /** The own leaf is in the own log: its proof is made when it is asked for. */
    private static SenderLeaf leaf(SentLine line) {
        return new SenderLeaf(line.leaf().blinding(), -1, List.of(), "");
    }

    private Receipted receipted(Sent sent, ReceivedLine judged, Instant now) {
        byte[] statement = judged.leaf().statement();
        var leaf =
                new Commitment(
                        Scope.numbered(
                                self.origin(),
                                Kind.RECEIPTED,
                                sent.channel().toString(),
                                judged.seq(),
                                self.node()),
                        identifiers.blinding(),
                        Statements.receipted(
                                self.origin(),
                                judged.delivery(),
                                statement,
                                self.origin(),
                                -1,
                                now));
        return new Receipted(
                sent.channel(),
                judged.delivery(),
                new Receipt(statement, judged.leaf().blinding(), -1, List.of(), ""),
                judged.refused() == null ? null : judged.refused().code(),
                leaf);
    }

    private void observe(ChannelName channel, ReceivedLine line) {
        if (line.refused() == null) {
            observer.admitted(channel, line.delivery());
            observer.delivered(channel, line.delivery());
        } else {
            observer.refused(channel, line.delivery(), line.refused().code());
        }
    }
}
