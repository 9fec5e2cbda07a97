package io.sealane.audit;

import static io.sealane.audit.StagedExchange.NL_KEYS;
import static io.sealane.audit.StagedExchange.PARTY;
import static io.sealane.audit.StagedExchange.US;
import static io.sealane.audit.StagedExchange.US_KEYS;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Evidence of a document that was signed twice: years later it still has to bear both. */
class SecondSignatureAuditTest {
    private final StagedExchange exchange = new StagedExchange();

    SecondSignatureAuditTest() {
        exchange.issuerSecond = US_KEYS.issuingSecond;
        exchange.agreement =
                terms -> {
                    ((ObjectNode) terms.at("/grants/0"))
                            .putArray("signatures")
                            .add("ES256")
                            .add("ML-DSA-65");
                    return terms;
                };
    }

    private void fails(String check, String code) {
        Report report = exchange.report();
        assertThat(report.holds()).as("%s", report.lines()).isFalse();
        assertThat(report.verdicts())
                .filteredOn(verdict -> !verdict.holds())
                .extracting(Verdict::check)
                .containsExactly(check);
        assertThat(report.lines().toString()).contains(code);
    }

    private void holds() {
        Report report = exchange.report();
        assertThat(report.holds()).as("%s", report.lines()).isTrue();
    }

    @Test
    void both_signatures_are_verified() {
        holds();
        assertThat(exchange.report().lines().toString())
                .contains("signed twice (ES256, ML-DSA-65) by us.sealane.example");
    }

    @Test
    void stripped_evidence_does_not_hold() {
        exchange.file = file -> file.without("secondSignature");
        fails("issuer", "algorithm-not-allowed");
    }

    @Test
    void the_second_signature_of_another_document_does_not_hold() {
        String other = other();
        exchange.file = file -> file.put("secondSignature", other);
        fails("issuer", "bad-issuer-signature");
    }

    private static String other() {
        var another = new StagedExchange();
        another.issuerSecond = US_KEYS.issuingSecond;
        another.issuer = new PartyId("other-line", US);
        try {
            return Json.parse(another.evidence()).path("secondSignature").asText();
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_signature_that_the_token_does_not_list_does_not_hold() {
        String other = other();
        exchange.agreement = terms -> terms;
        exchange.issuerSecond = null;
        holds();
        exchange.file = file -> file.put("secondSignature", other);
        fails("issuer", "algorithm-not-allowed");
    }

    /** The token lists one, and bears one: the agreement says that this was not enough. */
    @Test
    void a_token_that_lists_fewer_than_was_agreed_does_not_hold() {
        exchange.issuerSecond = null;
        fails("grant", "algorithm-not-allowed");
    }

    @Test
    void a_key_that_is_not_trusted_signs_nothing() {
        exchange.issuerSecond = NL_KEYS.issuingSecond;
        fails("issuer", "unknown-issuer");
        exchange.issuerSecond = TestKeys.mlDsa65();
        fails("issuer", "unknown-issuer");
    }

    @Test
    void a_party_signs_twice_with_its_own_keys() {
        KeySigner second = TestKeys.mlDsa65();
        Trust.Party acme = new Trust.Party("acme-line", List.of(PARTY.key(), second.key()));
        exchange.trust = new Trust(List.of(US_KEYS.trusted(acme), NL_KEYS.trusted()));
        exchange.actor = null;
        exchange.issuerSigner = PARTY;
        fails("issuer", "unknown-issuer");
        exchange.issuerSecond = second;
        holds();
    }

    @Test
    void the_trust_file_keeps_such_keys() throws Exception {
        Trust trust = exchange.trust;
        assertThat(Trust.parse(Json.canonical(trust.toJson()))).isEqualTo(trust);
    }
}
