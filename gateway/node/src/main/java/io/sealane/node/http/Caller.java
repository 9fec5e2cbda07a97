package io.sealane.node.http;

import io.sealane.core.identity.PartyId;

/** Who is at the other end of a request, as far as it was proven. */
public sealed interface Caller {
    /** For log lines and limits. */
    String name();

    /** How many requests a second it may make; 0 is no limit. */
    default int requestsPerSecond() {
        return 0;
    }

    /** Nobody in particular: a route that is open. */
    record Anyone() implements Caller {
        @Override
        public String name() {
            return "anyone";
        }
    }

    /** A party of this node. */
    record Party(PartyId id, int requestsPerSecond) implements Caller {
        @Override
        public String name() {
            return id.name();
        }
    }

    /** Who may read the log and nothing else. */
    record Auditor(String name) implements Caller {}

    /** Who runs this node. */
    record Operator(String name) implements Caller {}

    /** Another node. */
    record Partner(String name) implements Caller {}
}
