package io.sealane.node;

import io.sealane.node.approval.Approvals;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.federation.PartnerBook;
import io.sealane.node.federation.PartnerGate;
import io.sealane.node.federation.PinnedTrust;
import io.sealane.node.federation.RevocationRoute;
import io.sealane.node.http.Access;
import io.sealane.node.http.ApprovalRoutes;
import io.sealane.node.http.Caller;
import io.sealane.node.http.Gate;
import io.sealane.node.http.HealthRoutes;
import io.sealane.node.http.Listeners;
import io.sealane.node.http.LogRoutes;
import io.sealane.node.http.OpenApi;
import io.sealane.node.http.Route;
import io.sealane.node.http.Routes;
import io.sealane.node.http.SchemaPages;
import io.sealane.node.http.Server;
import io.sealane.node.keys.LiveKeys;
import io.sealane.node.keys.Revocations;
import io.sealane.node.oauth.Authorization;
import io.sealane.node.party.Roster;
import io.sealane.node.watch.Health;
import io.sealane.node.watch.Metrics;
import io.sealane.node.watch.RequestTrail;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The three listeners of a node: for partners, for parties, for its operator. */
final class Doors {
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final NodeConfig config;
    private final Roster roster;
    private final LiveKeys keys;
    private final Revocations revocations;
    private final HealthRoutes health;
    private final RequestTrail traffic;
    private final InstantSource clock;

    Doors(
            Vertx vertx,
            NodeConfig config,
            Roster roster,
            LiveKeys keys,
            Revocations revocations,
            Health health,
            Metrics metrics,
            InstantSource clock) {
        this.vertx = vertx;
        this.config = config;
        this.roster = roster;
        this.keys = keys;
        this.revocations = revocations;
        this.health = new HealthRoutes(health, metrics);
        this.traffic = new RequestTrail(metrics);
        this.clock = clock;
    }

    /** For partners: deliveries and the log. */
    Server federation(List<Route> routes, LogRoutes.Source log, PartnerBook book) {
        var gate = new PartnerGate(book, revocations, clock);
        List<Route> all = new ArrayList<>(routes);
        all.addAll(new LogRoutes(config.log(), log, Access.PARTNER).all());
        all.add(RevocationRoute.of(revocations));
        return start(
                "federation",
                Listeners.federation(
                        config.federation(), keys::tls, new PinnedTrust(gate::keeps, clock)),
                all,
                gate);
    }

    /**
     * For parties and auditors.
     *
     * @param routes those of documents and inboxes, and the operator's
     */
    Server api(List<Route> routes, LogRoutes.Source log, Approvals approvals) {
        var authorization = new Authorization(config, roster, clock);
        List<Route> all = new ArrayList<>(authorization.routes());
        all.addAll(ApprovalRoutes.over(routes, approvals, clock));
        all.addAll(new LogRoutes(config.log(), log, Access.LOG).all());
        all.addAll(new OpenApi().routes());
        all.addAll(new SchemaPages().routes());
        all.addAll(health.brief());
        return start("api", Listeners.api(config.api(), keys::tls), all, authorization.gate());
    }

    /** For this machine. */
    Server management() {
        return start(
                "management",
                Listeners.management(config.management()),
                health.full(),
                (request, access) -> new Caller.Anyone());
    }

    private Server start(String name, HttpServerOptions options, List<Route> routes, Gate gate) {
        return new Server(vertx, name, options, new Routes(routes), gate, traffic, clock).start();
    }

    /** Takes no new request at a door, and closes it when those under way have ended. */
    static void close(Server server) throws InterruptedException {
        server.drain(DRAIN);
        server.stop();
    }
}
