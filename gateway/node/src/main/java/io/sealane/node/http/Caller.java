package io.sealane.node.http;

import io.sealane.core.identity.PartyId;

import java.util.List;

/** Who is at the other end of a request, as far as it was proven. */
public sealed interface Caller {
    /** For log lines and limits. */
    String name();

    /** Whose share of the node it uses: of a party's accounts, the party's. */
    default String share() {
        return name();
    }

    /** How fast it may ask: itself, and all together who act as the same party. */
    default List<Limit> limits() {
        return List.of();
    }

    /** How many requests a second may be made under a name; 0 is no limit. */
    record Limit(String name, int requestsPerSecond) {}

    /** Nobody in particular: a route that is open. */
    record Anyone() implements Caller {
        @Override
        public String name() {
            return "anyone";
        }
    }

    /**
     * A party of this node.
     *
     * @param client as which it asks: its name, or that of an account, {@code party/account}
     */
    record Party(PartyId id, String client, List<Limit> limits) implements Caller {
        @Override
        public String name() {
            return client;
        }

        @Override
        public String share() {
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
