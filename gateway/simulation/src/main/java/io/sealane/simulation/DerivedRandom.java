package io.sealane.simulation;

import io.sealane.core.json.Digest;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;

/**
 * What looks random and follows from a seed: SHA-256 of the seed and a counter. Keys that are made
 * from it are the same in every run.
 */
final class DerivedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    DerivedRandom(byte[] seed) {
        super(new Stream(seed), null);
    }

    private static final class Stream extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;
        private static final int BLOCK = 32;

        private final byte[] seed;
        private long counter;

        Stream(byte[] seed) {
            this.seed = seed;
        }

        @Override
        protected void engineSetSeed(byte[] more) {
            // What follows from the seed follows from nothing else.
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            for (int at = 0; at < bytes.length; at += BLOCK) {
                byte[] block =
                        Digest.sha256(
                                seed, ByteBuffer.allocate(Long.BYTES).putLong(counter++).array());
                System.arraycopy(block, 0, bytes, at, Math.min(BLOCK, bytes.length - at));
            }
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            var bytes = new byte[count];
            engineNextBytes(bytes);
            return bytes;
        }
    }
}
