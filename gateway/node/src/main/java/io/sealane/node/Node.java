package io.sealane.node;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.document.Catalogue;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.exchange.Publisher;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.TermsPreview;
import io.sealane.node.approval.Approvals;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.federation.Acquaintances;
import io.sealane.node.federation.Chronicle;
import io.sealane.node.federation.Couriers;
import io.sealane.node.federation.Directories;
import io.sealane.node.federation.Envoy;
import io.sealane.node.federation.FederationRoutes;
import io.sealane.node.federation.HeadJournal;
import io.sealane.node.federation.Heartbeat;
import io.sealane.node.federation.Links;
import io.sealane.node.federation.PartnerBook;
import io.sealane.node.federation.RestoreGuard;
import io.sealane.node.federation.Rounds;
import io.sealane.node.federation.SelfDescription;
import io.sealane.node.http.Access;
import io.sealane.node.http.Bell;
import io.sealane.node.http.DocumentRoutes;
import io.sealane.node.http.EvidenceFiles;
import io.sealane.node.http.InboxRoutes;
import io.sealane.node.http.Route;
import io.sealane.node.http.Server;
import io.sealane.node.http.SubmissionRoutes;
import io.sealane.node.keys.CertificateEnd;
import io.sealane.node.keys.LiveKeys;
import io.sealane.node.keys.Revocations;
import io.sealane.node.party.Registry;
import io.sealane.node.party.Roster;
import io.sealane.node.watch.Health;
import io.sealane.node.watch.IdleMemory;
import io.sealane.node.watch.Metrics;
import io.sealane.node.watch.PathTrail;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One running node: everything wired by hand, from the disk up to the listeners. */
final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration FIRST_VISITS = Duration.ofSeconds(3);

    private final NodeConfig config;
    private final Endings endings;
    private final Server management;
    private final Server federation;
    private final Server api;

    /**
     * Starts a node. When this returns it is ready, or says at {@code /health/ready} why it is not.
     *
     * @throws io.sealane.core.identity.Outage where the environment does not let it
     */
    static Node start(NodeConfig config, LiveKeys keys, List<Agreement> agreements)
            throws IOException, InterruptedException {
        var endings = new Endings();
        try {
            return new Node(config, keys, agreements, InstantSource.system(), endings);
        } catch (Throwable failure) {
            endings.run();
            throw failure;
        }
    }

    private Node(
            NodeConfig config,
            LiveKeys keys,
            List<Agreement> agreements,
            InstantSource clock,
            Endings endings)
            throws IOException, InterruptedException {
        this.config = config;
        this.endings = endings;
        var random = new SecureRandom();
        var identifiers = new Identifiers(clock, random);
        var metrics = new Metrics();
        var health = new Health(config.node());
        var arrived = new Bell();

        // The disk.
        Vertx vertx = EventLoops.start();
        endings.add("event loops", () -> EventLoops.stop(vertx));
        Storage storage = Storage.open(config, keys.storage(), vertx, random, clock);
        endings.add("database", storage::close);
        var store = storage.store();
        var trail = new PathTrail(metrics, arrived::ring, store.attempts().by(clock));

        // Who we are, whom we know, what was agreed.
        Self self = Acquaintance.self(config, keys);
        var catalogue = Catalogue.bundled().under(config.policy());
        var registry = Registry.open(config, store.parties(), clock);
        Roster roster = registry.roster();
        var directories = new Directories(config.node(), roster, catalogue, clock);
        var neighbours = Acquaintance.neighbours(self, keys, directories.own(), storage);
        String process = UUID.randomUUID().toString();

        // The log. It opens when nothing speaks against it.
        var journal =
                HeadJournal.open(
                        config.data().resolve("log-" + config.log() + ".head"), self.origin());
        endings.add("journal", journal::close);
        var sequencer = new Sequencer(self, store, journal, trail);
        var chronicle = new Chronicle(self, sequencer, identifiers, clock);
        var revocable = new RevocableKeys(keys, directories);
        var compromised =
                Acquaintance.revocations(self, sequencer, storage, revocable, identifiers, clock);
        Acquaintance.settle(compromised, neighbours, self, keys, chronicle);
        registry.write(
                new Registry.Pen(self, sequencer, identifiers),
                () -> neighbours.learn(directories.own()));
        PartnerBook book = Acquaintance.book(config, keys, neighbours, store, chronicle, clock);
        List<String> names = book.names();
        var guard = new RestoreGuard(self, process, store, sequencer, journal, names, clock);
        guard.compareJournal();

        // The paths.
        var revocations = Revocations.open(config.data().resolve("revocations"), clock);
        var links = new Links(vertx, keys::tls, revocations, clock);
        endings.add("links", links::close);
        var paths =
                Paths.wire(
                        self,
                        process,
                        catalogue,
                        neighbours,
                        sequencer,
                        store,
                        links,
                        clock,
                        identifiers,
                        storage.pseudonyms(),
                        trail,
                        storage.annals(),
                        book.allowed(agreements));

        // What happens by itself.
        Acquaintance.meet(book, neighbours, links, chronicle);
        var publisher = new Publisher(self, sequencer, store, clock);
        var heartbeat =
                new Heartbeat(
                        self,
                        store,
                        journal,
                        guard,
                        chronicle,
                        paths.negotiation(),
                        paths.exclusions(),
                        registry,
                        publisher,
                        () -> {
                            storage.checkWritable();
                            store.attempts().write();
                        });
        var rounds = new Rounds(links, neighbours, guard, chronicle, clock, random);
        neighbours.askBy(rounds::ask);
        var couriers =
                new Couriers(
                        paths.dispatch(),
                        Stream.concat(Stream.of(config.node()), names.stream())
                                .map(to -> new ChannelName(config.node(), config.log(), to))
                                .toList(),
                        () -> store.busyChannels(config.log()),
                        random);
        Consumer<String> changed =
                partner -> {
                    rounds.renew(partner);
                    couriers.changed(partner);
                };
        var envoy = new Envoy(links, paths.negotiation().errands(), clock, random, changed);
        Consumer<String> agreed = changed.andThen(_ -> envoy.call());

        var description = new SelfDescription(config, keys, catalogue, clock, this::federationPort);
        var acquaintances =
                new Acquaintances(
                        self,
                        book,
                        description,
                        paths.negotiation(),
                        neighbours,
                        links,
                        rounds,
                        couriers,
                        revocations);
        rounds.tell(acquaintances);
        neighbours.ask(node -> acquaintances.isAwaited(node) && rounds.hearAgain(node));

        // The doors.
        var certificate = new CertificateEnd(keys::tls, clock);
        Probes.add(health, metrics, config, guard, heartbeat, certificate);
        var daily = new Daily(Probes.chores(storage, certificate, paths.retention(), clock), clock);
        endings.begin("daily", daily::start, daily::stop);
        var idle = new IdleMemory();
        endings.begin("idle memory", idle::start, idle::stop);
        var doors = new Doors(vertx, config, roster, keys, revocations, health, metrics, clock);
        management = doors.management();
        endings.add("management", () -> Doors.close(management));
        var log = new PublicLog(store, config.log());
        List<Route> forPartners =
                new ArrayList<>(
                        new FederationRoutes(
                                        self,
                                        neighbours,
                                        store,
                                        paths.reception(),
                                        directories,
                                        clock,
                                        Acquaintance.returned(rounds, couriers),
                                        paths.negotiation(),
                                        agreed)
                                .all());
        forPartners.add(description.route(Access.PARTNER));
        federation = doors.federation(forPartners, log, book);
        endings.add("federation", () -> Doors.close(federation));
        rounds.start(names, FIRST_VISITS);
        endings.add("rounds", rounds::stop);
        endings.begin("heartbeat", heartbeat::start, heartbeat::stop);
        endings.begin("couriers", couriers::start, couriers::stop);
        storage.listen(couriers, arrived);
        endings.begin("envoy", envoy::start, envoy::stop);
        var evidence = new EvidenceFiles(config.log(), store, sequencer);
        var forParties = new ArrayList<Route>();
        forParties.add(description.route(Access.OPEN));
        forParties.addAll(
                new SubmissionRoutes(roster, catalogue, paths.submission(), couriers::call).all());
        forParties.addAll(new DocumentRoutes(store, evidence, catalogue, neighbours, clock).all());
        forParties.addAll(new InboxRoutes(store, evidence, catalogue, arrived, clock).all());
        var desk =
                new Desk(
                        paths.negotiation(),
                        new TermsPreview(self, catalogue, clock, identifiers, storage.pseudonyms()),
                        catalogue,
                        paths.exclusions(),
                        acquaintances,
                        compromised,
                        keys,
                        registry,
                        agreed);
        forParties.addAll(desk.routes());
        var approvals =
                new Approvals(config, self, sequencer, store.approvals(), identifiers, clock);
        api = doors.api(forParties, log, approvals);
        endings.add("api", () -> Doors.close(api));
        keys.tell(Acquaintance.renewal(self, keys, neighbours, chronicle, storage));
        Lookout.over(keys, revocations, compromised, description, links, rounds, endings);
        LOG.info("event=started node={} log={}", config.node(), self.origin());
    }

    NodeConfig config() {
        return config;
    }

    int apiPort() {
        return api.port();
    }

    /** What parties can ask. */
    List<Route> apiRoutes() {
        return api.routes();
    }

    int federationPort() {
        return federation.port();
    }

    int managementPort() {
        return management.port();
    }

    /**
     * Takes no new request, ends those under way, gives channels back, stops the database.
     *
     * @return whether all of that went in order
     */
    boolean stop() {
        LOG.info("event=stopping node={}", config.node());
        boolean clean = endings.run();
        LOG.info("event=stopped node={} clean={}", config.node(), clean);
        return clean;
    }
}
