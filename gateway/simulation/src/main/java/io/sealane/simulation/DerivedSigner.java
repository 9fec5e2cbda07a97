package io.sealane.simulation;

import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Digest;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A real ES256 key that follows from its name, and signs one message always alike.
 *
 * <p>Its nonces are a few that are known beforehand, with their points: what is left of signing is
 * two products. Two messages under one nonce tell everybody the key; here nobody listens.
 */
final class DerivedSigner implements Signer {
    /** The JDK's own: of all providers it uses the randomness that it is handed, and no other. */
    private static final String PLATFORM = "SunEC";

    private static final int NUMBER_LENGTH = 32;
    private static final Map<String, KeyPair> LOG_KEYS = new ConcurrentHashMap<>();

    /**
     * A number k less than the order of the curve.
     *
     * @param inverse of k, modulo the order
     * @param r the x coordinate of k times the generator, modulo the order
     */
    private record Nonce(BigInteger inverse, BigInteger r) {
        static Nonce number(int i) {
            // A key pair is such a number and its point.
            KeyPair pair = p256("nonce " + i);
            BigInteger order = order(pair);
            return new Nonce(
                    ((ECPrivateKey) pair.getPrivate()).getS().modInverse(order),
                    ((ECPublicKey) pair.getPublic()).getW().getAffineX().mod(order));
        }
    }

    private static final Nonce[] NONCES =
            IntStream.range(0, 16).mapToObj(Nonce::number).toArray(Nonce[]::new);

    private final BigInteger secret;
    private final BigInteger order;
    private final Key key;

    DerivedSigner(String name) {
        KeyPair pair = p256(name);
        secret = ((ECPrivateKey) pair.getPrivate()).getS();
        order = order(pair);
        try {
            key = Key.of(pair.getPublic());
        } catch (Refusal notAKey) {
            throw new AssertionError(notAKey);
        }
    }

    /** The Ed25519 key pair of a log. */
    static KeyPair logKeys(String origin) {
        return LOG_KEYS.computeIfAbsent(
                origin, name -> pair(name, "Ed25519", NamedParameterSpec.ED25519));
    }

    private static KeyPair p256(String name) {
        return pair(name, "EC", new ECGenParameterSpec("secp256r1"));
    }

    private static BigInteger order(KeyPair pair) {
        return ((ECPrivateKey) pair.getPrivate()).getParams().getOrder();
    }

    private static KeyPair pair(String name, String algorithm, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, PLATFORM);
            generator.initialize(
                    parameters, new DerivedRandom(name.getBytes(StandardCharsets.UTF_8)));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException notOfThisPlatform) {
            throw new AssertionError(notOfThisPlatform);
        }
    }

    Key key() {
        return key;
    }

    @Override
    public String kid() {
        return key.kid();
    }

    @Override
    public Algorithm algorithm() {
        return key.algorithm();
    }

    // SPEC: FIPS 186-5 6.4.1: s = k^-1 (e + r d) mod n, where e is the digest; RFC 7518 3.4: r and
    // s, 32 bytes each.
    @Override
    public byte[] sign(byte[] input) {
        byte[] digest = Digest.sha256(input);
        Nonce nonce = NONCES[Byte.toUnsignedInt(digest[0]) % NONCES.length];
        BigInteger s =
                new BigInteger(1, digest)
                        .add(nonce.r().multiply(secret))
                        .multiply(nonce.inverse())
                        .mod(order);
        var signature = new byte[2 * NUMBER_LENGTH];
        write(nonce.r(), signature, NUMBER_LENGTH);
        write(s, signature, signature.length);
        return signature;
    }

    /** Writes a number so that its last byte is the one before {@code end}. */
    private static void write(BigInteger number, byte[] to, int end) {
        byte[] bytes = number.toByteArray();
        int length = Math.min(bytes.length, NUMBER_LENGTH);
        System.arraycopy(bytes, bytes.length - length, to, end - length, length);
    }
}
