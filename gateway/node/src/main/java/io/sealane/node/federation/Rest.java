package io.sealane.node.federation;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A pause that one thread takes and others can end, also before it begins. */
final class Rest {
    private final Semaphore ends = new Semaphore(0);

    /** Waits; tells whether it was ended early. */
    boolean take(Duration pause) throws InterruptedException {
        return ends.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    void end() {
        if (ends.availablePermits() == 0) {
            ends.release();
        }
    }

    /** What ended no pause until now ends none later. */
    void forget() {
        ends.drainPermits();
    }
}
