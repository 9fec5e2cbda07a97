package io.sealane.audit;

import static io.sealane.audit.StagedExchange.DELIVERY;
import static io.sealane.audit.StagedExchange.NL;
import static io.sealane.audit.StagedExchange.NL_KEYS;
import static io.sealane.audit.StagedExchange.NOW;
import static io.sealane.audit.StagedExchange.US;
import static io.sealane.audit.StagedExchange.US_KEYS;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.Notice;
import io.sealane.core.disclosure.VoidStatement;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.Scope;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The evidence of a number that was given up says so, why, and by whose word. */
class VoidAuditTest {
    private static final byte[] BLINDING = new byte[32];

    private final StagedExchange exchange = new StagedExchange();
    private UnaryOperator<ObjectNode> voided = says -> says;
    private UnaryOperator<ObjectNode> notice = says -> says;
    private UnaryOperator<ObjectNode> statement = says -> says;
    private Consumer<StagedExchange.Note> voidLeaf = note -> {};
    private Consumer<StagedExchange.Note> endLeaf = note -> {};
    private KeySigner presenter = US_KEYS.presentation;
    private KeySigner ender = NL_KEYS.federation;
    private String enderNode = NL;
    private String reason = "no-agreement";
    private boolean shows = true;

    @BeforeEach
    void is_voided() {
        exchange.receipt =
                said -> {
                    said.remove(List.of("cset", "sd_hash", "dset", "agr"));
                    return said.put("kind", "refused")
                            .put("code", "voided")
                            .put("replaces", Base64Url.encode(exchange.signingInputHash));
                };
        exchange.file = this::givenUp;
    }

    private ObjectNode givenUp(ObjectNode file) {
        try {
            String whole = file.path("presentation").asText();
            String binding = whole.substring(whole.lastIndexOf('~') + 1).split("\\.", -1)[1];
            ObjectNode bound = Json.parseObject(Base64Url.decode(binding));
            ObjectNode says =
                    Json.object()
                            .put("aud", NL)
                            .put("nonce", DELIVERY)
                            .put("ch", exchange.channel)
                            .put("seq", exchange.seq)
                            .put("prev", bound.at("/sln/prev").asText())
                            .put("rh", Base64Url.encode(Leaf.blindingHash(BLINDING)))
                            .put("replaces", Base64Url.encode(exchange.signingInputHash))
                            .put("reason", reason);
            String jws = signed(VoidStatement.TYP, voided.apply(says), presenter);
            var note =
                    new StagedExchange.Note(
                            Scope.numbered(
                                    US_KEYS.origin(),
                                    Kind.VOID,
                                    exchange.channel,
                                    exchange.seq,
                                    NL),
                            jws.getBytes(US_ASCII),
                            US_KEYS.noteSigner());
            voidLeaf.accept(note);
            file.set("void", exchange.logged(note, BLINDING).put("statement", jws));
            if (shows) {
                file.set("end", end(bound.at("/sln/agr").asText()));
            }
            return file;
        } catch (Refusal e) {
            throw new AssertionError(e.detail(), e);
        }
    }

    private ObjectNode end(String agreement) {
        ObjectNode says =
                Json.object()
                        .put("iss", enderNode)
                        .put("aud", enderNode.equals(NL) ? US : NL)
                        .put("iat", NOW.getEpochSecond() + 1)
                        .put("agreement", agreement)
                        .put("state", AgreementState.ENDED.wireName())
                        .put("reason", "sanctions");
        says.set("last", Notice.lastJson(Map.of(exchange.channel, 41L)));
        String jws = signed(Notice.TYP, notice.apply(says), ender);
        ObjectNode logged =
                Json.object()
                        .put("kind", "agreement")
                        .put("log", US_KEYS.origin())
                        .put("at", NOW.getEpochSecond() + 1)
                        .put("agreement", agreement)
                        .put("state", "ended")
                        .put("notice", Base64Url.encode(Notice.hash(jws)));
        logged.set("last", Notice.lastJson(Map.of(exchange.channel, 41L)));
        byte[] text = Json.canonical(statement.apply(logged));
        var note =
                new StagedExchange.Note(
                        Scope.with(US_KEYS.origin(), Kind.AGREEMENT, NL),
                        text,
                        US_KEYS.noteSigner());
        endLeaf.accept(note);
        return exchange.logged(note, new byte[32])
                .put("statement", new String(text, UTF_8))
                .put("notice", jws);
    }

    private static String signed(String typ, ObjectNode claims, KeySigner signer) {
        return io.sealane.core.seal.Jws.draft(typ, Json.canonical(claims), signer)
                .sign(signer)
                .compact();
    }

    private Report holds(String outcome) {
        Report report = exchange.report();
        assertThat(report.holds()).as("%s", report.lines()).isTrue();
        assertThat(report.outcome()).isEqualTo(outcome);
        return report;
    }

