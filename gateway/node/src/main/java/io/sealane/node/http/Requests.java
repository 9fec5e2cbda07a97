package io.sealane.node.http;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.node.watch.Traffic;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What happens to a request, from its head to its answer: routed, let in, read, answered. Reading
 * and writing run on the event loop; the answer is found on a virtual thread of its own.
 */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Vertx vertx;
    private final String listener;
    private final Routes routes;
    private final Gate gate;
    private final Traffic traffic;
    private final Connections connections;
    private final InstantSource clock;
    private final Lanes lanes = new Lanes();
    private final Pace pace = new Pace();
    private final Object none = new Object();
    private int underWay;
    private volatile boolean draining;

    Requests(
            Vertx vertx,
            String listener,
            Routes routes,
            Gate gate,
            Traffic traffic,
            Connections connections,
            InstantSource clock) {
        this.vertx = vertx;
        this.listener = listener;
        this.routes = routes;
        this.gate = gate;
        this.traffic = traffic;
        this.connections = connections;
        this.clock = clock;
    }

    /** One request under way: what its answer and its log line need. */
    private final class Passage {
        final HttpServerRequest request;
        final Context context;
        final long startNanos = System.nanoTime();
        final AtomicBoolean gone = new AtomicBoolean();
        String route = "none";
        String caller = "nobody";
        boolean reusable;

        Passage(HttpServerRequest request, Context context) {
            this.request = request;
            this.context = context;
            this.reusable = Head.isSmall(request);
        }

        /** Sends the answer, once, from whatever thread. */
        void answer(Answer answer) {
            context.runOnContext(go ->
                    Sending.send(vertx, request, answer, reusable && !draining)
                            .onComplete(sent -> finished(answer)));
        }

        private void finished(Answer answer) {
            connections.end(request.connection());
            traffic.answered(
                    listener,
                    route,
                    caller,
                    answer.status(),
                    answer.code(),
                    Duration.ofNanos(System.nanoTime() - startNanos));
            synchronized (none) {
                underWay--;
                none.notifyAll();
            }
        }
    }

    /** Runs on the event loop. */
    void handle(HttpServerRequest request) {
        var passage = new Passage(request, vertx.getOrCreateContext());
        synchronized (none) {
            underWay++;
        }
        connections.begin(request.connection());
        request.response().exceptionHandler(broken -> passage.gone.set(true));
        request.response().closeHandler(closed -> passage.gone.set(true));
        try {
            admit(passage);
        } catch (Refusal refusal) {
            passage.answer(ProblemAnswers.of(refusal));
        } catch (Outage outage) {
            passage.answer(ProblemAnswers.of(outage));
        } catch (RuntimeException | Error bug) {
            passage.answer(bug(bug));
        }
    }

    private void admit(Passage passage) throws Refusal {
        HttpServerRequest request = passage.request;
        if (draining) {
            throw new Outage("the node stops", 5);
        }
        // SPEC: RFC 9112 6.1: an unknown transfer coding is answered 501; where it ends is unknown.
        String coding = request.getHeader("transfer-encoding");
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            passage.reusable = false;
            passage.answer(
                    ProblemAnswers.of(501, Code.INVALID_REQUEST, "Send no transfer coding."));
            return;
        }
        switch (routes.find(request.method(), request.path() == null ? "" : request.path())) {
            case Routes.Nothing() ->
                    passage.answer(
                            ProblemAnswers.of(404, Code.NOT_FOUND, "There is no such path here."));
            case Routes.WrongMethod(var allowed) ->
                    passage.answer(
                            ProblemAnswers.of(
                                            405,
                                            Code.INVALID_REQUEST,
                                            "The path has no such method.")
                                    .with("Allow", String.join(", ", names(allowed))));
            case Routes.Match(Route route, Map<String, String> places) -> {
                passage.route = route.method() + " " + route.path();
                Caller caller = gate.admit(request, route.access());
                passage.caller = caller.name();
                long wait = wait(caller);
                if (wait > 0) {
                    passage.answer(later("More requests a second than you may make.", wait));
                    return;
                }
                Answer refused = Head.check(request, route);
                if (refused != null) {
                    passage.answer(refused);
                    return;
                }
                Body.checkAnnounced(request, route.mostBytes());
                if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
                    request.response().writeContinue();
                }
                Body.of(vertx, request, route.mostBytes())
                        .onFailure(failure -> {
                            passage.reusable = false;
                            passage.answer(answer(failure));
                        })
                        .onSuccess(body -> read(passage, route, places, caller, body));
            }
        }
    }

    /** Seconds until the first of its limits that stands in the way; 0 where none does. */
    private long wait(Caller caller) {
        for (Caller.Limit one : caller.limits()) {
            long wait = pace.take(one.name(), 1, one.requestsPerSecond(), clock.instant());
            if (wait > 0) {
                return wait;
            }
        }
        return 0;
    }

    private static List<String> names(List<io.vertx.core.http.HttpMethod> methods) {
        return methods.stream().map(io.vertx.core.http.HttpMethod::name).toList();
    }

    private void read(
            Passage passage, Route route, Map<String, String> places, Caller caller, Buffer body) {
        passage.reusable = true;
        Lanes.Held place;
        try {
            place = lanes.take(route.lane(), caller);
        } catch (Outage outage) {
            passage.answer(ProblemAnswers.of(outage));
            return;
        }
        if (place == null) {
            passage.answer(later("Too many of your requests run at once.", 1));
            return;
        }
        HttpServerRequest request = passage.request;
        var ask =
                new Ask(
                        caller,
                        places,
                        query(request),
                        headers(request.headers()),
                        PeerCertificate.of(request),
                        body.getBytes(),
                        passage.gone::get);
        Thread.ofVirtual()
                .name(listener + " " + passage.route)
                .start(() -> {
                    Answer answer;
                    try {
                        answer = route.handler().answer(ask);
                    } catch (Throwable failure) {
                        answer = answer(failure);
                    } finally {
                        place.release();
                    }
                    passage.answer(answer);
                });
    }

    private static Answer later(String detail, long seconds) {
        return ProblemAnswers.of(429, Code.INVALID_REQUEST, detail)
                .with("Retry-After", Long.toString(seconds));
    }

    private Answer answer(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> ProblemAnswers.of(refusal);
            case Outage outage -> {
                LOG.warn("event=outage listener={}", listener, outage);
                yield ProblemAnswers.of(outage);
            }
            default -> bug(failure);
        };
    }

    private Answer bug(Throwable failure) {
        String reference = "urn:uuid:" + UUID.randomUUID();
        LOG.error("event=bug listener={} instance={}", listener, reference, failure);
        return ProblemAnswers.ofBug(reference);
    }

    /** From now on every request is told to come again later. */
    void drain() {
        draining = true;
    }

    /** Waits until no request is under way; false where the time ran out first. */
    boolean awaitNone(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (none) {
            for (long left = millis; underWay > 0 && left > 0; ) {
                none.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
            return underWay == 0;
        }
    }

    private static Map<String, String> query(HttpServerRequest request) {
        Map<String, String> query = new HashMap<>();
        request.params(true).forEach(entry -> query.put(entry.getKey(), entry.getValue()));
        return query;
    }

    private static Map<String, List<String>> headers(MultiMap headers) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach(entry ->
                all.computeIfAbsent(
                                entry.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(entry.getValue()));
        return all;
    }
}
