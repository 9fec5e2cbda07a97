package io.sealane.audit;

import static io.sealane.audit.StagedExchange.CATALOGUE;
import static io.sealane.audit.StagedExchange.NL;
import static io.sealane.audit.StagedExchange.NL_KEYS;
import static io.sealane.audit.StagedExchange.NOW;
import static io.sealane.audit.StagedExchange.PARTY;
import static io.sealane.audit.StagedExchange.US;
import static io.sealane.audit.StagedExchange.US_KEYS;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.PartyId;
import io.sealane.core.json.Base64Url;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.Scope;
import io.sealane.core.ledger.SignatureType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

class EvidenceAuditTest {
    private static final String SG = "sg.sealane.example";
    private final StagedExchange exchange = new StagedExchange();

    @Test
    void honest_evidence_holds_check_by_check_and_is_delivered_not_proven() {
        Report report = exchange.report();
        assertThat(report.holds()).as("%s", report.lines()).isTrue();
        assertThat(report.verdicts())
                .extracting(Verdict::check)
                .containsExactly(
                        "form",
                        "issuer",
                        "disclosures",
                        "key-binding",
                        "identity",
                        "agreement",
                        "grant",
                        "required",
                        "sent-log",
                        "receipt",
                        "receipt-log");
        assertThat(report.outcome()).isEqualTo("delivered");
        assertThat(report.notProven().getFirst()).contains("no witness", "not proven");
        assertThat(report.subject()).contains("number 42 of us.sealane.example/1>nl.seal");
    }

    @Test
    void a_party_with_its_own_key_signs_for_itself_and_nobody_else_does() {
        Trust.Party acme = new Trust.Party("acme-line", List.of(PARTY.key()));
        exchange.trust = new Trust(List.of(US_KEYS.trusted(acme), NL_KEYS.trusted()));
        assertFails("issuer", "unknown-issuer");
        exchange.actor = null;
        assertFails("issuer", "unknown-key");
        exchange.issuerSigner = PARTY;
        assertThat(exchange.report().holds()).isTrue();
    }

    @Test
    void a_delivery_in_the_house_holds_under_the_houses_one_signature() {
        exchange.receiver = US_KEYS;
        exchange.audience = US;
        exchange.channel = US + "/1>" + US;
        Report report = exchange.report();
        assertThat(report.holds()).as("%s", report.lines()).isTrue();
    }

    @Test
    void who_is_not_trusted_proves_nothing() {
        exchange.trust = new Trust(List.of(NL_KEYS.trusted()));
        assertThat(failed()).contains("issuer", "key-binding", "agreement", "sent-log");
        exchange.trust = new Trust(List.of(US_KEYS.trusted()));
        assertThat(failed()).containsExactly("agreement", "receipt-log");
    }

    @Test
    void a_document_that_another_signed_is_not_the_issuers() {
        exchange.issuerSigner = US_KEYS.federation;
        assertFails("issuer", "unknown-key");
    }

    @Test
    void a_disclosure_that_the_issuer_did_not_sign_for_is_refused() {
        exchange.foreignDisclosure =
                Base64Url.encode("[\"c2FsdHNhbHRzYWx0c2FsdA\",\"note\",1]".getBytes(UTF_8));
        assertFails("disclosures", "bad-disclosure");
    }

    @Test
    void the_presenter_is_the_one_that_the_issuer_named_and_the_sender_owns() {
        exchange.presenter = US_KEYS.issuing;
        exchange.boundPresenter = US_KEYS.issuing;
        assertFails("key-binding", "unknown-key");
        exchange.presenter = US_KEYS.presentation;
        assertFails("identity", "malformed-token");
        exchange.presenter = NL_KEYS.presentation;
        exchange.boundPresenter = NL_KEYS.presentation;
        assertFails("key-binding", "unknown-key");
    }

    @Test
    void a_delivery_locked_to_another_reader_is_not_this_channels() {
        exchange.audience = SG;
        assertFails("key-binding", "wrong-audience");
    }

    @Test
    void an_issuer_of_another_node_breaks_the_chain_of_identity() {
        exchange.issuer = new PartyId("acme-line", NL);
        exchange.actor = NL;
        exchange.issuerSigner = NL_KEYS.issuing;
        assertFails("identity", "unknown-issuer");
    }

    @Test
    void the_agreement_is_the_one_named_between_these_two_and_signed_by_both() {
        exchange.namesOtherAgreement = true;
        assertFails("agreement", "mismatch");
        exchange.namesOtherAgreement = false;
        exchange.agreement =
                terms -> {
                    ((ArrayNode) terms.get("parties")).set(1, "sg.sealane.example");
                    ((ObjectNode) terms.at("/grants/0")).put("to", SG);
                    return terms;
                };
        assertFails("agreement", "mismatch");
        exchange.agreement = terms -> terms;
        exchange.file = json -> swapSignatures(json);
        assertFails("agreement", "unknown-key");
    }

