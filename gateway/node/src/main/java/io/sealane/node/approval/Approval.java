package io.sealane.node.approval;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * An act that an operator asked for, and what became of it.
 *
 * @param by the operator who asked
 * @param until when another one may confirm it
 * @param decision null while none was made
 */
public record Approval(
        UUID id, Act act, String by, Instant at, Instant until, @Nullable Decision decision) {

    /** What became of it. */
    public enum State {
        /** It waits for another operator. */
        ASKED,
        /** Nobody confirmed it in its time. */
        EXPIRED,
        /** An operator took it back, or declined it. */
        WITHDRAWN,
        /** It was confirmed, and has taken place. */
        DONE,
        /** It was confirmed, and the node refused it. */
        REFUSED;

        /** The name on the wire, e.g. {@code asked}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The state of that wire name. */
        public static State ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What was decided.
     *
     * @param state WITHDRAWN, DONE or REFUSED
     * @param by who confirmed it, or withdrew it
     * @param code why the node refused it; null where it did not
     */
    public record Decision(State state, String by, Instant at, @Nullable String code) {}

    /** How it stands. */
    public State state(Instant now) {
        if (decision != null) {
            return decision.state();
        }
        return now.isBefore(until) ? State.ASKED : State.EXPIRED;
    }
}