    private void fails(String check, String code) {
        Report report = exchange.report();
        assertThat(report.outcome()).isEqualTo("rejected");
        assertThat(report.verdicts())
                .as("%s", report.lines())
                .filteredOn(verdict -> !verdict.holds())
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.check()).isEqualTo(check);
                    assertThat(verdict.detail()).startsWith(code + ": ");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {NL, US})
    void it_says_that_an_agreement_was_ended_by_which_node_and_why(String by) {
        enderNode = by;
        ender = by.equals(NL) ? NL_KEYS.federation : US_KEYS.federation;
        Report report = holds("voided");
        assertThat(String.join("\n", report.lines()))
                .contains("given up by " + US, "nothing went under agreement", "kind void")
                .contains("was ended by " + by, "saying \"sanctions\"", "kind agreement")
                .contains("refused: voided");
        assertThat(report.notProven()).noneMatch(limit -> limit.contains("ended"));
    }

    @Test
    void a_lifetime_that_was_over_needs_no_end_of_an_agreement() {
        reason = "expired";
        fails("end", "mismatch");
        shows = false;
        Report early = holds("voided");
        assertThat(early.notProven()).anyMatch(limit -> limit.contains("lifetime was over"));
        UnaryOperator<ObjectNode> made = exchange.receipt;
        exchange.receipt =
                said -> made.apply(said).put("at", NOW.plusSeconds(700_000).getEpochSecond());
        Report late = holds("voided");
        assertThat(late.lines().toString()).contains("its lifetime was over on");
        assertThat(late.notProven()).noneMatch(limit -> limit.contains("lifetime was over"));
    }

    @Test
    void a_key_that_was_stolen_is_a_reason_and_the_void_is_signed_with_another() {
        reason = "key-revoked";
        shows = false;
        var revoked = Map.of(US_KEYS.presentation.kid(), NOW);
        exchange.trust = new Trust(List.of(US_KEYS.trusted(revoked), NL_KEYS.trusted()));
        fails("keys", "key-revoked");
        presenter = TestKeys.es256(98);
        exchange.trust = new Trust(List.of(withPresenter(revoked), NL_KEYS.trusted()));
        assertThat(holds("voided").lines().toString())
                .contains("a key that signed it is compromised");
    }

    private Trust.Node withPresenter(Map<String, Instant> revoked) {
        Trust.Node us = US_KEYS.trusted();
        return new Trust.Node(
                US,
                us.federationKeys(),
                List.of(US_KEYS.presentation.key(), presenter.key()),
                us.issuingKeys(),
                us.logs(),
                List.of(),
                revoked);
    }

    @Test
    void without_the_notice_only_the_agreements_own_time_says_why() {
        shows = false;
        assertThat(holds("voided").notProven())
                .anyMatch(limit -> limit.contains("that the agreement ended is not shown"));
        UnaryOperator<ObjectNode> made = exchange.receipt;
        exchange.receipt =
                said -> made.apply(said).put("at", NOW.plusSeconds(3_600).getEpochSecond());
        assertThat(holds("voided").notProven())
                .noneMatch(limit -> limit.contains("that the agreement ended is not shown"));
    }

    @Test
    void a_void_that_came_too_late_changes_nothing() {
        exchange.receipt = said -> said;
        assertThat(holds("delivered").lines().toString()).contains("answered before");
    }

    @Test
    void a_receipt_for_a_void_needs_the_void() {
        exchange.file = file -> file;
        fails("void", "mismatch");
        exchange.file =
                file -> {
                    givenUp(file).remove("void");
                    return file;
                };
        assertThat(exchange.report().holds()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aud", "nonce", "ch", "prev", "rh", "replaces"})
    void a_void_in_the_place_of_another_presentation_is_none(String member) {
        voided =
                says ->
                        says.put(
                                member,
                                switch (member) {
                                    case "aud" -> "sg.sealane.example";
                                    case "nonce" -> DELIVERY.replace("d", "e");
                                    case "ch" -> US + "/2>" + NL;
                                    default -> Digest.base64Url("another");
                                });
        fails("void", "mismatch");
    }

    @Test
    void a_void_is_signed_by_its_sender_numbered_once_and_for_one_of_two_reasons() {
        voided = says -> says.put("seq", exchange.seq + 1);
        fails("void", "mismatch");
        voided = says -> says;
        presenter = NL_KEYS.presentation;
        fails("void", "unknown-key");
        presenter = US_KEYS.presentation;
        voidLeaf = note -> note.scope = Scope.with(US_KEYS.origin(), Kind.VOID, NL);
        fails("void", "bad-proof");
        voidLeaf = note -> note.signers = List.of(NL_KEYS.noteSigner(US_KEYS.origin()));
        assertThat(exchange.report().holds()).isFalse();
        voidLeaf = note -> {};
        shows = false;
        reason = "over-disclosed";
        fails("void", "mismatch");
    }

    @Test
    void an_end_is_the_word_of_one_of_the_two_about_this_agreement() {
        ender = US_KEYS.federation;
        fails("end", "unknown-key");
        ender = NL_KEYS.federation;
        enderNode = "sg.sealane.example";
        fails("end", "wrong-peer");
        enderNode = NL;
        notice = says -> says.put("agreement", Digest.base64Url("another"));
        fails("end", "mismatch");
        notice = says -> says.put("state", AgreementState.SUPERSEDED.wireName());
        fails("end", "mismatch");
        notice = says -> says;
        statement = says -> says.put("notice", Digest.base64Url("another"));
        fails("end", "mismatch");
        statement = says -> says.put("state", "superseded");
        fails("end", "mismatch");
        statement = says -> says.put("more", 1);
        fails("end", "mismatch");
        statement = says -> says.put("at", "then");
        fails("end", "mismatch");
        statement = says -> says;
        endLeaf = note -> note.scope = Scope.with(US_KEYS.origin(), Kind.AGREEMENT, US);
        fails("end", "bad-proof");
    }
}