    private static ObjectNode swapSignatures(ObjectNode json) {
        ArrayNode signatures = (ArrayNode) json.at("/agreement/signatures");
        signatures.add(signatures.remove(0));
        return json;
    }

    @Test
    void an_agreement_not_valid_at_the_time_grants_nothing() {
        exchange.agreement = terms -> terms.put("validUntil", NOW.toString());
        assertFails("grant", "no-agreement");
        exchange.agreement = terms -> terms.put("validFrom", NOW.plusSeconds(1).toString());
        assertFails("grant", "no-agreement");
        exchange.agreement = terms -> terms.put("validFrom", NOW.toString());
        assertThat(exchange.report().holds()).isTrue();
    }

    @Test
    void a_field_beyond_the_grant_is_named_by_its_class() {
        exchange.shown = List.of("routing", "operational", "party.country", "safety");
        assertFails("grant", "over-disclosed");
        exchange.allow = exchange.shown;
        assertThat(exchange.report().holds()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "role, customs, no-grant",
        "documents, transport-document/2, no-grant",
        "from, nl.sealane.example, no-grant"
    })
    void a_grant_for_something_else_does_not_cover_it(String member, String value, String code) {
        exchange.agreement = grant(grant -> grant.put(member, value));
        assertFails("grant", code);
    }

    @Test
    void a_grant_to_other_parties_or_under_another_profile_does_not_cover_it() {
        exchange.agreement =
                grant(grant -> {
                    grant.putArray("parties").add("other-terminal");
                    return grant;
                });
        assertFails("grant", "no-grant");
        String other = "transport-document/1.0#" + "A".repeat(43);
        exchange.agreement =
                grant(grant -> {
                    grant.putArray("profiles").add(other);
                    return grant;
                });
        assertFails("grant", "profile-not-granted");
    }

    @Test
    void what_a_role_needs_must_have_been_shown() {
        exchange.shown = List.of("routing", "operational");
        assertThat(failed()).containsExactly("required");
        assertFails("required", "under-disclosed");
    }

    @Test
    void the_sender_logged_what_it_sent_under_its_number_with_the_promised_blinding() {
        exchange.promisesOtherBlinding = true;
        assertFails("sent-log", "bad-opening");
        exchange.promisesOtherBlinding = false;
        exchange.sentLeaf = note -> note.scope = scope(note.scope, 43, note.scope.log());
        assertFails("sent-log", "bad-proof");
        exchange.sentLeaf = note -> note.scope = scope(note.scope, 42, US + "/log/2");
        assertFails("sent-log", "mismatch");
        exchange.sentLeaf = note -> note.statement = "another".getBytes(UTF_8);
        assertFails("sent-log", "bad-proof");
        exchange.sentLeaf = note -> note.entry = new byte[33];
        assertFails("sent-log", "bad-proof");
    }

