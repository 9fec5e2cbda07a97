package io.sealane.audit;

import static io.sealane.audit.StagedExchange.NL_KEYS;
import static io.sealane.audit.StagedExchange.NOW;
import static io.sealane.audit.StagedExchange.US_KEYS;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.SignatureType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What evidence is worth after a key that signed it was stolen. */
class CompromiseTest {
    /** When the receiver took it in, by its log. */
    private static final Instant AT = NOW.plusSeconds(2);

    private final StagedExchange exchange = new StagedExchange();

    /** The keys that sign an exchange, and whose they are. */
    enum Stolen {
        ISSUING,
        ISSUING_SECOND,
        PRESENTATION,
        FEDERATION_OF_SENDER,
        FEDERATION_OF_RECEIVER,
        LOG_OF_SENDER
    }

    private static KeySigner key(Stolen which) {
        return switch (which) {
            case ISSUING -> US_KEYS.issuing;
            case ISSUING_SECOND -> US_KEYS.issuingSecond;
            case PRESENTATION -> US_KEYS.presentation;
            case FEDERATION_OF_SENDER -> US_KEYS.federation;
            case FEDERATION_OF_RECEIVER -> NL_KEYS.federation;
            case LOG_OF_SENDER -> US_KEYS.log;
        };
    }

    private void isStolen(String kid, Instant since) {
        Map<String, Instant> revoked = Map.of(kid, since);
        exchange.trust = new Trust(List.of(US_KEYS.trusted(revoked), NL_KEYS.trusted(revoked)));
    }

    private void holds() {
        Report report = exchange.report();
        assertThat(report.holds()).as("%s", report.lines()).isTrue();
    }

    private void fails() {
        Report report = exchange.report();
        assertThat(report.outcome()).isEqualTo("rejected");
        assertThat(report.verdicts())
                .filteredOn(verdict -> !verdict.holds())
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.check()).isEqualTo("keys");
                    assertThat(verdict.detail()).startsWith("key-revoked: ");
                });
    }

    @ParameterizedTest
    @EnumSource
    void what_was_taken_in_before_a_key_was_stolen_holds_and_what_came_after_does_not(
            Stolen which) {
        exchange.issuerSecond = US_KEYS.issuingSecond;
        String kid = key(which).kid();
        isStolen(kid, AT.plusSeconds(1));
        holds();
        assertThat(exchange.report().notProven())
                .anyMatch(limit -> limit.contains("the word of nl.sealane.example alone"));
        isStolen(kid, AT);
        fails();
        isStolen(kid, AT.minusSeconds(3_600));
        fails();
    }

    @Test
    void a_stolen_key_of_the_log_that_dates_it_could_have_written_any_date() {
        isStolen(NL_KEYS.log.kid(), AT.plusSeconds(1_000_000));
        fails();
        // Unless another key of the same log signed the same tree.
        KeySigner next = TestKeys.ed25519(99);
        NoteSigner second =
                NoteSigner.of(
                        NL_KEYS.origin(), SignatureType.ED25519, next.key().publicKey(), next);
        exchange.receiptLeaf = note -> note.signers = List.of(NL_KEYS.noteSigner(), second);
        Trust.Node nl = NL_KEYS.trusted();
        var both = List.of(NL_KEYS.noteSigner().verifier(), second.verifier());
        exchange.trust =
                new Trust(
                        List.of(
                                US_KEYS.trusted(),
                                new Trust.Node(
                                        nl.node(),
                                        nl.federationKeys(),
                                        nl.presentationKeys(),
                                        nl.issuingKeys(),
                                        List.of(new Trust.Log(NL_KEYS.origin(), both)),
                                        List.of(),
                                        Map.of(NL_KEYS.log.kid(), AT))));
        holds();
    }

    @Test
    void a_key_that_signed_nothing_here_changes_nothing() {
        isStolen(TestKeys.es256(77).kid(), Instant.EPOCH);
        holds();
        assertThat(exchange.report().lines().toString()).contains("no key was compromised");
        assertThat(exchange.report().notProven()).noneMatch(limit -> limit.contains("compromise"));
    }

    @Test
    void what_was_refused_for_its_issuers_stolen_key_is_evidence_of_that() {
        exchange.receipt =
                said -> {
                    said.remove("cset");
                    return said.put("kind", "refused").put("code", "key-revoked");
                };
        isStolen(US_KEYS.issuing.kid(), AT.minusSeconds(1));
        holds();
        isStolen(US_KEYS.presentation.kid(), AT.minusSeconds(1));
        fails();
    }

    @Test
    void a_trust_file_keeps_the_earliest_time() throws Refusal {
        isStolen(US_KEYS.log.kid(), AT);
        var json = exchange.trust.toJson();
        assertThat(Trust.parse(Json.canonical(json))).isEqualTo(exchange.trust);
        var list = (ArrayNode) json.at("/nodes/0/revoked");
        list.addObject()
                .put("kid", US_KEYS.log.kid())
                .put("compromisedSince", "2020-01-01T00:00:00Z");
        assertThat(Trust.parse(Json.canonical(json)).nodes().getFirst().revoked())
                .containsEntry(US_KEYS.log.kid(), Instant.parse("2020-01-01T00:00:00Z"));
    }
}
