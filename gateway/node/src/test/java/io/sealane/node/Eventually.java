package io.sealane.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what is expected to happen, for a limited time. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Eventually() {}

    /** A question that may fail. */
    @FunctionalInterface
    public interface Question {
        boolean isSo() throws Exception;
    }

    /** Asks again and again, and fails after half a minute. */
    public static void holds(Question question) throws Exception {
        var never = new CountDownLatch(1);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!question.isSo()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen within " + PATIENCE);
            }
            boolean _ = never.await(20, TimeUnit.MILLISECONDS);
        }
    }
}
