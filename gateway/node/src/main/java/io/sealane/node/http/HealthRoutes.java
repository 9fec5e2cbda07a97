package io.sealane.node.http;

import io.sealane.core.json.Json;
import io.sealane.node.watch.Health;
import io.sealane.node.watch.Metrics;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** What tells an operator, and his machines, how the node is. */
public final class HealthRoutes {
    private final Health health;
    private final Metrics metrics;

    public HealthRoutes(Health health, Metrics metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    /** For the listener of parties: whether, not why. */
    public List<Route> brief() {
        return List.of(live(), get("/health/ready", ask -> ready(false)));
    }

    /** For the listener that only this machine reaches. */
    public List<Route> full() {
        return List.of(
                live(),
                get("/health/ready", ask -> ready(true)),
                get("/metrics", ask -> metrics()));
    }

    private static Route live() {
        return get("/health/live", ask -> Answer.json(200, Json.object().put("live", true)));
    }

    private static Route get(String path, Route.Handler handler) {
        return Route.get(path, Access.OPEN, Set.of(), handler).in(Route.Lane.HEALTH);
    }

    private Answer ready(boolean full) {
        Health.Report report = health.report();
        return Answer.json(
                report.ready() ? 200 : 503,
                full ? report.json() : Json.object().put("ready", report.ready()));
    }

    private Answer metrics() {
        return Answer.of(
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.scrape().getBytes(StandardCharsets.UTF_8));
    }
}
