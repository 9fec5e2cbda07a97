package io.sealane.node.http;

import io.sealane.core.identity.Outage;
import io.sealane.node.watch.Traffic;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** One listener: a port, its routes and the gate before them, on every event loop. */
public final class Server {
    private static final long SWEEP_MILLIS = 1_000;
    private static final int START_SECONDS = 15;
    private static final long STEP_MILLIS = 100;

    private final Vertx vertx;
    private final HttpServerOptions options;
    private final Connections connections;
    private final Requests requests;
    private final Gate gate;
    private final Routes routes;
    private final AtomicInteger port = new AtomicInteger();
    private String deployment = "";

    /**
     * @param name for log lines and metrics: {@code api}, {@code federation}, {@code management}
     */
    public Server(
            Vertx vertx,
            String name,
            HttpServerOptions options,
            Routes routes,
            Gate gate,
            Traffic traffic,
            InstantSource clock) {
        this.vertx = vertx;
        this.options = options;
        this.connections = new Connections(clock);
        this.routes = routes;
        this.requests = new Requests(vertx, name, routes, gate, traffic, connections, clock);
        this.gate = gate;
    }

    /**
     * Begins to listen.
     *
     * @throws Outage if the port cannot be had
     */
    public Server start() {
        // Port -1 is any free port, the same for every instance.
        int wanted = options.getPort() == 0 ? -1 : options.getPort();
        var each = new HttpServerOptions(options).setPort(wanted);
        var instances =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        deployment =
                await(
                        vertx.deployVerticle(() -> new Instance(each), instances)
                                .toCompletionStage()
                                .toCompletableFuture(),
                        options.getHost() + ":" + options.getPort());
        return this;
    }

    /** The port, also where the configuration left it open. */
    public int port() {
        return port.get();
    }

    /** What can be asked here. */
    public List<Route> routes() {
        return routes.all();
    }

    /** Takes no new request, and waits for those under way. */
    public void drain(Duration within) throws InterruptedException {
        requests.drain();
        long end = System.nanoTime() + within.toNanos();
        boolean none;
        do {
            none = requests.awaitNone(STEP_MILLIS);
            // After that: an answer that was sent just before keeps its connection open.
            connections.closeIdle();
        } while (!none && System.nanoTime() < end);
    }

    /** Closes the port and every connection. */
    public void stop() {
        if (!deployment.isEmpty()) {
            await(
                    vertx.undeploy(deployment).toCompletionStage().toCompletableFuture(),
                    "the listener's end");
        }
    }

    public int connections() {
        return connections.count();
    }

    private static <T> T await(java.util.concurrent.CompletableFuture<T> future, String what) {
        try {
            return future.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new Outage("cannot listen on " + what, 5, e);
        } catch (TimeoutException e) {
            throw new Outage("no answer about " + what, 5, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted", 5, e);
        }
    }

    /** The listener on one event loop. */
    private final class Instance extends AbstractVerticle {
        private final HttpServerOptions its;

        Instance(HttpServerOptions its) {
            this.its = its;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpServer server =
                    vertx.createHttpServer(its)
                            .connectionHandler(connections::opened)
                            .requestHandler(requests::handle);
            vertx.setPeriodic(SWEEP_MILLIS, id -> connections.sweep(gate::keeps));
            server.listen()
                    .onSuccess(listening -> port.set(listening.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
