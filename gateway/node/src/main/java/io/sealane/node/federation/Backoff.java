package io.sealane.node.federation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after failures: from 1 s to 5 min, doubling, half of it by chance. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 9;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    void succeeded() {
        failures = 0;
    }

    /** The pause after one more failure. */
    Duration failed() {
        long ceiling =
                Math.min(
                        LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        // Many senders that lost one partner at one moment do not come back at one moment.
        return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
    }

    int failures() {
        return failures;
    }
}
