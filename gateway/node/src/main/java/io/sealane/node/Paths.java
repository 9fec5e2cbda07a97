package io.sealane.node;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.PseudonymKey;
import io.sealane.core.exchange.Annals;
import io.sealane.core.exchange.Dispatch;
import io.sealane.core.exchange.Exclusions;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.exchange.Link;
import io.sealane.core.exchange.Negotiation;
import io.sealane.core.exchange.Neighbours;
import io.sealane.core.exchange.Observer;
import io.sealane.core.exchange.Reception;
import io.sealane.core.exchange.Retention;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Submission;
import io.sealane.node.store.PostgresStore;

import java.time.InstantSource;
import java.util.List;

/** The paths of the core, over this node's ports. */
record Paths(
        Submission submission,
        Dispatch dispatch,
        Reception reception,
        Negotiation negotiation,
        Exclusions exclusions,
        Retention retention) {

    /**
     * Wires them.
     *
     * @param process names this process among those of the node
     * @param annals what was decided for good
     * @param agreements from files, to be taken over
     */
    static Paths wire(
            Self self,
            String process,
            Catalogue catalogue,
            Neighbours neighbours,
            Sequencer sequencer,
            PostgresStore store,
            Link link,
            InstantSource clock,
            Identifiers identifiers,
            PseudonymKey pseudonyms,
            Observer observer,
            Annals annals,
            List<Agreement> agreements) {
        var negotiation =
                new Negotiation(
                        self,
                        neighbours,
                        sequencer,
                        store,
                        store.agreements(),
                        clock,
                        identifiers,
                        annals,
                        agreements);
        return new Paths(
                new Submission(
                        self,
                        catalogue,
                        neighbours,
                        sequencer,
                        store,
                        clock,
                        identifiers,
                        pseudonyms,
                        observer),
                new Dispatch(
                        self,
                        process,
                        catalogue,
                        neighbours,
                        sequencer,
                        store,
                        link,
                        clock,
                        identifiers,
                        observer),
                new Reception(
                        self,
                        catalogue,
                        neighbours,
                        sequencer,
                        store,
                        clock,
                        identifiers,
                        observer),
                negotiation,
                new Exclusions(
                        self,
                        neighbours,
                        sequencer,
                        store.words(),
                        negotiation,
                        identifiers,
                        clock,
                        annals),
                new Retention(
                        self,
                        neighbours,
                        catalogue,
                        sequencer,
                        store.holdings(),
                        clock,
                        identifiers));
    }
}
