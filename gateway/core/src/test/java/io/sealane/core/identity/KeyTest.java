package io.sealane.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Base64Url;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.util.HexFormat;

class KeyTest {
    private static final byte[] INPUT = "input".getBytes(StandardCharsets.US_ASCII);

    @Test
    void a_key_read_back_from_its_jwk_is_the_same_key() throws Refusal {
        for (KeySigner signer : new KeySigner[] {TestKeys.es256(1), TestKeys.ed25519(1)}) {
            Key again = Key.ofJwk(signer.key().toJwk());
            assertThat(again).isEqualTo(signer.key());
            assertThat(again.toJwk()).isEqualTo(signer.key().toJwk());
            assertThat(again.kid()).isEqualTo(signer.kid());
        }
    }

    @Test
    void a_seed_gives_one_pair_and_another_seed_another() {
        assertThat(TestKeys.es256(1).key()).isEqualTo(TestKeys.es256(1).key());
        assertThat(TestKeys.ed25519(1).key()).isEqualTo(TestKeys.ed25519(1).key());
        assertThat(TestKeys.es256(1).key()).isNotEqualTo(TestKeys.es256(2).key());
    }

    @Test
    void verifies_what_its_pair_signed_and_nothing_else() {
        for (KeySigner signer : new KeySigner[] {TestKeys.es256(1), TestKeys.ed25519(1)}) {
            byte[] signature = signer.sign(INPUT);
            assertThat(signature).hasSize(64);
            assertThat(signer.key().verifies(INPUT, signature)).isTrue();
            assertThat(signer.key().verifies(new byte[] {1}, signature)).isFalse();
            for (int i = 0; i < signature.length; i++) {
                byte[] changed = signature.clone();
                changed[i] ^= 1;
                assertThat(signer.key().verifies(INPUT, changed)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 63, 65, 66, 128})
    void refuses_signatures_of_another_length(int length) {
        assertThat(TestKeys.es256(1).key().verifies(INPUT, new byte[length])).isFalse();
        assertThat(TestKeys.ed25519(1).key().verifies(INPUT, new byte[length])).isFalse();
    }

    @Test
    void refuses_the_same_two_numbers_in_fewer_bytes() throws Exception {
        // Found by trying: a signature of es256(1) over INPUT in which both numbers begin with 00.
        String r = "000c71d7513a74bdd892c8d41c0a54bd3b37ef45c25e75cca8348d8788a609a2";
        String s = "00e0bdf78db82d39253bc1f7dbceaf164236c02363d498c247e787415c4f2e25";
        Key key = TestKeys.es256(1).key();
        assertThat(key.verifies(INPUT, HexFormat.of().parseHex(r + s))).isTrue();
        byte[] shorter = HexFormat.of().parseHex(r.substring(2) + s.substring(2));
        // The JDK takes it, so that one signature would have two texts.
        var platform = Key.signature(Algorithm.ES256, Security.getProvider("SunEC"));
        platform.initVerify(key.publicKey());
        platform.update(INPUT);
        assertThat(platform.verify(shorter)).isTrue();
        assertThat(key.verifies(INPUT, shorter)).isFalse();
    }

    /** Whatever else is wrong with them: a secret or RSA key has no curve, and private members. */
    @Test
    void refuses_keys_of_other_algorithms_for_that() {
        refusedForAlgorithm(() -> Key.ofJwk(jwk().put("kty", "RSA")));
        refusedForAlgorithm(() -> Key.ofJwk(jwk().put("crv", "P-384")));
        refusedForAlgorithm(() -> Key.ofJwk(jwk().put("crv", "secp256k1").put("d", "AA")));
        refusedForAlgorithm(() -> Key.ofJwk(jwk().without("crv")));
        refusedForAlgorithm(() -> Key.ofJwk(jwk().objectNode().put("kty", "oct").put("k", "AA")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "k", "p", "oth"})
    void refuses_a_jwk_with_private_members(String member) {
        ObjectNode jwk = TestKeys.es256(1).key().toJwk().put(member, "AA");
        refused(() -> Key.ofJwk(jwk));
    }

    @Test
    void refuses_jwks_that_are_ill_formed_or_meant_for_something_else() {
        refused(() -> Key.ofJwk(jwk().put("crv", 256)));
        refused(() -> Key.ofJwk(jwk().put("use", "enc")));
        refused(() -> Key.ofJwk(jwk().put("alg", "ES384")));
        refused(() -> Key.ofJwk(jwk().put("kid", "my-key")));
        ObjectNode encrypting = jwk();
        encrypting.putArray("key_ops").add("encrypt");
        refused(() -> Key.ofJwk(encrypting));
        refused(() -> Key.ofJwk(jwk().arrayNode()));
    }

    @Test
    void refuses_coordinates_that_are_not_a_point_or_not_the_one_text_of_it() {
        String x = jwk().get("x").textValue();
        refused(() -> Key.ofJwk(unnamed().put("x", x + "=")));
        refused(() -> Key.ofJwk(unnamed().put("x", x.substring(1))));
        refused(() -> Key.ofJwk(unnamed().put("x", "AA" + x)));
        refused(() -> Key.ofJwk(unnamed().put("x", "*" + x.substring(1))));
        refused(() -> Key.ofJwk(unnamed().put("x", Base64Url.encode(new byte[32]))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0200000000000000000000000000000000000000000000000000000000000000"
            })
    void refuses_ed25519_keys_of_small_order_not_reduced_or_off_the_curve(String hex) {
        ObjectNode jwk =
                unnamed()
                        .put("kty", "OKP")
                        .put("crv", "Ed25519")
                        .put("x", Base64Url.encode(HexFormat.of().parseHex(hex)));
        jwk.remove("y");
        refused(() -> Key.ofJwk(jwk));
    }

    @Test
    void signs_and_verifies_in_the_provider_it_is_told_to() throws Exception {
        Provider provider = Security.getProvider("SunEC");
        for (String kind : new String[] {"EC", "Ed25519"}) {
            var generator = KeyPairGenerator.getInstance(kind, provider);
            generator.initialize(kind.equals("EC") ? 256 : 255);
            var pair = generator.generateKeyPair();
            Key there = Key.of(pair.getPublic(), provider);
            byte[] signature = new KeySigner(there, pair.getPrivate(), provider).sign(INPUT);
            assertThat(there.verifies(INPUT, signature)).isTrue();
            assertThat(Key.of(pair.getPublic()).verifies(INPUT, signature)).isTrue();
        }
        Provider without = Security.getProvider("SUN");
        for (KeySigner signer : new KeySigner[] {TestKeys.es256(1), TestKeys.ed25519(1)}) {
            assertThatThrownBy(() -> Key.ofJwk(signer.key().toJwk(), without))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_signer_of_two_halves_of_different_pairs_is_not_made() throws Exception {
        var generator = KeyPairGenerator.getInstance("Ed25519");
        var other = generator.generateKeyPair().getPrivate();
        assertThatThrownBy(() -> new KeySigner(TestKeys.ed25519(1).key(), other))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ObjectNode jwk() {
        return TestKeys.es256(1).key().toJwk();
    }

    private static ObjectNode unnamed() {
        ObjectNode jwk = jwk();
        jwk.remove("kid");
        return jwk;
    }

    private static void refused(ThrowingCallable reading) {
        refused(Code.UNKNOWN_KEY, reading);
    }

    private static void refusedForAlgorithm(ThrowingCallable reading) {
        refused(Code.ALGORITHM_NOT_ALLOWED, reading);
    }

    private static void refused(Code code, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
