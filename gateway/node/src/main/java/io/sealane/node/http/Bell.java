package io.sealane.node.http;

import java.util.concurrent.TimeUnit;

/** Rings when something happened; who waits wakes. */
public final class Bell {
    private long rings;

    /** Wakes all that wait. */
    public synchronized void ring() {
        rings++;
        notifyAll();
    }

    /** How often it rang: to be asked before one looks, and handed to {@link #await}. */
    synchronized long rings() {
        return rings;
    }

    /** Waits for a ring after those counted, or for the time to pass. */
    synchronized void await(long counted, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; rings == counted && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }
}
