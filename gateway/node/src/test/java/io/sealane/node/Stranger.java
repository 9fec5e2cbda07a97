package io.sealane.node;

import io.sealane.certs.Authority;
import io.sealane.certs.NodeKeys;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A node that is nobody's partner yet, and says of itself what it must to become one. */
final class Stranger implements AutoCloseable {
    static final String NAME = "fr.sealane.example";

    private final NodeKeys keys;
    private final Portrait portrait;
    private final String address;

    Stranger() {
        Instant now = Instant.now();
        Authority authority = Authority.create("FR", now);
        keys = NodeKeys.create(NAME, List.of("127.0.0.1"), authority, now, Duration.ofDays(30));
        // Nobody gets so far as to call it.
        portrait = new Portrait(NAME, keys, "https://127.0.0.1:1");
        address = portrait.publish();
    }

    /** Where it publishes its configuration. */
    String address() {
        return address;
    }

    String fingerprint() {
        return keys.federationKey().kid();
    }

    @Override
    public void close() {
        portrait.close();
    }
}
