package io.sealane.core.exchange;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.Notice;
import io.sealane.core.agreement.Offer;
import io.sealane.core.exchange.Change.Settled;
import io.sealane.core.exchange.Register.Filed;
import io.sealane.core.identity.Outage;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/** Files what becomes of an agreement, each time with the leaf that commits to it. */
final class Filing {
    private final Self self;
    private final Sequencer sequencer;
    private final Register register;
    private final InstantSource clock;
    private final Identifiers identifiers;
    private final Roll roll;
    private final Annals annals;

    Filing(
            Self self,
            Sequencer sequencer,
            Register register,
            InstantSource clock,
            Identifiers identifiers,
            Roll roll,
            Annals annals) {
        this.self = self;
        this.sequencer = sequencer;
        this.register = register;
        this.clock = clock;
        this.identifiers = identifiers;
        this.roll = roll;
        this.annals = annals;
    }

    /**
     * An offer, of this node or to it.
     *
     * @param peer the other node
     * @param handOver whether the other node is to be told
     */
    void proposed(Offer offer, String peer, boolean handOver) {
        byte[] json = Json.canonical(offer.json());
        append(
                new Settled(
                        offer.hash(),
                        peer,
                        null,
                        AgreementState.PROPOSED,
                        json,
                        Register.name(offer.hash(), AgreementState.PROPOSED, offer.proposer()),
                        json,
                        Digest.sha256(json),
                        Map.of(),
                        handOver,
                        clock.instant(),
                        leaf(
                                peer,
                                Statements.proposed(
                                        self.origin(),
                                        offer.hash(),
                                        offer.proposer(),
                                        clock.instant()))));
    }

    /**
     * An agreement that has all its signatures.
     *
     * @param from the state until now; null where it was not known
     */
    void inForce(Agreement agreement, @Nullable AgreementState from, boolean handOver) {
        byte[] json = Json.canonical(agreement.json());
        String peer = agreement.terms().peerOf(self.node());
        append(
                new Settled(
                        agreement.hash(),
                        peer,
                        from,
                        AgreementState.IN_FORCE,
                        json,
                        Register.name(agreement.hash(), AgreementState.IN_FORCE, peer),
                        json,
                        agreement.hash(),
                        Map.of(),
                        handOver,
                        clock.instant(),
                        leaf(
                                peer,
                                Statements.agreement(
                                        self.origin(), agreement.hash(), clock.instant()))));
    }

    /**
     * The word of one of the two that it is over.
     *
     * @param filed as it stands
     * @param to the state that it comes into here, or stays in
     * @param said what the notice says
     * @param by whose notice it is
     */
    void over(
            Filed filed,
            AgreementState to,
            AgreementState said,
            String notice,
            String by,
            Map<String, Long> last,
            boolean handOver) {
        byte[] hash = Notice.hash(notice);
        if (to == AgreementState.ENDED) {
            annals.add(new Annals.Ended(Base64Url.encode(filed.hash()), by, notice));
            // Crash here: it is ended for good all the same, and filed by the next settle().
        }
        append(
                new Settled(
                        filed.hash(),
                        filed.peer(),
                        filed.state(),
                        to,
                        filed.signed(),
                        Register.name(filed.hash(), said, by),
                        notice.getBytes(StandardCharsets.US_ASCII),
                        hash,
                        last,
                        handOver,
                        clock.instant(),
                        leaf(
                                filed.peer(),
                                Statements.over(
                                        self.origin(),
                                        filed.hash(),
                                        said,
                                        hash,
                                        last,
                                        clock.instant()))));
    }

    private Commitment leaf(String peer, byte[] statement) {
        return new Commitment(
                Scope.with(self.origin(), Kind.AGREEMENT, peer), identifiers.blinding(), statement);
    }

    private void append(Settled settled) {
        try {
            // Crash before: nothing happened, and whoever asked asks again.
            sequencer.append(settled);
            // Crash after: it is logged, and handed over when the node is back.
        } catch (Conflict doneBefore) {
            // The same was asked before, or elsewhere at once: what is filed says how it stands.
        }
        roll.refresh();
    }

    /** What was logged under a name, now that it was to be. */
    Register.Logged logged(String name) {
        Register.Logged logged = register.logged(self.log(), name);
        if (logged == null) {
            throw new Outage("Another change of this agreement is under way.", 1);
        }
        return logged;
    }
}
