package io.sealane.core.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class JwsTest {
    private static final KeySigner SIGNER = TestKeys.es256(1);
    private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    @Test
    void what_is_signed_is_read_back_and_verifies() throws Refusal {
        for (KeySigner signer : new KeySigner[] {SIGNER, TestKeys.ed25519(1)}) {
            Jws made = Jws.draft("t", PAYLOAD, signer).sign(signer);
            Jws read = Jws.parse(made.compact(), "t");
            read.verify(signer.key(), Code.BAD_SIGNATURE);
            assertThat(read.header()).isEqualTo(made.header());
            assertThat(read.payload()).isEqualTo(PAYLOAD);
            assertThat(read.signingInputHash())
                    .isEqualTo(
                            Digest.sha256(
                                    made.compact().substring(0, made.compact().lastIndexOf('.'))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"alg\":\"none\"",
                "\"alg\":\"HS256\"",
                "\"alg\":\"RS256\"",
                "\"alg\":\"ES384\"",
                "\"alg\":\"es256\""
            })
    void refuses_other_algorithms_by_name(String alg) {
        String header = "{%s,\"kid\":\"%s\",\"typ\":\"t\"}".formatted(alg, SIGNER.kid());
        String token = Forge.token(header, "{}", SIGNER);
        refused(Code.ALGORITHM_NOT_ALLOWED, () -> Jws.parse(token, "t"));
        refused(Code.ALGORITHM_NOT_ALLOWED, () -> Jws.parseForeign(token));
    }

    /** Nothing behind the header is looked at: other forms than base64url may stand there. */
    @Test
    void refuses_another_algorithm_before_anything_else_is_wrong() {
        String header =
                Base64Url.encode(
                        "{\"alg\":\"HS256\",\"crit\":[\"b64\"]}".getBytes(StandardCharsets.UTF_8));
        String token = header + ".$ 02.=";
        refused(Code.ALGORITHM_NOT_ALLOWED, () -> Jws.parseForeign(token));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jwk\":{}",
                "\"jku\":\"https://x.example\"",
                "\"x5u\":\"https://x.example\"",
                "\"x5c\":[]",
                "\"crit\":[]",
                "\"b64\":false",
                "\"cty\":\"JWT\"",
                "\"alg\":\"ES256\"",
                "\"zip\":\"DEF\""
            })
    void refuses_every_other_header_in_a_token_of_ours(String more) {
        String header =
                "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"t\",%s}".formatted(SIGNER.kid(), more);
        refused(Code.MALFORMED_TOKEN, () -> Jws.parse(Forge.token(header, "{}", SIGNER), "t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"ES256\",\"kid\":\"KID\"}",
                "{\"alg\":\"ES256\",\"typ\":\"t\"}",
                "{\"kid\":\"KID\",\"typ\":\"t\"}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"u\"}",
                "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"T\"}",
                "{\"alg\":\"ES256\",\"kid\":\"short\",\"typ\":\"t\"}",
                "{\"alg\":\"ES256\",\"kid\":1,\"typ\":\"t\"}",
                "{\"alg\":[\"ES256\"],\"kid\":\"KID\",\"typ\":\"t\"}",
                "[\"ES256\"]",
                "ES256",
                ""
            })
    void refuses_a_header_of_another_form(String header) {
        String token = Forge.token(header.replace("KID", SIGNER.kid()), "{}", SIGNER);
        refused(Code.MALFORMED_TOKEN, () -> Jws.parse(token, "t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b", "a.b.c.d", "a..b", "=.=.=", "e30.e30.e30"})
    void refuses_what_is_not_a_signed_token(String text) {
        refused(Code.MALFORMED_TOKEN, () -> Jws.parse(text, "t"));
        refused(Code.MALFORMED_TOKEN, () -> Jws.parseForeign(text));
    }

    @Test
    void refuses_other_keys_even_with_the_right_signature() throws Refusal {
        Jws jws = Jws.draft("t", PAYLOAD, SIGNER).sign(SIGNER);
        Key other = TestKeys.es256(2).key();
        refused(Code.BAD_SIGNATURE, () -> jws.verify(other, Code.BAD_SIGNATURE));
        refused(
                Code.BAD_SIGNATURE,
                () -> jws.verify(TestKeys.ed25519(1).key(), Code.BAD_SIGNATURE));
        // The signature fits, the name of the key does not.
        String header = "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"t\"}".formatted(other.kid());
        Jws misnamed = Jws.parse(Forge.token(header, "{}", SIGNER), "t");
        refused(Code.BAD_SIGNATURE, () -> misnamed.verify(SIGNER.key(), Code.BAD_SIGNATURE));
    }

    @Test
    void refuses_a_signature_of_another_length() throws Refusal {
        String compact = Jws.draft("t", PAYLOAD, SIGNER).sign(SIGNER).compact();
        String input = compact.substring(0, compact.lastIndexOf('.') + 1);
        byte[] signature = Base64Url.decode(compact.substring(compact.lastIndexOf('.') + 1));
        for (int length : new int[] {0, 63, 65, 128}) {
            byte[] changed = java.util.Arrays.copyOf(signature, length);
            Jws jws = Jws.parse(input + Base64Url.encode(changed), "t");
            refused(Code.BAD_SIGNATURE, () -> jws.verify(SIGNER.key(), Code.BAD_SIGNATURE));
        }
    }

    @Test
    void ignores_foreign_headers_but_critical_ones() throws Refusal {
        String header = "{\"alg\":\"ES256\",\"kid\":\"theirs\",\"jwk\":{},\"x\":1}";
        Jws jws = Jws.parseForeign(Forge.token(header, "{}", SIGNER));
        jws.verify(SIGNER.key(), Code.BAD_SIGNATURE);
        refused(
                Code.MALFORMED_TOKEN,
                () ->
                        Jws.parseForeign(
                                Forge.token(
                                        "{\"alg\":\"ES256\",\"b64\":false,\"crit\":[\"b64\"]}",
                                        "{}",
                                        SIGNER)));
    }

    private static void refused(Code code, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
