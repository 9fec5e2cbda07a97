package io.sealane.core.exchange;

import io.sealane.core.identity.Outage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is kept of deliveries for as long as their grants say: the disclosures, with their salts.
 *
 * <p>Two implementations, as of {@link Store}.
 */
public interface Holdings {
    /**
     * The line of an agreement under which something was received.
     *
     * @param agreement hash of its payload
     */
    record Under(byte[] agreement, String vct, String role) {}

    /**
     * A delivery whose disclosures are still there.
     *
     * @param index position of its admitted leaf
     * @param at when it was admitted
     */
    record Held(UUID delivery, long index, Instant at) {}

    /** What was admitted before a time, oldest first, at most so many. */
    List<Held> due(int log, Under line, Instant before, int limit) throws Outage;

    /**
     * Lets go of the keys that covered nothing but what is erased, for good: what backups hold of
     * it is unreadable from here on. To be called when nothing is due.
     */
    void forget(int log, Under line, Instant before) throws Outage;
}
