package io.sealane.node.federation;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.exchange.Errands;
import io.sealane.core.exchange.Register.Errand;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Hands partners what they are to have of agreements, to each in order, again until it is taken. A
 * partner that does not answer holds up its own errands only.
 */
public final class Envoy {
    private static final Logger LOG = LoggerFactory.getLogger(Envoy.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final String PATH = "/federation/v1/agreements";
    private static final int OK = 200;
    private static final int TOO_MANY = 429;

    /** What passes when the other side has mended something: tried again. */
    private static final Set<Code> PASSING =
            Set.of(
                    Code.UNKNOWN_PEER,
                    Code.CERTIFICATE_EXPIRED,
                    Code.CERTIFICATE_REVOKED,
                    Code.CLOCK_SKEW);

    private final Links links;
    private final Errands errands;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Consumer<String> changed;
    private final Semaphore calls = new Semaphore(0);
    private final Map<String, Way> ways = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofVirtual().name("envoy").unstarted(this::serve);
    private volatile boolean stopping;

    /**
     * An envoy to all partners.
     *
     * @param changed is told the partner with which something changed
     */
    public Envoy(
            Links links,
            Errands errands,
            InstantSource clock,
            RandomGenerator random,
            Consumer<String> changed) {
        this.links = links;
        this.errands = errands;
        this.clock = clock;
        this.random = random;
        this.changed = changed;
    }

    /** The way to one partner: one errand at a time, and when to try again. */
    private static final class Way {
        private final Backoff backoff;
        private Instant next = Instant.MIN;
        private boolean underWay;

        Way(Backoff backoff) {
            this.backoff = backoff;
        }

        synchronized boolean take(Instant now) {
            if (underWay || now.isBefore(next)) {
                return false;
            }
            underWay = true;
            return true;
        }

        synchronized void leave(Instant again) {
            underWay = false;
            next = again;
        }
    }

    public void start() {
        thread.start();
    }

    public void stop() throws InterruptedException {
        stopping = true;
        calls.release();
        thread.join(Duration.ofSeconds(10));
    }

    /** There is something to hand over: now, also to a partner that did not answer before. */
    public void call() {
        ways.values()
                .forEach(way -> {
                    synchronized (way) {
                        way.next = Instant.MIN;
                    }
                });
        calls.release();
    }

    private void serve() {
        while (!stopping) {
            try {
                boolean _ = calls.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                calls.drainPermits();
                if (!stopping) {
                    setOut();
                }
            } catch (InterruptedException e) {
                return;
            } catch (Outage outage) {
                LOG.debug("event=poll-failed", outage); // The heartbeat tells of it.
            } catch (RuntimeException | Error bug) {
                LOG.error("event=bug what=envoy", bug);
            }
        }
    }

    private void setOut() {
        Map<String, Errand> first = new LinkedHashMap<>();
        errands.open().forEach(errand -> first.putIfAbsent(errand.peer(), errand));
        first.forEach((peer, errand) -> {
            Way way = ways.computeIfAbsent(peer, _ -> new Way(new Backoff(random)));
            if (way.take(clock.instant())) {
                Thread.ofVirtual().name("envoy " + peer).start(() -> go(way, errand));
            }
        });
    }

    private void go(Way way, Errand errand) {
        Duration pause = Duration.ZERO;
        try {
            hand(errand);
            way.backoff.succeeded();
        } catch (Outage | Refusal failure) {
            if (way.backoff.failures() == 0) {
                LOG.warn("event=errand-waits partner={}", errand.peer(), failure);
            }
            pause = way.backoff.failed();
        } catch (RuntimeException | Error bug) {
            LOG.error("event=bug what=envoy partner={}", errand.peer(), bug);
            pause = way.backoff.failed();
        }
        way.leave(clock.instant().plus(pause));
        if (pause.isZero()) {
            calls.release(); // For the next one to this partner.
        }
    }

    private void hand(Errand errand) throws Refusal {
        PartnerClient.Reply reply =
                links.to(errand.peer()).post(PATH, "application/json", Errands.request(errand));
        if (reply.status() == OK) {
            errands.handedOver(errand, reply.body()); // else MISMATCH: tried again
            LOG.info("event=errand-done partner={} name={}", errand.peer(), errand.name());
        } else {
            Code code = finalCode(errand, reply);
            if (code == null) {
                throw new Outage(errand.peer() + " answers " + reply.status(), 1);
            }
            errands.declined(errand, code);
            LOG.warn(
                    "event=errand-declined partner={} name={} code={}",
                    errand.peer(),
                    errand.name(),
                    code);
        }
        changed.accept(errand.peer());
    }

    /** Why it will never be taken; null where it may yet be. */
    private static @Nullable Code finalCode(Errand errand, PartnerClient.Reply reply) {
        if (reply.status() >= 500 || reply.status() == TOO_MANY) {
            return null;
        }
        try {
            JsonNode problem = Json.parse(reply.body());
            Code code = Code.ofWireName(problem.path("code").asText());
            // A node of an older release does not have the path yet.
            boolean noPath = code == Code.NOT_FOUND && !errand.isNotice();
            return code == null || noPath || PASSING.contains(code) ? null : code;
        } catch (Refusal notAProblem) {
            return null;
        }
    }
}
