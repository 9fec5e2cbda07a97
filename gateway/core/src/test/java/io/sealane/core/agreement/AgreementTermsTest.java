package io.sealane.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;

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
    void unlinkable_presentations_cannot_be_promised_yet() throws Refusal {
        ObjectNode terms = terms();
        grant(terms).put("unlinkable", true);
        assertMalformed(terms, "/grants/0/unlinkable");

        grant(terms).put("unlinkable", false);
        assertThat(AgreementTerms.read(terms).grants().getFirst().unlinkable()).isFalse();
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
