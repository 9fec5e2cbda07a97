package io.sealane.node.http;

import io.vertx.core.http.HttpConnection;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The open connections of a listener. One on which no request is under way for a while is closed,
 * however many bytes trickle in on it: a head that never ends, pings, settings.
 */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final int MOST = 4_096;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Map<HttpConnection, State> open = new ConcurrentHashMap<>();

    Connections(InstantSource clock) {
        this.clock = clock;
    }

    private static final class State {
        private int underWay;
        private Instant closeAt;

        State(Instant closeAt) {
            this.closeAt = closeAt;
        }

        synchronized void begin() {
            underWay++;
        }

        synchronized void end(Instant next) {
            underWay--;
            closeAt = next;
        }

        synchronized boolean isOver(Instant now) {
            return underWay == 0 && now.isAfter(closeAt);
        }

        synchronized boolean isIdle() {
            return underWay == 0;
        }
    }

    void opened(HttpConnection connection) {
        if (open.size() >= MOST) {
            connection.close();
            return;
        }
        open.put(connection, new State(clock.instant().plus(FIRST_REQUEST)));
        connection.closeHandler(closed -> open.remove(connection));
    }

    void begin(HttpConnection connection) {
        State state = open.get(connection);
        if (state != null) {
            state.begin();
        }
    }

    void end(HttpConnection connection) {
        State state = open.get(connection);
        if (state != null) {
            state.end(clock.instant().plus(IDLE));
        }
    }

    /**
     * Closes what has been idle for too long, and what belongs to someone who is welcome no more,
     * whatever is under way on it.
     *
     * @param keeps whether the peer with this certificate still is
     */
    void sweep(Predicate<X509Certificate> keeps) {
        Instant now = clock.instant();
        open.forEach((connection, state) -> {
            X509Certificate peer = PeerCertificate.of(connection);
            if (peer != null && !keeps.test(peer)) {
                LOG.warn("event=connection-cut");
                connection.close();
            } else if (state.isOver(now)) {
                connection.close();
            }
        });
    }

    /** Closes what is idle, whenever it last was used: the listener stops. */
    void closeIdle() {
        open.forEach((connection, state) -> {
            if (state.isIdle()) {
                connection.close();
            }
        });
    }

    int count() {
        return open.size();
    }
}
