package io.sealane.node;

import io.sealane.core.agreement.Agreements;
import io.sealane.core.agreement.Directory;
import io.sealane.core.exchange.Exclusions;
import io.sealane.core.exchange.Neighbours;
import io.sealane.core.exchange.Partner;
import io.sealane.core.exchange.Self;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.federation.Admission;
import io.sealane.node.keys.NodeKeys;
import io.sealane.node.store.PostgresStore;

import java.util.Collection;
import java.util.List;

/** The nodes that this one knows, as the paths see them. */
final class Acquaintance {
    private Acquaintance() {}

    /** This node, as its own neighbour. */
    static Partner own(Self self, NodeKeys keys) {
        List<NoteVerifier> log = List.of(keys.log().verifier(), keys.logPostQuantum().verifier());
        return new Partner(
                self.node(),
                List.of(keys.federation().key()),
                List.of(keys.presentation().key()),
                keys.issuers(),
                self.origin(),
                log);
    }

    /** This node itself. */
    static Self self(NodeConfig config, NodeKeys keys) {
        return new Self(
                config.node(),
                config.log(),
                keys.issuing(),
                keys.issuingSecond(),
                keys.presentation(),
                keys.federation(),
                keys.log(),
                keys.logPostQuantum());
    }

    /** Whom this node knows before it has met anybody: itself, and whom it must not meet. */
    static Neighbours neighbours(Self self, NodeKeys keys, Directory own, PostgresStore store) {
        var neighbours = new Neighbours(List.of(own(self, keys)), new Agreements(List.of()), own);
        neighbours.learn(Exclusions.newest(self, store.exclusions()).list());
        return neighbours;
    }

    /** Who may become a partner: whoever is not on the exclusion list. */
    static Admission admission(Neighbours neighbours, PostgresStore store, int log) {
        return new Admission() {
            @Override
            public void check(String node, Collection<String> thumbprints) throws Refusal {
                neighbours.checkNotExcluded(node, thumbprints);
            }

            @Override
            public boolean wasAgreedWith(String node) {
                return store.agreements().all(log).stream()
                        .anyMatch(one -> one.peer().equals(node));
            }
        };
    }
}
