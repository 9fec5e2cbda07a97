package io.sealane.node;

import io.sealane.core.identity.Outage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a node does at its start and then once a day; what could not be done, after a minute. */
final class Daily {
    private static final Logger LOG = LoggerFactory.getLogger(Daily.class);
    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final long LOOK_SECONDS = 30;

    private final List<Runnable> chores;
    private final Instant[] due;
    private final InstantSource clock;
    private final Thread thread = Thread.ofVirtual().name("daily").unstarted(this::lookOn);
    private final CountDownLatch stopped = new CountDownLatch(1);

    Daily(List<Runnable> chores, InstantSource clock) {
        this.chores = List.copyOf(chores);
        this.due = new Instant[chores.size()];
        Arrays.fill(due, Instant.MIN);
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    void stop() throws InterruptedException {
        stopped.countDown();
        thread.join(Duration.ofSeconds(10));
    }

    private void lookOn() {
        try {
            do {
                look();
            } while (!stopped.await(LOOK_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is due: the clock is looked at, since a machine may sleep for days. */
    void look() {
        for (int i = 0; i < due.length; i++) {
            Instant now = clock.instant();
            if (now.isBefore(due[i])) {
                continue;
            }
            due[i] = now.plus(AGAIN);
            try {
                chores.get(i).run();
                due[i] = now.plus(EVERY);
            } catch (Outage outage) {
                LOG.warn("event=outage what=daily", outage);
            } catch (RuntimeException | Error bug) {
                LOG.error("event=bug what=daily", bug);
            }
        }
    }
}
