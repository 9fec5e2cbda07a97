package io.sealane.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What everything in a history shares.
 *
 * @param random where every choice comes from
 */
record World(
        Loop loop,
        SplittableRandom random,
        Trace trace,
        Tally tally,
        Watch watch,
        Setting setting,
        Build build) {

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    Duration millis(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most + 1));
    }

    Duration seconds(int least, int most) {
        return millis(least * 1000, most * 1000);
    }
}
