package io.sealane.certs;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** Makes key pairs of the kinds Sealane knows, with the JDK's own generators. */
public final class KeyPairs {
    private static final int COORDINATE_LENGTH = 32;

    private KeyPairs() {}

    /** P-256: TLS, documents, presentations, federation. */
    public static KeyPair p256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no P-256", e);
        }
    }

    /** Ed25519: the log. */
    public static KeyPair ed25519() {
        return generated("Ed25519");
    }

    /** ML-DSA-44: the log's post-quantum line. */
    public static KeyPair mlDsa44() {
        return generated("ML-DSA-44");
    }

    /** ML-DSA-65: an issuer's second signature. */
    public static KeyPair mlDsa65() {
        return generated("ML-DSA-65");
    }

    /** The signer of a pair of ML-DSA-65. */
    public static KeySigner second(KeyPair pair) {
        return new KeySigner(secondKey(pair), pair.getPrivate());
    }

    /** The public half of a pair of ML-DSA-65. */
    public static Key secondKey(KeyPair pair) {
        try {
            return Key.ofSecond(pair.getPublic());
        } catch (Refusal e) {
            throw new IllegalArgumentException(e.detail(), e);
        }
    }

    /** The signer of a P-256 or Ed25519 pair. */
    public static KeySigner signer(KeyPair pair) {
        return new KeySigner(publicKey(pair), pair.getPrivate());
    }

    /** The public half of a P-256 or Ed25519 pair, as nodes exchange it. */
    public static Key publicKey(KeyPair pair) {
        try {
            return Key.of(pair.getPublic());
        } catch (Refusal e) {
            throw new IllegalArgumentException(e.detail(), e);
        }
    }

    /** The private JWK of a P-256 pair (RFC 7518 6.2.2): for clients that sign their assertions. */
    public static ObjectNode privateJwk(KeyPair pair) {
        ObjectNode jwk = publicKey(pair).toJwk();
        byte[] scalar = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
        byte[] fixed = new byte[COORDINATE_LENGTH];
        // BigInteger writes a sign byte before a high bit and no leading zeros.
        int length = Math.min(scalar.length, COORDINATE_LENGTH);
        System.arraycopy(scalar, scalar.length - length, fixed, COORDINATE_LENGTH - length, length);
        jwk.put("d", Base64.getUrlEncoder().withoutPadding().encodeToString(fixed));
        Arrays.fill(fixed, (byte) 0);
        return jwk;
    }

    private static KeyPair generated(String algorithm) {
        try {
            // Other providers make keys of ML-DSA that the JDK's own signatures do not know.
            return algorithm.startsWith("ML-DSA")
                    ? KeyPairGenerator.getInstance(algorithm, "SUN").generateKeyPair()
                    : KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no " + algorithm, e);
        }
    }
}
