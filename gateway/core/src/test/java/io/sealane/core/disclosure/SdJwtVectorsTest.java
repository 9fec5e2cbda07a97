package io.sealane.core.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.disclosure.SdJwt.Policy;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

@Tag("shared")
class SdJwtVectorsTest {
    private static final Path VECTORS =
            Path.of(System.getProperty("shared.dir"), "vectors", "sd-jwt");
    private static final JsonNode CASES = read("rfc9901-conformance-vectors.json");
    private static final JsonNode EXAMPLES = read("rfc9901-examples.json");
    private static final Instant NOW = Instant.ofEpochSecond(1790000010);

    static Stream<JsonNode> accepted() {
        return cases("accept");
    }

    static Stream<JsonNode> rejected() {
        return cases("reject");
    }

    static Stream<JsonNode> examples() {
        return StreamSupport.stream(EXAMPLES.get("vectors").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void accepts_and_gives_the_processed_claims(JsonNode vector) throws Refusal {
        assertThat(verify(vector)).isEqualTo(vector.get("processed"));
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void rejects_for_a_named_reason(JsonNode vector) {
        assertThatThrownBy(() -> verify(vector))
                .as(vector.get("rule").textValue())
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void reads_the_examples_of_the_rfc(JsonNode vector) throws Refusal {
        String text = vector.get("sd_jwt").textValue();
        Key issuer = Key.ofJwk(EXAMPLES.get("issuer_jwk"));
        var claims =
                SdJwt.verify(
                        text, issuer, Policy.withoutBinding(), Instant.ofEpochSecond(1700000000));
        assertThat(claims.get("given_name").textValue()).isEqualTo("John");
        var parts = Parts.of(text);
        var digests = parts.disclosures().stream().map(Hash.SHA_256::digest).toList();
        assertThat(Json.array().addAll(digests.stream().map(claims::textNode).toList()))
                .isEqualTo(vector.get("disclosure_digests_sha256"));
    }

    @Test
    void there_are_cases_of_both_kinds() {
        assertThat(accepted().count()).isGreaterThanOrEqualTo(11);
        assertThat(rejected().count()).isGreaterThanOrEqualTo(19);
    }

    private static JsonNode verify(JsonNode vector) throws Refusal {
        Policy policy =
                vector.get("require_kb").booleanValue()
                        ? Policy.withBinding("did:web:b.example", "m-1")
                        : Policy.withoutBinding();
        Key issuer = Key.ofJwk(CASES.get("issuer_jwk"));
        return SdJwt.verify(vector.get("sd_jwt").textValue(), issuer, policy, NOW);
    }

    private static Stream<JsonNode> cases(String expect) {
        return StreamSupport.stream(CASES.get("vectors").spliterator(), false)
                .filter(vector -> vector.get("expect").textValue().equals(expect));
    }

    private static JsonNode read(String file) {
        try {
            return Json.parse(Files.readAllBytes(VECTORS.resolve(file)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
