package io.sealane.core.identity;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Random;

/** Key pairs for tests: the same seed gives the same pair. */
public final class TestKeys {
    private TestKeys() {}

    public static KeySigner es256(long seed) {
        return signer("EC", 256, seed);
    }

    public static KeySigner ed25519(long seed) {
        return signer("Ed25519", 255, seed);
    }

    /** A key for second signatures, a new one each time. */
    public static KeySigner mlDsa65() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-65", "SUN").generateKeyPair();
            return new KeySigner(Key.ofSecond(pair.getPublic()), pair.getPrivate());
        } catch (GeneralSecurityException | Refusal e) {
            throw new AssertionError(e);
        }
    }

    private static KeySigner signer(String algorithm, int bits, long seed) {
        try {
            // Of all providers, the JDK's takes nothing but what its source of randomness gives.
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, "SunEC");
            generator.initialize(bits, new Seeded(seed));
            KeyPair pair = generator.generateKeyPair();
            return new KeySigner(Key.of(pair.getPublic()), pair.getPrivate());
        } catch (GeneralSecurityException | Refusal e) {
            throw new AssertionError(e);
        }
    }

    /** A source of bytes that is everything but secure. */
    public static final class Seeded extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final Random random;

        public Seeded(long seed) {
            this.random = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }
    }
}
