package io.sealane.node.store;

import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Change.Cancelled;
import io.sealane.core.exchange.Change.Erased;
import io.sealane.core.exchange.Change.Noted;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.Received;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Change.Settled;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Change.Voided;
import io.sealane.core.exchange.Group;
import io.sealane.core.exchange.Receipt;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.ledger.Scope;
import io.sealane.node.store.AtRest.Sealed;
import io.sealane.node.store.Erasures.Erasure;
import io.sealane.node.store.GroupPlan.DocumentOf;
import io.sealane.node.store.GroupPlan.LeafAt;
import io.sealane.node.store.GroupPlan.Line;
import io.sealane.node.store.GroupPlan.Numbering;
import io.sealane.node.store.GroupPlan.Settlement;

import java.nio.ByteBuffer;
import java.time.Instant;

/** Turns a group's changes into rows, change by change. */
final class Planner {
    private final PlanWriter writer;
    private final GroupPlan plan;
    private final int log;
    private final ReceivedPlanner receivedPlanner;

    private Planner(PlanWriter writer) {
        this.writer = writer;
        this.plan = writer.plan;
        this.log = writer.log;
        this.receivedPlanner = new ReceivedPlanner(writer);
    }

    /**
     * The plan of a group.
     *
     * @throws LostCondition if two of its changes exclude one another
     */
    static GroupPlan plan(Group group, AtRest atRest, Instant now) {
        try (PlanWriter writer = new PlanWriter(group.log(), atRest, now)) {
            Planner planner = new Planner(writer);
            int position = 0;
            for (Change change : group.changes()) {
                planner.plan(position++, change);
            }
            return planner.plan;
        }
    }

    private void plan(int position, Change change) {
        switch (change) {
            case Submitted one -> submitted(position, one);
            case Sent one -> sent(position, one);
            case Voided one -> voided(position, one);
            case Cancelled one -> cancelled(position, one);
            case Received one -> receivedPlanner.plan(position, one);
            case Receipted one -> receipted(position, one);
            case Erased one -> plan.erase(new Erasure(position, one, writer.append(one.leaf())));
            case Noted one -> noted(position, one);
            case Settled one -> settled(position, one);
        }
    }

    private void submitted(int position, Submitted one) {
        StoredDocument document = one.document();
        byte[] tag = writer.tag(document.issuer(), one.idempotencyKey());
        byte[] first = new Packing().bytes(one.requestHash()).raw(one.answer()).toBytes();
        Sealed answer = writer.evidence(Place.idempotency(log, tag), first);
        plan.addNew(
                position,
                Insert.IDEMPOTENCY,
                ByteBuffer.wrap(tag),
                tag,
                document.id(),
                writer.now(),
                answer.keyId(),
                answer.bytes());
        LeafAt leaf = writer.append(one.leaf());
        Sealed content =
                writer.seal(
                        AtRest.DOCUMENTS,
                        Place.document(log, document.id()),
                        new DocumentContent(document.sealed(), one.pending())
                                .pack(writer.compression));
        plan.addNew(
                position,
                Insert.DOCUMENT,
                document.id(),
                document.id(),
                document.issuer().toString(),
                document.vct(),
                document.issuedAt(),
                leaf,
                content.keyId(),
                content.bytes());
        writer.references(
                one.references(), document.issuer(), document.issuedAt(), document.id(), null);
        for (PendingPresentation pending : one.pending()) {
            plan.startsAt(pending.channel().toString());
            plan.add(
                    Insert.PENDING,
                    pending.channel().toString(),
                    leaf,
                    pending.delivery(),
                    document.id());
        }
    }

    private void sent(int position, Sent one) {
        String channel = one.channel().toString();
        plan.number(
                new Numbering(
                        position,
                        channel,
                        true,
                        one.epoch(),
                        one.firstSeq(),
                        one.nextSeq(),
                        one.prev()));
        for (SentLine line : one.lines()) {
            LeafAt leaf = plan.append(line.leaf().entry());
            Scope scope = line.leaf().scope();
            plan.add(
                    Insert.OPENING,
                    leaf,
                    scope.kind().wireName(),
                    scope.ch(),
                    scope.seq(),
                    scope.peer(),
                    line.delivery(),
                    null,
                    null);
            Sealed content =
                    writer.evidence(
                            Place.presentation(log, line.delivery()),
                            new PresentationContent(
                                            line.leaf().blinding(),
                                            line.disclosed(),
                                            line.keyBinding())
                                    .pack());
            plan.add(
                    Insert.PRESENTATION,
                    line.delivery(),
                    new DocumentOf(line.delivery()),
                    channel,
                    line.seq(),
                    leaf,
                    line.agreement(),
                    line.expires(),
                    content.keyId(),
                    content.bytes());
            plan.bind(position, line.agreement(), channel, true, line.seq());
            plan.takeFromPending(position, line.delivery());
            plan.putInFlight(one.channel(), new Line(position, line.seq(), line.delivery()));
        }
    }

    private void voided(int position, Voided one) {
        LeafAt leaf = writer.append(one.leaf());
        plan.addNew(position, Insert.REPLACEMENT, one.delivery(), one.delivery(), leaf);
        plan.replace(one.channel(), new Line(position, one.seq(), one.delivery()));
        // It takes no number, but only the holder of the lease may make it.
        plan.number(
                new Numbering(
                        position, one.channel().toString(), true, one.epoch(), 0, 0, new byte[0]));
    }

    private void cancelled(int position, Cancelled one) {
        plan.takeFromPending(position, one.delivery());
        plan.add(Insert.CANCELLATION, one.delivery(), one.code().wireName());
    }

    private void receipted(int position, Receipted one) {
        LeafAt leaf = writer.append(one.leaf());
        Receipt receipt = one.receipt();
        boolean house = receipt.index() < 0;
        String code = one.code() == null ? null : one.code().wireName();
        if (house) {
            plan.add(Insert.RECEIPT, one.delivery(), code, leaf, null, null, null, null, null);
        } else {
            Sealed content =
                    writer.evidence(
                            Place.receipt(log, one.delivery()),
                            new LeafContent(
                                            receipt.blinding(),
                                            receipt.proof(),
                                            receipt.statement())
                                    .pack());
            plan.add(
                    Insert.RECEIPT,
                    one.delivery(),
                    code,
                    leaf,
                    receipt.index(),
                    Notes.origin(receipt.checkpoint()),
                    writer.keepNote(receipt.checkpoint()),
                    content.keyId(),
                    content.bytes());
        }
        Long seq = one.leaf().scope().seq();
        if (seq == null) {
            throw new IllegalArgumentException("A receipt's leaf names channel and number.");
        }
        plan.takeFromFlight(one.channel(), new Line(position, seq, one.delivery()));
    }

    private void noted(int position, Noted one) {
        LeafAt leaf = writer.append(one.leaf());
        Sealed content = writer.evidence(Place.noted(log, one.name()), one.document());
        plan.addNew(
                position,
                Insert.NOTED,
                one.name(),
                one.name(),
                one.hash(),
                leaf,
                content.keyId(),
                content.bytes());
    }

    private void settled(int position, Settled one) {
        LeafAt leaf = writer.append(one.leaf());
        Sealed document = writer.evidence(Place.noted(log, one.name()), one.document());
        plan.addNew(
                position,
                Insert.NOTED,
                one.name(),
                one.name(),
                one.hash(),
                leaf,
                document.keyId(),
                document.bytes());
        Sealed signed = writer.evidence(Place.agreement(log, one.agreement()), one.signed());
        plan.settle(new Settlement(position, one, leaf, signed));
    }
}
