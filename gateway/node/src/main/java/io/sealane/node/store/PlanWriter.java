package io.sealane.node.store;

import io.sealane.core.document.Reference;
import io.sealane.core.exchange.Commitment;
import io.sealane.core.identity.PartyId;
import io.sealane.core.ledger.Scope;
import io.sealane.node.store.AtRest.Sealed;
import io.sealane.node.store.GroupPlan.LeafAt;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes the rows of a plan: seals columns for their places, appends leaves. */
final class PlanWriter implements AutoCloseable {
    final GroupPlan plan;
    final int log;
    final Compression compression = new Compression();
    private final AtRest atRest;
    private final Instant now;
    private final Set<String> notes = new HashSet<>();

    PlanWriter(int log, AtRest atRest, Instant now) {
        this.plan = new GroupPlan(log);
        this.log = log;
        this.atRest = atRest;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    byte[] tag(PartyId party, String idempotencyKey) {
        return atRest.tag(party, idempotencyKey);
    }

    Sealed seal(String purpose, Place place, byte[] plain) {
        return atRest.seal(purpose, now, place, plain);
    }

    /** Appends a leaf whose blinding and statement stand in its opening. */
    LeafAt append(Commitment commitment) {
        byte[] entry = commitment.entry();
        LeafAt leaf = plan.append(entry);
        Scope scope = commitment.scope();
        Sealed secret =
                evidence(
                        Place.opening(log, entry),
                        new Packing()
                                .raw(commitment.blinding())
                                .raw(commitment.statement())
                                .toBytes());
        plan.add(
                Insert.OPENING,
                leaf,
                scope.kind().wireName(),
                scope.ch(),
                scope.seq(),
                scope.peer(),
                null,
                secret.keyId(),
                secret.bytes());
        return leaf;
    }

    Sealed evidence(Place place, byte[] plain) {
        return atRest.seal(AtRest.EVIDENCE, now, place, plain);
    }

    /** One note serves a whole batch. */
    long keepNote(String note) {
        long size = Notes.size(note);
        if (notes.add(note)) {
            plan.add(Insert.PEER_CHECKPOINT, Notes.origin(note), size, note);
        }
        return size;
    }

    void references(
            List<Reference> references,
            PartyId party,
            Instant at,
            @Nullable UUID document,
            @Nullable UUID delivery) {
        references.stream()
                .distinct()
                .forEach(reference ->
                        plan.add(
                                Insert.REFERENCE,
                                party.toString(),
                                reference.kind(),
                                atRest.tag(reference.value()),
                                at,
                                document,
                                delivery));
    }

    @Override
    public void close() {
        compression.close();
    }
}
