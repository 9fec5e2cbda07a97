package io.sealane.core.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

@Tag("shared")
class WycheproofTest {
    @ParameterizedTest
    @ValueSource(strings = {"ecdsa_secp256r1_sha256_p1363_test.json", "ed25519_test.json"})
    void signatures_verify_or_not_as_they_should(String file) {
        JsonNode suite = read(file);
        var wrong = new ArrayList<String>();
        int seen = 0;
        for (JsonNode group : suite.get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                seen++;
                boolean expected = test.get("result").textValue().equals("valid");
                if (signatureVerifies(group, test) != expected) {
                    wrong.add(test.get("tcId") + " " + test.get("comment"));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isEqualTo(suite.get("numberOfTests").intValue()).isGreaterThan(100);
    }

    /** Tokens of every other kind of key than P-256 and Ed25519 are refused, valid or not. */
    @Test
    void tokens_verify_or_not_as_they_should() {
        JsonNode suite = read("json_web_signature_test.json");
        var wrong = new ArrayList<String>();
        int accepted = 0;
        int seen = 0;
        for (JsonNode group : suite.get("testGroups")) {
            JsonNode jwk = group.has("public") ? group.get("public") : group.get("private");
            boolean ours = jwk.path("crv").asText().equals("P-256");
            for (JsonNode test : group.get("tests")) {
                seen++;
                boolean expected = ours && test.get("result").textValue().equals("valid");
                boolean verified = tokenVerifies(jwk, test.get("jws"));
                accepted += verified ? 1 : 0;
                if (verified != expected) {
                    wrong.add(test.get("tcId") + " " + test.get("comment"));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isEqualTo(suite.get("numberOfTests").intValue());
        assertThat(accepted).isEqualTo(2);
    }

    @Test
    void refuses_a_p521_token_of_rfc_7520_before_it_looks_at_the_signature() {
        JsonNode example = read("../jose-cookbook/jws/4_3.ecdsa_signature.json");
        assertThatThrownBy(() -> Jws.parseForeign(example.get("output").get("compact").textValue()))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void verifies_the_ed25519_token_of_rfc_8037() throws Refusal {
        JsonNode example = read("../jose-cookbook/curve25519/jws.json");
        ObjectNode jwk = unnamed(example.get("input").get("key"));
        jwk.remove(List.of("d"));
        Jws jws = Jws.parseForeign(example.get("output").get("compact").textValue());
        jws.verify(Key.ofJwk(jwk), Code.BAD_SIGNATURE);
        assertThat(new String(jws.payload(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(example.get("input").get("payload").textValue());
    }

    private static boolean signatureVerifies(JsonNode group, JsonNode test) {
        try {
            byte[] spki = HexFormat.of().parseHex(group.get("publicKeyDer").textValue());
            String kind = group.get("type").textValue().startsWith("Ecdsa") ? "EC" : "Ed25519";
            Key key =
                    Key.of(
                            KeyFactory.getInstance(kind)
                                    .generatePublic(new X509EncodedKeySpec(spki)));
            if (group.has("publicKeyJwk")) {
                assertThat(Key.ofJwk(unnamed(group.get("publicKeyJwk")))).isEqualTo(key);
            }
            return key.verifies(
                    HexFormat.of().parseHex(test.get("msg").textValue()),
                    HexFormat.of().parseHex(test.get("sig").textValue()));
        } catch (Refusal refusal) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean tokenVerifies(JsonNode jwk, JsonNode jws) {
        try {
            String compact = jws.isTextual() ? jws.textValue() : Json.text(jws);
            Jws.parseForeign(compact).verify(Key.ofJwk(unnamed(jwk)), Code.BAD_SIGNATURE);
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    /** Their names for keys are not thumbprints. */
    private static ObjectNode unnamed(JsonNode jwk) {
        ObjectNode copy = jwk.deepCopy();
        copy.remove("kid");
        return copy;
    }

    private static JsonNode read(String file) {
        try {
            Path folder = Path.of(System.getProperty("shared.dir"), "vectors", "wycheproof");
            return Json.parse(Files.readAllBytes(folder.resolve(file)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
