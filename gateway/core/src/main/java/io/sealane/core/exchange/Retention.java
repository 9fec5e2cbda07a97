package io.sealane.core.exchange;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Grant;
import io.sealane.core.agreement.Standing;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.exchange.Change.Erased;
import io.sealane.core.exchange.Holdings.Held;
import io.sealane.core.exchange.Holdings.Under;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What happens to what was received when its time is over (DESIGN 6): disclosures and salts are
 * erased, and the log says so. Tokens, statements and receipts stay: who sent what kind of document
 * to whom, and that it was erased, can be proved without it.
 */
public final class Retention {
    /** Deliveries of one leaf. */
    private static final int BATCH = 256;

    private final Self self;
    private final Neighbours neighbours;
    private final Catalogue catalogue;
    private final Sequencer sequencer;
    private final Holdings holdings;
    private final InstantSource clock;
    private final Identifiers identifiers;

    public Retention(
            Self self,
            Neighbours neighbours,
            Catalogue catalogue,
            Sequencer sequencer,
            Holdings holdings,
            InstantSource clock,
            Identifiers identifiers) {
        this.self = self;
        this.neighbours = neighbours;
        this.catalogue = catalogue;
        this.sequencer = sequencer;
        this.holdings = holdings;
        this.clock = clock;
        this.identifiers = identifiers;
    }

    /**
     * Erases what is due under any agreement, also one that is over.
     *
     * @return of how many deliveries
     */
    public int erase() {
        int erased = 0;
        for (Standing standing : neighbours.agreements().standing()) {
            Agreement agreement = standing.agreement();
            for (Grant grant : agreement.terms().grants()) {
                if (!grant.to().equals(self.node())) {
                    continue;
                }
                for (DocumentType type : catalogue.types()) {
                    if (grant.speaksOf(type.vct())) {
                        var line = new Under(agreement.hash(), type.vct(), grant.role());
                        erased += erase(line, grant);
                    }
                }
            }
        }
        return erased;
    }

    private int erase(Under line, Grant grant) {
        Instant now = clock.instant();
        Instant before = now.minus(Duration.ofDays(grant.retentionDays()));
        int erased = 0;
        List<Held> due = holdings.due(self.log(), line, before, BATCH);
        while (!due.isEmpty()) {
            erased += due.size();
            try {
                // Crash before: nothing is erased, the next run does it.
                sequencer.append(new Erased(due, leaf(line, grant, due, now)));
                // Crash after: it is gone from the tables, and the log says so.
            } catch (Conflict doneElsewhere) {
                // Another process of this node was quicker: what is still due is asked again.
                erased -= due.size();
            }
            due = holdings.due(self.log(), line, before, BATCH);
        }
        // Crash here: backups can still be read; the next run lets go of the keys.
        holdings.forget(self.log(), line, before);
        return erased;
    }

    private Commitment leaf(Under line, Grant grant, List<Held> due, Instant now) {
        return new Commitment(
                Scope.with(self.origin(), Kind.ERASURE, grant.from()),
                identifiers.blinding(),
                Statements.erasure(self.origin(), line, due, now));
    }
}
