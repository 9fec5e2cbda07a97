package io.sealane.node;

import io.sealane.core.agreement.Agreements;
import io.sealane.core.agreement.Directory;
import io.sealane.core.exchange.Exclusions;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.exchange.KeyRevocations;
import io.sealane.core.exchange.Neighbours;
import io.sealane.core.exchange.Partner;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.identity.Refusal;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.federation.Admission;
import io.sealane.node.federation.Chronicle;
import io.sealane.node.federation.Couriers;
import io.sealane.node.federation.Links;
import io.sealane.node.federation.PartnerBook;
import io.sealane.node.federation.Rounds;
import io.sealane.node.keys.LiveKeys;
import io.sealane.node.store.PostgresStore;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** The nodes that this one knows, as the paths see them. */
final class Acquaintance {
    private Acquaintance() {}

    /** This node, as its own neighbour. */
    static Partner own(Self self, LiveKeys keys) {
        LiveKeys.Published its = keys.published();
        return new Partner(
                self.node(),
                its.federation(),
                its.presentation(),
                its.issuing(),
                self.origin(),
                its.log(),
                its.revoked());
    }

    /** What happens to compromised keys, here and with {@link #settle}. */
    static KeyRevocations revocations(
            Self self,
            Sequencer sequencer,
            Storage storage,
            RevocableKeys keys,
            Identifiers identifiers,
            InstantSource clock) {
        return new KeyRevocations(
                self,
                sequencer,
                storage.store().words(),
                keys,
                identifiers,
                clock,
                storage.annals());
    }

    /** Knows from the start which keys of its own are compromised, and logs all of them. */
    static void settle(
            KeyRevocations compromised,
            Neighbours neighbours,
            Self self,
            LiveKeys keys,
            Chronicle chronicle) {
        compromised.goBy();
        neighbours.learn(own(self, keys));
        chronicle.note(own(self, keys));
    }

    /** What follows at home from new keys. */
    static Runnable renewal(
            Self self, LiveKeys keys, Neighbours neighbours, Chronicle chronicle, Storage storage) {
        return () -> {
            Partner now = own(self, keys);
            neighbours.learn(now);
            chronicle.note(now);
            storage.wrap(keys.storage());
        };
    }

    /** What is done about a partner that is back, or says that it has changed. */
    static Consumer<String> returned(Rounds rounds, Couriers couriers) {
        return partner -> {
            rounds.hearAgain(partner);
            couriers.returned(partner);
        };
    }

    /** This node itself. */
    static Self self(NodeConfig config, LiveKeys keys) {
        return new Self(config.node(), config.log(), keys::ring);
    }

    /** Whom this node knows before it has met anybody: itself, and whom it must not meet. */
    static Neighbours neighbours(Self self, LiveKeys keys, Directory own, Storage storage) {
        var neighbours = new Neighbours(List.of(own(self, keys)), new Agreements(List.of()), own);
        Exclusions.Shelf shelf = storage.store().words();
        neighbours.learn(Exclusions.newest(self, shelf, storage.annals()).list());
        return neighbours;
    }

    /** The partners that there are already. */
    static void meet(PartnerBook book, Neighbours neighbours, Links links, Chronicle chronicle) {
        for (PartnerBook.Entry one : book.all()) {
            neighbours.learn(one.known());
            links.open(one.partner());
            if (one.isOfFile()) {
                chronicle.note(one.known());
            }
        }
    }

    /** The partners of the file, and those that were added before. */
    static PartnerBook book(
            NodeConfig config,
            LiveKeys keys,
            Neighbours neighbours,
            PostgresStore store,
            Chronicle chronicle,
            InstantSource clock) {
        var book =
                new PartnerBook(
                        config,
                        keys::isOwn,
                        store.partners(),
                        admission(neighbours, store, config.log()),
                        chronicle::note,
                        clock);
        book.open();
        return book;
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
