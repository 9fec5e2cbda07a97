package io.sealane.simulation;

import io.sealane.core.agreement.Agreements;
import io.sealane.core.exchange.Dispatch;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.exchange.Journal;
import io.sealane.core.exchange.Link;
import io.sealane.core.exchange.Neighbours;
import io.sealane.core.exchange.Observer;
import io.sealane.core.exchange.Publisher;
import io.sealane.core.exchange.Reception;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Store;
import io.sealane.core.exchange.Submission;

/** The core of one process, wired as a node's main does it. */
record Core(
        Store store,
        Sequencer sequencer,
        Submission submission,
        Reception reception,
        Dispatch dispatch,
        Publisher publisher) {

    /**
     * Wires it.
     *
     * @param owner names this run of the process among those of the node
     * @param committing what this run of the process holds while it commits
     * @param crossing what every call of a port goes through
     */
    static Core wire(
            World world,
            Node node,
            String owner,
            Network network,
            Turnstile committing,
            Ports.Crossing crossing) {
        Self self = node.self();
        Setting setting = world.setting();
        Store store = Ports.through(Store.class, node.store(), crossing);
        Link link = Ports.through(Link.class, network.from(node), crossing);
        Journal seen = (origin, size, root) -> world.watch().signing(node, size, root);
        Journal journal = Ports.through(Journal.class, seen, crossing);
        Observer observer = new Heard(world, node, owner);
        Agreements agreements =
                node.isHonest()
                        ? world.build().agreements(setting.agreements())
                        : new Liar.Generous(world, setting.agreements());
        var neighbours =
                new Neighbours(setting.partners(), agreements, setting.directory(self.node()));
        Setting.NODES.forEach(other -> neighbours.learn(setting.directory(other)));
        Sequencer sequencer =
                node.isHonest()
                        ? world.build().sequencer(self, store, journal, observer, committing)
                        : new Sequencer(self, store, journal, observer, committing);
        var identifiers = new Identifiers(node.clock(), world.random().split());
        var catalogue = setting.catalogue();
        var clock = node.clock();
        return new Core(
                store,
                sequencer,
                new Submission(
                        self,
                        catalogue,
                        neighbours,
                        sequencer,
                        store,
                        clock,
                        identifiers,
                        setting.pseudonyms(self.node()),
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
                new Dispatch(
                        self,
                        owner,
                        catalogue,
                        neighbours,
                        sequencer,
                        store,
                        link,
                        clock,
                        identifiers,
                        observer),
                new Publisher(self, sequencer, store, clock));
    }
}
