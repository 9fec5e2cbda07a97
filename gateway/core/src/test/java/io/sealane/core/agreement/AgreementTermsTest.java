package io.sealane.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What an agreement may not ask for. */
class AgreementTermsTest {
    private static ObjectNode terms() {
        ObjectNode terms =
                Json.object()
                        .put("type", "sealane-agreement/1")
                        .put("id", "urn:uuid:0197a5d0-0000-7000-8000-000000000001")
                        .put("validFrom", "2026-01-01T00:00:00Z")
                        .put("validUntil", "2028-01-01T00:00:00Z");
        terms.putArray("parties").add("us.sealane.example").add("nl.sealane.example");
        ObjectNode grant =
                terms.putArray("grants")
                        .addObject()
                        .put("from", "us.sealane.example")
                        .put("to", "nl.sealane.example")
                        .put("documents", "transport-document/1")
                        .put("role", "terminal")
                        .put("purpose", "a test")
                        .put("retentionDays", 30);
        grant.putArray("profiles").add("transport-document/1.0#x");
        grant.putArray("allow").add("routing");
        return terms;
    }

    private static ObjectNode grant(ObjectNode terms) {
        return (ObjectNode) terms.path("grants").path(0);
    }

    private static void assertMalformed(ObjectNode terms, String pointer) {
        assertThatThrownBy(() -> AgreementTerms.read(terms))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(Code.MALFORMED_AGREEMENT);
                            assertThat(refusal.pointer()).isEqualTo(pointer);
                        });
    }

    @Test
    void signatures_are_asked_for_by_their_names() throws Refusal {
        assertThat(AgreementTerms.read(terms()).grants().getFirst().signatures()).isEmpty();
        ObjectNode terms = terms();
        grant(terms).putArray("signatures").add("ML-DSA-65").add("ES256");
        Grant grant = AgreementTerms.read(terms).grants().getFirst();
        assertThat(grant.signatures()).containsExactly(Algorithm.ES256, Algorithm.ML_DSA_65);
        grant.checkSignatures(List.of("ES256", "ML-DSA-65"));
        for (List<String> sigs :
                List.of(List.of("ES256"), List.of("EdDSA", "ML-DSA-65"), List.<String>of())) {
            assertThatThrownBy(() -> grant.checkSignatures(sigs))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal ->
                                    assertThat(refusal.code())
                                            .isEqualTo(Code.ALGORITHM_NOT_ALLOWED));
        }
    }

    @Test
    void what_no_token_can_bear_is_not_agreed() {
        for (List<String> names :
                List.of(
                        List.<String>of(),
                        List.of("RS256"),
                        List.of("ES256", "ES256"),
                        List.of("ES256", "EdDSA"),
                        List.of("ML-DSA-44"))) {
            ObjectNode terms = terms();
            ArrayNode signatures = grant(terms).putArray("signatures");
            names.forEach(signatures::add);
            assertMalformed(terms, "/grants/0/signatures");
        }
    }

    @Test
    void unlinkable_presentations_are_told_and_compared() throws Refusal {
        ObjectNode terms = terms();
        AgreementTerms without = AgreementTerms.read(terms);
        assertThat(without.grants().getFirst().unlinkable()).isFalse();
        grant(terms).put("unlinkable", false);
        assertThat(AgreementTerms.read(terms).grants().getFirst().unlinkable()).isFalse();
        grant(terms).put("unlinkable", true);
        AgreementTerms with = AgreementTerms.read(terms);
        assertThat(with.grants().getFirst().unlinkable()).isTrue();

        Catalogue catalogue = Catalogue.bundled();
        assertThat(PlainLanguage.of(with, catalogue))
                .anyMatch(line -> line.contains("Unlinkable: signed apart for nl.sealane.example"));
        assertThat(PlainLanguage.of(without, catalogue))
                .noneMatch(line -> line.contains("Unlinkable"));
        assertThat(Difference.of(without, with, catalogue).getFirst().other())
                .containsExactly("unlinkable: false -> true");
        assertThat(Difference.of(with, without, catalogue).getFirst().other())
                .containsExactly("unlinkable: true -> false");
    }

    @Test
    void what_is_not_a_boolean_is_not_taken_for_false() {
        for (String value : new String[] {"\"true\"", "1", "null"}) {
            ObjectNode terms = terms();
            try {
                grant(terms).set("unlinkable", Json.parse(value));
            } catch (Refusal malformed) {
                throw new AssertionError(malformed);
            }
            assertMalformed(terms, "/grants/0/unlinkable");
        }
    }
}