    @Test
    void both_logs_signed_the_trees_and_nobody_elses_line_stands_below() {
        exchange.sentLeaf = note -> note.signers = List.of(NL_KEYS.noteSigner(US_KEYS.origin()));
        assertFails("sent-log", "unknown-key");
        exchange.sentLeaf =
                note ->
                        note.signers =
                                List.of(
                                        US_KEYS.noteSigner(),
                                        NL_KEYS.noteSigner("stranger.example"));
        assertFails("sent-log", "unknown-key");
        exchange.sentLeaf =
                note -> note.signers = List.of(US_KEYS.noteSigner(), US_KEYS.noteSigner());
        assertFails("sent-log", "unknown-key");
        exchange.sentLeaf = note -> {};
        exchange.receiptLeaf =
                note -> {
                    note.scope = scope(note.scope, 42, US_KEYS.origin());
                    note.signers = List.of(US_KEYS.noteSigner());
                };
        assertThat(failed()).containsExactly("receipt", "receipt-log");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kind", "log", "aud", "delivery", "ch", "sd_hash", "dset", "cset", "agr"})
    void a_receipt_that_says_otherwise_in_one_member_is_not_of_this_delivery(String member) {
        exchange.receipt = said -> said.put(member, "other");
        assertFails("receipt", "mismatch");
        exchange.receipt =
                said -> {
                    said.remove(member);
                    return said;
                };
        assertFails("receipt", "mismatch");
    }

    @Test
    void a_receipt_of_another_number_time_or_with_more_to_say_is_refused() {
        exchange.receipt = said -> said.put("seq", 43);
        assertFails("receipt", "mismatch");
        exchange.receipt = said -> said.put("note", "x");
        assertFails("receipt", "mismatch");
        exchange.receipt = said -> said.put("at", NOW.getEpochSecond() - 301);
        assertFails("receipt", "mismatch");
        exchange.receipt = said -> said.put("at", NOW.getEpochSecond() + 604_800 + 301);
        assertFails("receipt", "mismatch");
        exchange.receipt = said -> said.put("at", "now");
        assertFails("receipt", "mismatch");
        exchange.receipt = said -> said.put("at", NOW.getEpochSecond() + 604_800 + 300);
        assertThat(exchange.report().holds()).isTrue();
    }

    @Test
    void a_receipt_logged_under_another_kind_or_channel_is_not_in_the_log() {
        exchange.receiptLeaf =
                note ->
                        note.scope =
                                Scope.numbered(
                                        NL_KEYS.origin(), Kind.REFUSED, exchange.channel, 42, US);
        assertFails("receipt-log", "bad-proof");
        exchange.receiptLeaf =
                note ->
                        note.scope =
                                Scope.numbered(
                                        NL_KEYS.origin(), Kind.ADMITTED, exchange.channel, 42, SG);
        assertFails("receipt-log", "bad-proof");
    }

    @Test
    void a_refusal_holds_and_tells_the_fault_it_was_for() {
        exchange.shown = List.of("routing", "operational", "party.country", "safety");
        exchange.receipt = said -> refused(said, "over-disclosed");
        Report report = exchange.report();
        assertThat(report.holds()).as("%s", report.lines()).isTrue();
        assertThat(report.outcome()).isEqualTo("refused");
        assertThat(report.verdicts())
                .filteredOn(verdict -> verdict.check().equals("grant"))
                .allMatch(verdict -> verdict.detail().startsWith("at fault, and refused: over-"));
        assertThat(report.notProven()).noneMatch(limit -> limit.contains("no fault"));
    }

    @Test
    void a_refusal_for_nothing_that_shows_offline_is_told() {
        exchange.receipt = said -> refused(said, "role-not-held");
        Report report = exchange.report();
        assertThat(report.holds()).as("%s", report.lines()).isTrue();
        assertThat(report.notProven()).anyMatch(limit -> limit.contains("no fault is found"));
        exchange.receipt = said -> refused(said, "no-such-code");
        assertFails("receipt", "mismatch");
        exchange.receipt = said -> refused(said, "role-not-held").put("cset", "x");
        assertFails("receipt", "mismatch");
    }

    @Test
    void a_refusal_still_needs_its_signatures_and_logs() {
        exchange.receipt = said -> refused(said, "expired");
        exchange.sentLeaf = note -> note.entry = new byte[33];
        assertFails("sent-log", "bad-proof");
        exchange.sentLeaf = note -> {};
        exchange.namesOtherAgreement = true;
        assertFails("agreement", "mismatch");
    }

    @Test
    void a_post_quantum_line_counts_if_its_key_is_trusted_and_never_alone() throws Exception {
        NoteSigner quantum =
                NoteSigner.of(
                        NL_KEYS.origin(),
                        SignatureType.ML_DSA_44,
                        KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair());
        exchange.receiptLeaf = note -> note.signers = List.of(NL_KEYS.noteSigner(), quantum);
        assertFails("receipt-log", "unknown-key");
        Trust.Node nl = NL_KEYS.trusted();
        List<NoteVerifier> keys = List.of(NL_KEYS.noteSigner().verifier(), quantum.verifier());
        exchange.trust =
                new Trust(
                        List.of(
                                US_KEYS.trusted(),
                                new Trust.Node(
                                        NL,
                                        nl.federationKeys(),
                                        nl.presentationKeys(),
                                        nl.issuingKeys(),
                                        List.of(new Trust.Log(NL_KEYS.origin(), keys)),
                                        List.of(),
                                        Map.of())));
        assertThat(exchange.report().holds()).isTrue();
        exchange.receiptLeaf = note -> note.signers = List.of(quantum);
        assertFails("receipt-log", "unknown-key");
    }

    private static ObjectNode refused(ObjectNode said, String code) {
        said.remove("cset");
        return said.put("kind", "refused").put("code", code);
    }

    private static UnaryOperator<ObjectNode> grant(UnaryOperator<ObjectNode> change) {
        return terms -> {
            ObjectNode grant = (ObjectNode) terms.at("/grants/0");
            ObjectNode changed = change.apply(grant);
            if (changed.path("from").asText().equals(NL)) {
                changed.put("to", US);
            }
            return terms;
        };
    }

    private static Scope scope(Scope scope, long seq, String log) {
        return new Scope(log, scope.kind(), scope.ch(), seq, scope.peer());
    }

    private List<String> failed() {
        return exchange.report().verdicts().stream()
                .filter(verdict -> !verdict.holds())
                .map(Verdict::check)
                .toList();
    }

    private void assertFails(String check, String code) {
        Report report = EvidenceAudit.verify(exchange.evidence(), exchange.trust, CATALOGUE);
        assertThat(report.outcome()).isEqualTo("rejected");
        assertThat(report.verdicts())
                .as("%s", report.lines())
                .filteredOn(verdict -> verdict.check().equals(check))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.holds()).isFalse();
                    assertThat(verdict.detail()).startsWith(code + ": ");
                });
    }
}
