package io.sealane.core.exchange;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes the ids of documents and deliveries, and the blindings of leaves. */
public final class Identifiers {
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * Makes ids of this clock and randomness.
     *
     * @param random of a quality fit for keys: blindings keep statements secret
     */
    public Identifiers(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A UUIDv7: ids made later sort later. */
    public UUID next() {
        return at(clock.millis());
    }

    /**
     * A UUIDv7 of some millisecond of this second: ids that are made together are not known to be
     * by their times, which readers have to the second anyway.
     */
    UUID nextOfSecond() {
        long second = clock.instant().getEpochSecond();
        return at(second * 1000 + random.nextInt(1000));
    }

    private UUID at(long millis) {
        // SPEC: RFC 9562 5.7: 48 bits of milliseconds, version 7, variant 10, the rest random.
        long high = (millis << 16) | 0x7000 | random.nextInt(1 << 12);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** A blinding: 32 random bytes. */
    public byte[] blinding() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    public RandomGenerator random() {
        return random;
    }
}
