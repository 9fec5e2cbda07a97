package io.sealane.core.exchange;

import io.sealane.core.identity.Outage;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys that partners signed with and that this node does not know. A partner that has just changed
 * its keys would be refused for good by who has not heard of it: so it is asked again, once a key,
 * and what it signed waits for the answer.
 */
public final class UnknownKeys {
    /** Of one partner; who names more has the oldest of them asked about again. */
    private static final int MOST = 64;

    private static final int RETRY_AFTER_SECONDS = 1;

    private final Map<String, Map<String, Instant>> asked = new ConcurrentHashMap<>();
    private final Map<String, Instant> heard = new ConcurrentHashMap<>();
    private volatile Inquiry inquiry = node -> false;

    /** Asks a partner again who it is, and who its parties are. */
    @FunctionalInterface
    public interface Inquiry {
        /** Whether it is asked now; the answer comes by {@link Neighbours#heard}. */
        boolean again(String node);
    }

    void ask(Inquiry whom) {
        inquiry = whom;
    }

    void heard(String node, Instant when) {
        heard.merge(node, when, (one, other) -> one.isAfter(other) ? one : other);
    }

    void await(String node, String kid, Instant now) {
        Map<String, Instant> keys = asked.computeIfAbsent(node, any -> new Bounded());
        Instant first;
        synchronized (keys) {
            first = keys.putIfAbsent(kid, now);
        }
        boolean answered =
                first == null
                        ? !inquiry.again(node)
                        : heard.getOrDefault(node, Instant.MIN).isAfter(first);
        if (!answered) {
            throw new Outage(node + " is asked whether a key is its own.", RETRY_AFTER_SECONDS);
        }
    }

    private static final class Bounded extends LinkedHashMap<String, Instant> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    }
}
