package io.sealane.node.store;

import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.exchange.Change.Received;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Change.Refused;
import io.sealane.core.exchange.Change.SenderLeaf;
import io.sealane.node.store.AtRest.Sealed;
import io.sealane.node.store.GroupPlan.LeafAt;
import io.sealane.node.store.GroupPlan.Numbering;

import java.time.Instant;
import java.util.UUID;

/** Plans what arrived: numbers, inbox, refusals. */
final class ReceivedPlanner {
    private final PlanWriter writer;
    private final GroupPlan plan;
    private final int log;

    ReceivedPlanner(PlanWriter writer) {
        this.writer = writer;
        this.plan = writer.plan;
        this.log = writer.log;
    }

    void plan(int position, Received one) {
        String channel = one.channel().toString();
        plan.number(
                new Numbering(
                        position, channel, false, 0, one.firstSeq(), one.nextSeq(), one.prev()));
        for (ReceivedLine line : one.lines()) {
            LeafAt leaf = writer.append(line.leaf());
            Admitted admitted = line.admitted();
            Refused refused = line.refused();
            if (admitted != null) {
                plan.bind(position, admitted.agreement(), channel, false, line.seq());
                admitted(channel, line.delivery(), leaf, admitted);
            } else if (refused != null) {
                Sealed bare =
                        writer.evidence(
                                Place.refusal(log, channel, line.delivery()), refused.bare());
                plan.add(
                        Insert.REFUSAL,
                        leaf,
                        refused.at(),
                        line.delivery(),
                        channel,
                        refused.code().wireName(),
                        bare.keyId(),
                        bare.bytes());
            }
            Instant at =
                    admitted != null
                            ? admitted.at()
                            : refused != null ? refused.at() : writer.now();
            plan.addNew(
                    position,
                    Insert.DELIVERY_ID,
                    line.delivery(),
                    channel,
                    line.seq(),
                    line.delivery(),
                    leaf,
                    at,
                    line.inputHash());
        }
    }

    private void admitted(String channel, UUID delivery, LeafAt leaf, Admitted admitted) {
        ReceivedContent received = ReceivedContent.of(admitted.presentation(), admitted.second());
        SenderLeaf sender = admitted.sentLeaf();
        boolean house = sender.index() < 0;
        Sealed tokens =
                writer.evidence(
                        Place.inbox(log, channel, delivery),
                        new LeafContent(sender.blinding(), sender.proof(), received.packTokens())
                                .pack());
        Sealed body =
                writer.seal(
                        AtRest.grant(
                                admitted.agreement(), admitted.vct(), admitted.recipient().role()),
                        Place.inboxBody(log, channel, delivery),
                        received.packDisclosures(writer.compression));
        plan.add(
                Insert.INBOX,
                leaf,
                admitted.at(),
                admitted.recipient().party().toString(),
                admitted.recipient().role(),
                delivery,
                channel,
                admitted.document(),
                admitted.vct(),
                admitted.issuer().toString(),
                admitted.agreement(),
                house ? null : sender.index(),
                house ? null : Notes.origin(sender.checkpoint()),
                house ? null : writer.keepNote(sender.checkpoint()),
                tokens.keyId(),
                tokens.bytes(),
                body.keyId(),
                body.bytes());
        writer.references(
                admitted.references(), admitted.recipient().party(), admitted.at(), null, delivery);
    }
}
