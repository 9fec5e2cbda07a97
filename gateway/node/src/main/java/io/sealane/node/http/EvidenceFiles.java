package io.sealane.node.http;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.exchange.Evidence;
import io.sealane.core.exchange.Evidence.LoggedStatement;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Sequencer.SignedTree;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Proofs;
import io.sealane.node.store.EvidenceReads;
import io.sealane.node.store.LoggedLeaf;
import io.sealane.node.store.PostgresStore;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** Evidence files, put together from what is stored; proofs of own leaves are made as one asks. */
public final class EvidenceFiles {
    private final int log;
    private final PostgresStore store;
    private final Sequencer sequencer;

    public EvidenceFiles(int log, PostgresStore store, Sequencer sequencer) {
        this.log = log;
        this.store = store;
        this.sequencer = sequencer;
    }

    /** What a party holds this node to: the receipt of a submission. */
    byte[] submitted(PartyId issuer, UUID document) throws Refusal {
        EvidenceReads.Submission found = store.evidence().submitted(issuer, document);
        if (found == null) {
            throw new Refusal(Code.NOT_FOUND, "There is nothing here under that id.");
        }
        return Evidence.submission(
                found.sealed().issuerJwt(),
                found.sealed().second(),
                found.pending(),
                logged(found.submitted(), sequencer.head()));
    }

    /** The sender's evidence of a delivery. */
    byte[] sent(PartyId issuer, UUID delivery) throws Refusal {
        return file(store.evidence().sent(issuer, delivery));
    }

    /** The receiver's evidence of a delivery. */
    byte[] received(PartyId party, UUID delivery) throws Refusal {
        return file(store.evidence().received(party, delivery));
    }

    private byte[] file(EvidenceReads.@Nullable Exchange exchange) throws Refusal {
        if (exchange == null || exchange.receipt() == null) {
            throw new Refusal(Code.NOT_FOUND, "There is no receipt, and so no evidence, yet.");
        }
        byte[] agreement = store.evidence().noted(exchange.agreement());
        if (agreement == null) {
            throw new IllegalStateException("An agreement that was used was never noted.");
        }
        SignedTree tree = sequencer.head();
        EvidenceReads.End end = exchange.end();
        return Evidence.file(
                new Evidence.Exchange(
                        exchange.presentation(),
                        exchange.second(),
                        Agreement.parse(agreement),
                        logged(exchange.sent(), tree),
                        logged(exchange.receipt(), tree),
                        loggedOrNull(exchange.erasure(), tree),
                        loggedOrNull(exchange.voided(), tree),
                        end == null
                                ? null
                                : new Evidence.End(end.notice(), logged(end.leaf(), tree))));
    }

    private @Nullable LoggedStatement loggedOrNull(@Nullable LoggedLeaf leaf, SignedTree tree) {
        return leaf == null ? null : logged(leaf, tree);
    }

    private LoggedStatement logged(LoggedLeaf leaf, SignedTree tree) {
        LoggedLeaf.Foreign foreign = leaf.foreign();
        return foreign == null
                ? new LoggedStatement(
                        leaf.statement(),
                        leaf.blinding(),
                        leaf.index(),
                        new Proofs(store.tiles(log), tree.size()).inclusion(leaf.index()),
                        tree.note())
                : new LoggedStatement(
                        leaf.statement(),
                        leaf.blinding(),
                        leaf.index(),
                        foreign.proof(),
                        foreign.checkpoint());
    }
}
