package io.sealane.core.exchange;

import io.sealane.core.exchange.Store.Lease;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** A channel that begins here, in a {@link MemoryStore}: its next number, and who may give it. */
final class MemoryOutbound {
    long nextSeq = 1;
    byte[] prev = new byte[32];
    long epoch;
    private @Nullable String owner;
    private Instant until = Instant.MIN;

    @Nullable Lease lease(String asking, Instant now, Duration length) {
        if (!asking.equals(owner)) {
            if (now.isBefore(until)) {
                return null;
            }
            owner = asking;
            epoch++;
        }
        until = now.plus(length);
        return new Lease(epoch, nextSeq, prev);
    }

    void release(String former) {
        if (former.equals(owner)) {
            until = Instant.MIN;
            owner = null;
        }
    }
}
