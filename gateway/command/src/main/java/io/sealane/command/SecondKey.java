package io.sealane.command;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;

/** A party's own key for second signatures: a file with a private JWK of ML-DSA-65 (RFC 9964). */
final class SecondKey {
    private static final int SEED_BYTES = 32;

    private SecondKey() {}

    /**
     * Reads a key file.
     *
     * @throws Refusal if it is no private JWK of ML-DSA-65
     */
    static KeySigner read(Path file) throws IOException, Refusal {
        ObjectNode jwk = Json.parseObject(Files.readAllBytes(file));
        byte[] seed =
                Base64Url.decode(
                        Members.of(jwk, Code.INVALID_REQUEST, "A private JWK of ML-DSA-65")
                                .base64Url("priv", SEED_BYTES));
        Key key = Key.ofIssuersJwk(jwk.deepCopy().without("priv"));
        try {
            return new KeySigner(key, ofSeed(seed).getPrivate());
        } catch (IllegalArgumentException e) {
            throw new Refusal(Code.INVALID_REQUEST, file + ": the private part is of another key.");
        }
    }

    /**
     * Makes a new key, in a file that was not there.
     *
     * @return what the node's operator registers beside the party's first key
     */
    static Key make(Path file) throws IOException, Refusal {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        Key key = Key.ofSecond(ofSeed(seed).getPublic());
        SigningKey.write(file, key.toJwk().put("priv", Base64Url.encode(seed)));
        return key;
    }

    // SPEC: RFC 9964 4: priv is the seed. FIPS 204 6.1: it is all that a key is made of. The JDK
    // reads no seed, so that its generator is given one in the place of what is random.
    private static KeyPair ofSeed(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-DSA-65", "SUN");
            generator.initialize(NamedParameterSpec.ML_DSA_65, new Seed(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK makes no such key", e);
        }
    }

    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != SEED_BYTES) {
                throw new IllegalStateException("the JDK makes keys in another way");
            }
            System.arraycopy(seed, 0, bytes, 0, SEED_BYTES);
        }
    }
}
