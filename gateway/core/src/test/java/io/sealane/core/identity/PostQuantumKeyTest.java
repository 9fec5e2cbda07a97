package io.sealane.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Base64Url;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;

/** Keys of second signatures: where they are read, and where they are not. */
class PostQuantumKeyTest {
    private static final byte[] INPUT = "header.payload".getBytes(StandardCharsets.US_ASCII);

    /** RFC 9964 A.1: its keys are made of 32 zero bytes. */
    private static final KeyPair PAIR = pair("ML-DSA-65");

    private final Key key = key(PAIR);

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, "SUN");
            generator.initialize(new NamedParameterSpec(algorithm), new Zeros());
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Key key(KeyPair pair) {
        try {
            return Key.ofSecond(pair.getPublic());
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    private static final class Zeros extends SecureRandom {
        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] bytes) {
            java.util.Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The kid of the example in RFC 9964. */
    @Test
    void is_named_by_its_thumbprint_and_written_as_its_rfc_has_it() throws Refusal {
        assertThat(key.kid()).isEqualTo("Suiu29qbfuaBaR4Ats-c6XQBePB_OpAxAwcTR_0KXVM");
        ObjectNode jwk = key.toJwk();
        assertThat(jwk.properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder("alg", "kty", "pub", "kid");
        assertThat(jwk.path("kty").asText()).isEqualTo("AKP");
        assertThat(jwk.path("alg").asText()).isEqualTo("ML-DSA-65");
        assertThat(Key.ofIssuersJwk(jwk)).isEqualTo(key);
    }

    @Test
    void signs_and_verifies_whichever_provider_stands_first() throws Exception {
        var signer = new KeySigner(key, PAIR.getPrivate());
        byte[] signature = signer.sign(INPUT);
        assertThat(signature).hasSize(3309);
        Key again = Key.ofIssuersJwk(key.toJwk());
        assertThat(again.verifies(INPUT, signature)).isTrue();
        signature[7] ^= 1;
        assertThat(again.verifies(INPUT, signature)).isFalse();
        assertThat(again.verifies(INPUT, new byte[64])).isFalse();
        KeyPair other = KeyPairGenerator.getInstance("ML-DSA-65", "SUN").generateKeyPair();
        assertThatThrownBy(() -> new KeySigner(key, other.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A federation key, a presentation key, a client's key: never one of these. */
    @Test
    void is_read_only_where_issuers_keys_are() {
        refused(Code.ALGORITHM_NOT_ALLOWED, () -> Key.ofJwk(key.toJwk()));
        refused(Code.ALGORITHM_NOT_ALLOWED, () -> Key.of(PAIR.getPublic()));
        refused(Code.ALGORITHM_NOT_ALLOWED, () -> Algorithm.ofJose("ML-DSA-65"));
        refused(
                Code.ALGORITHM_NOT_ALLOWED,
                () -> Key.ofSecond(TestKeys.es256(1).key().publicKey()));
        refused(Code.ALGORITHM_NOT_ALLOWED, () -> Key.ofSecond(pair("ML-DSA-44").getPublic()));
    }

    @Test
    void refuses_every_other_text_of_a_key() {
        String pub = key.toJwk().path("pub").asText();
        refused(Code.UNKNOWN_KEY, () -> Key.ofIssuersJwk(jwk().put("priv", "AA")));
        refused(Code.UNKNOWN_KEY, () -> Key.ofIssuersJwk(jwk().put("kid", "my-key")));
        refused(Code.UNKNOWN_KEY, () -> Key.ofIssuersJwk(jwk().put("use", "enc")));
        refused(Code.UNKNOWN_KEY, () -> Key.ofIssuersJwk(jwk().put("pub", pub + "=")));
        refused(Code.UNKNOWN_KEY, () -> Key.ofIssuersJwk(jwk().put("pub", pub.substring(4))));
        refused(Code.UNKNOWN_KEY, () -> Key.ofIssuersJwk(jwk().put("pub", "*" + pub)));
        refused(Code.UNKNOWN_KEY, () -> Key.ofIssuersJwk(jwk().put("pub", 1)));
        refused(
                Code.UNKNOWN_KEY,
                () -> Key.ofIssuersJwk(jwk().put("pub", Base64Url.encode(new byte[1312]))));
        for (String other : new String[] {"ML-DSA-44", "ML-DSA-87", "ES256"}) {
            refused(Code.ALGORITHM_NOT_ALLOWED, () -> Key.ofIssuersJwk(jwk().put("alg", other)));
        }
        refused(Code.ALGORITHM_NOT_ALLOWED, () -> Key.ofIssuersJwk(jwk().without("alg")));
    }

    private ObjectNode jwk() {
        ObjectNode jwk = key.toJwk();
        jwk.remove("kid");
        return jwk;
    }

    private interface Reading {
        Object key() throws Refusal;
    }

    private static void refused(Code code, Reading reading) {
        assertThatThrownBy(reading::key)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
