package io.sealane.simulation;

import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Digest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A real ES256 key that follows from its name, and signs one message always alike. */
final class DerivedSigner implements Signer {
    /** The JDK's own: of all providers it uses the randomness that it is handed, and no other. */
    private static final String PLATFORM = "SunEC";

    private static final Map<String, KeyPair> LOG_KEYS = new ConcurrentHashMap<>();

    private final byte[] secret;
    private final KeyPair pair;
    private final Key key;

    DerivedSigner(String name) {
        secret = Digest.sha256(("nonces of " + name).getBytes(StandardCharsets.UTF_8));
        pair = pair(name, "EC", new ECGenParameterSpec("secp256r1"));
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

    @Override
    public byte[] sign(byte[] input) {
        byte[] nonces = Digest.sha256(secret, input);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format", PLATFORM);
            signature.initSign(pair.getPrivate(), new DerivedRandom(nonces));
            signature.update(input);
            return signature.sign();
        } catch (GeneralSecurityException notOfThisPlatform) {
            throw new AssertionError(notOfThisPlatform);
        }
    }
}
