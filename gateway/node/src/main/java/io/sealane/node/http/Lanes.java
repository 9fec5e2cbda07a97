package io.sealane.node.http;

import io.sealane.core.identity.Outage;
import io.sealane.node.http.Route.Lane;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests run at once: a fixed number of each kind, and of those no single caller holds
 * more than half. Who finds no place is told at once; nothing queues without bound.
 */
final class Lanes {
    private static final int WORKERS = 256;
    private static final int WAITERS = 2_048;
    private static final int HEALTH = 32;

    private final Map<Lane, Places> lanes = new EnumMap<>(Lane.class);

    Lanes() {
        lanes.put(Lane.WORK, new Places(WORKERS));
        lanes.put(Lane.WAIT, new Places(WAITERS));
        lanes.put(Lane.HEALTH, new Places(HEALTH));
    }

    /** A place that is held. */
    @FunctionalInterface
    interface Held {
        void release();
    }

    /**
     * Takes a place.
     *
     * @return null if the caller holds its share already
     * @throws Outage if all places are taken
     */
    @Nullable Held take(Lane lane, Caller caller) {
        Places places = lanes.get(lane);
        if (places == null) {
            throw new IllegalStateException("a lane without places");
        }
        return places.take(caller.share());
    }

    private static final class Places {
        private final Semaphore all;
        private final int share;
        private final Map<String, AtomicInteger> held = new ConcurrentHashMap<>();

        Places(int count) {
            this.all = new Semaphore(count);
            this.share = count / 2;
        }

        @Nullable Held take(String caller) {
            // Callers are few: those of the configuration, and "anyone".
            AtomicInteger its = held.computeIfAbsent(caller, name -> new AtomicInteger());
            if (its.incrementAndGet() > share) {
                its.decrementAndGet();
                return null;
            }
            if (!all.tryAcquire()) {
                its.decrementAndGet();
                throw new Outage("all places for requests are taken", 1);
            }
            return () -> {
                all.release();
                its.decrementAndGet();
            };
        }
    }
}
