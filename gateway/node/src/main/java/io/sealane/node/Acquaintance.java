package io.sealane.node;

import io.sealane.core.exchange.Partner;
import io.sealane.core.exchange.Self;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.keys.NodeKeys;

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
                List.of(keys.issuing().key()),
                self.origin(),
                log);
    }

    /** This node itself. */
    static Self self(NodeConfig config, NodeKeys keys) {
        return new Self(
                config.node(),
                config.log(),
                keys.issuing(),
                keys.presentation(),
                keys.federation(),
                keys.log(),
                keys.logPostQuantum());
    }
}
