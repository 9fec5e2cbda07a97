package io.sealane.core.exchange;

import static io.sealane.core.exchange.ThreeNodes.document;
import static io.sealane.core.exchange.ThreeNodes.to;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.disclosure.PartySeal;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.Profile;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** An issuer's second signature: where it is agreed it goes with the token, and nobody drops it. */
class SecondSignatureTest {
    private static final String PARTY = "acme-line";
    private static final String SECOND = "secondSignature";

    private final ThreeNodes net = new ThreeNodes();
    private final Recipient terminal = to(net.nl, "rotterdam-terminal", "terminal");
    private final Recipient other = to(net.nl, "dutch-customs", "customs-import");
    private final Recipient local = to(net.us, "long-beach-terminal", "terminal");

    SecondSignatureTest() throws Refusal {
        net.agree(twice());
    }

    /** The terminal at nl asks for both signatures, nobody else does. */
    private List<Agreement> twice() throws Refusal {
        return net.agreements(terms -> {
            for (JsonNode line : terms.path("grants")) {
                if (line.path("parties").toString().contains(terminal.party().name())) {
                    ((ObjectNode) line).putArray("signatures").add("ES256").add("ML-DSA-65");
                }
            }
        });
    }

    private Submission.Accepted submit(String key, Recipient... to) throws Refusal {
        return net.us.paths().submission().submit(net.us.request(PARTY, key, document(), to));
    }

    private MemoryDelivery deliveryTo(Recipient recipient) {
        return net.us.store.deliveries.values().stream()
                .filter(one -> one.pending().recipient().equals(recipient))
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    private void isRefused(Recipient recipient, Code code) {
        assertThat(deliveryTo(recipient).receipted().code()).isEqualTo(code);
    }

    @Test
    void it_travels_beside_the_token_wherever_the_token_goes() throws Refusal {
        submit("one", terminal, other, local);
        net.settle(net.nl);
        net.settle(net.us);
        var arrived = new ArrayList<>(net.nl.store.inbox);
        arrived.addAll(net.us.store.inbox);
        assertThat(arrived).hasSize(3);
        String second = deliveryTo(terminal).document.sealed().second();
        for (Change.Admitted admitted : arrived) {
            assertThat(admitted.second()).isNotNull().isEqualTo(second);
            assertThat(admitted.presentation()).doesNotContain("..");
            Presentation presentation = Presentation.parse(admitted.presentation());
            presentation.verifyIssuer(
                    List.of(net.us.issuing.key(), net.us.issuingSecond.key()), second);
            assertThat(presentation.issuer().claims().sigs()).containsExactly("ES256", "ML-DSA-65");
        }
    }

    @Test
    void nobody_who_did_not_ask_gets_one() throws Refusal {
        submit("one", other);
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).singleElement().matches(one -> one.second() == null);
        assertThat(deliveryTo(other).document.sealed().second()).isNull();
    }

    @Test
    void a_repetition_is_the_same_bytes() throws Refusal {
        var batches = new ArrayList<String>();
        ThreeNodes.Wire honest = net.wire;
        net.wire =
                (node, batch) -> {
                    batches.add(lines(batch).get(1).toString());
                    if (batches.size() == 1) {
                        honest.carry(node, batch);
                        throw new io.sealane.core.identity.Outage("the answer is lost", 1);
                    }
                    return honest.carry(node, batch);
                };
        submit("one", terminal);
        assertThatThrownBy(() -> net.settle(net.nl))
                .isInstanceOf(io.sealane.core.identity.Outage.class);
        net.settle(net.nl);
        assertThat(batches).hasSizeGreaterThan(1);
        assertThat(batches.getFirst()).contains(SECOND);
        for (String again : batches) {
            assertThat(withoutProof(again)).isEqualTo(withoutProof(batches.getFirst()));
        }
        assertThat(net.nl.store.inbox).hasSize(1);
    }

    private static JsonNode withoutProof(String line) throws Refusal {
        ObjectNode json = Json.parseObject(line.getBytes(UTF_8));
        json.remove("proof");
        return json;
    }

    /** What is done to the second signature on the way. */
    private void tampered(Consumer<ObjectNode> tamper) {
        ThreeNodes.Wire honest = net.wire;
        net.wire =
                (node, batch) -> {
                    List<ObjectNode> lines = lines(batch);
                    lines.subList(1, lines.size()).forEach(tamper);
                    var changed = new StringBuilder();
                    lines.forEach(line -> changed.append(Json.text(line)).append('\n'));
                    return honest.carry(node, changed.toString().getBytes(UTF_8));
                };
    }

    private static List<ObjectNode> lines(byte[] batch) throws Refusal {
        var lines = new ArrayList<ObjectNode>();
        for (String line : new String(batch, UTF_8).lines().toList()) {
            lines.add(Json.parseObject(line.getBytes(UTF_8)));
        }
        return lines;
    }

    private void nlRefuses(Code code) throws Refusal {
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).isEmpty();
        isRefused(terminal, code);
    }

    @Test
    void stripped_it_is_refused() throws Refusal {
        tampered(line -> line.remove(SECOND));
        submit("one", terminal);
        nlRefuses(Code.ALGORITHM_NOT_ALLOWED);
    }

    /** Customs did not ask for two: it is the token's own list that says so. */
    @Test
    void stripped_it_is_refused_also_where_it_was_not_asked_for() throws Refusal {
        tampered(line -> line.remove(SECOND));
        submit("one", other, terminal);
        net.settle(net.nl);
        isRefused(other, Code.ALGORITHM_NOT_ALLOWED);
        isRefused(terminal, Code.ALGORITHM_NOT_ALLOWED);
    }

    private String spare() throws Refusal {
        submit("first", terminal);
        net.settle(net.nl);
        return java.util.Objects.requireNonNull(net.nl.store.inbox.getFirst().second());
    }

    @Test
    void one_that_the_token_does_not_list_is_refused() throws Refusal {
        String spare = spare();
        tampered(line -> line.put(SECOND, spare));
        submit("second", other);
        net.settle(net.nl);
        isRefused(other, Code.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void that_of_another_document_is_refused() throws Refusal {
        String spare = spare();
        tampered(line -> line.put(SECOND, spare));
        submit("second", terminal);
        net.settle(net.nl);
        isRefused(terminal, Code.BAD_ISSUER_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ML-DSA-65 | ES256 | algorithm-not-allowed",
                "ML-DSA-65 | ML-DSA-44 | algorithm-not-allowed",
                "ML-DSA-65 | none | algorithm-not-allowed",
                "sealane-document+sd-jwt | kb+jwt | malformed-token",
                "\"typ\" | \"crit\":[],\"typ\" | malformed-token",
                "\"kid\":\" | \"kid\":\"A | malformed-token",
                "\"alg\":\"ML | \"alg\": \"ML | bad-issuer-signature"
            })
    void another_header_is_refused(String what, String by, String code) throws Refusal {
        header(text -> text.replace(what, by));
        submit("one", terminal);
        nlRefuses(java.util.Objects.requireNonNull(Code.ofWireName(code)));
    }

    /** The key of the first signature never makes the second. */
    @Test
    void another_key_is_refused() throws Refusal {
        header(text -> text.replace(net.us.issuingSecond.kid(), net.us.issuing.kid()));
        submit("one", terminal);
        nlRefuses(Code.BAD_ISSUER_SIGNATURE);
    }

    @Test
    void a_key_that_is_nobodys_is_refused() throws Refusal {
        header(text -> text.replace(net.us.issuingSecond.kid(), "A".repeat(43)));
        submit("one", terminal);
        nlRefuses(Code.UNKNOWN_ISSUER);
    }

    private void header(UnaryOperator<String> change) {
        tampered(line -> {
            String second = line.path(SECOND).asText();
            int dots = second.indexOf("..");
            try {
                String header = new String(Base64Url.decode(second.substring(0, dots)), UTF_8);
                String changed = Base64Url.encode(change.apply(header).getBytes(UTF_8));
                line.put(SECOND, changed + second.substring(dots));
            } catch (Refusal e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void a_signature_of_another_form_is_refused() throws Refusal {
        tampered(line -> line.put(SECOND, line.path(SECOND).asText().replace("..", ".e30.")));
        submit("one", terminal);
        nlRefuses(Code.MALFORMED_TOKEN);
    }

    /** A sender that goes by an agreement without the second signature. */
    @Test
    void a_token_that_lists_fewer_than_was_agreed_is_refused() throws Refusal {
        List<Agreement> agreed = twice();
        net.agree(agreed);
        net.us.agreeing = them -> new Unasking(them);
        net.us.wire(List.copyOf(net.nodes.values()), agreed, net.clock, net);
        submit("one", terminal);
        nlRefuses(Code.ALGORITHM_NOT_ALLOWED);
    }

    private static final class Unasking extends io.sealane.core.agreement.Agreements {
        Unasking(List<Agreement> verified) {
            super(verified);
        }

        @Override
        public Granted grant(
                String from,
                String to,
                String vct,
                String profile,
                String party,
                String role,
                java.time.Instant at)
                throws Refusal {
            Granted real = super.grant(from, to, vct, profile, party, role, at);
            var line = real.grant();
            return new Granted(
                    real.agreement(),
                    new io.sealane.core.agreement.Grant(
                            line.from(),
                            line.to(),
                            line.documents(),
                            line.role(),
                            line.parties(),
                            line.profiles(),
                            line.allow(),
                            line.require(),
                            line.purpose(),
                            line.retentionDays(),
                            line.unlinkable(),
                            List.of()));
        }
    }

    @Test
    void a_successor_that_asks_for_more_cancels_what_is_pending() throws Refusal {
        net.agree(net.agreements());
        submit("one", terminal);
        net.agree(twice());
        net.settle(net.nl);
        assertThat(net.us.store.deliveries.values())
                .singleElement()
                .satisfies(
                        one -> assertThat(one.cancelled()).isEqualTo(Code.ALGORITHM_NOT_ALLOWED));
        assertThat(net.nl.store.inbox).isEmpty();
    }

    @Test
    void nothing_goes_that_a_stolen_second_key_signed() throws Refusal {
        submit("one", terminal);
        Partner known = net.us.asPartner();
        net.us
                .paths()
                .neighbours()
                .learn(
                        new Partner(
                                known.node(),
                                known.federation(),
                                known.presentation(),
                                known.issuing(),
                                known.origin(),
                                known.log(),
                                java.util.Map.of(net.us.issuingSecond.kid(), net.clock.now)));
        net.settle(net.nl);
        assertThat(net.us.store.deliveries.values())
                .singleElement()
                .satisfies(one -> assertThat(one.cancelled()).isEqualTo(Code.KEY_REVOKED));
        assertThat(net.nl.store.inbox).isEmpty();
    }

    @Test
    void a_node_without_such_a_key_says_so_at_submission() {
        Self whole = net.us.self;
        var without =
                new Self(
                        whole.node(),
                        whole.log(),
                        whole.issuing(),
                        null,
                        whole.presentation(),
                        whole.federation(),
                        whole.logSigner(),
                        null);
        var submission =
                new Submission(
                        without,
                        TestNode.CATALOGUE,
                        net.us.paths().neighbours(),
                        net.us.paths().sequencer(),
                        net.us.store,
                        net.clock,
                        net.us.identifiers,
                        net.us.pseudonyms,
                        Observer.NONE);
        assertThatThrownBy(() ->
                        submission.submit(
                                net.us.request(PARTY, "one", document(), other, terminal)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(Code.ALGORITHM_NOT_ALLOWED);
                            assertThat(refusal.pointer()).isEqualTo("/recipients/1");
                        });
        assertThat(net.us.store.leaves).isEmpty();
    }

    /** A party that signs for itself. */
    private final class Own {
        final KeySigner first = TestNode.signer();
        final KeySigner second = TestKeys.mlDsa65();

        Own() throws Refusal {
            net.us.keys.put(PARTY, List.of(first.key(), second.key()));
            net.agree(twice());
        }

        SealedDocument sealed(@Nullable Signer beside) throws Refusal {
            Profile profile = TestNode.CATALOGUE.type(TestNode.TYPE).profile();
            var claims =
                    new IssuerClaims(
                            net.us.id(PARTY),
                            null,
                            net.clock.now,
                            "urn:uuid:" + net.us.identifiers.next(),
                            TestNode.TYPE,
                            TestNode.profile(),
                            Sealer.sigs(first, beside),
                            net.us.presentation.kid());
            return new Sealer(new Random(7)).seal(claims, profile.shape(document()), first, beside);
        }

        void submit(SealedDocument sealed, @Nullable String second) throws Refusal {
            String compact = PartySeal.compact(sealed);
            net.us
                    .paths()
                    .submission()
                    .submit(
                            new Submission.Request(
                                    net.us.id(PARTY),
                                    Set.of("transport-document"),
                                    TestNode.TYPE,
                                    List.of(terminal),
                                    new Submission.Content.Signed(PartySeal.parse(compact, second)),
                                    Digest.hex(compact),
                                    Digest.sha256(compact.getBytes(StandardCharsets.US_ASCII))));
        }

        void isRefused(Code code, SealedDocument sealed, @Nullable String second) {
            assertThatThrownBy(() -> submit(sealed, second))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
            assertThat(net.us.store.leaves).isEmpty();
        }
    }

    @Test
    void a_party_signs_twice_with_keys_of_its_own() throws Refusal {
        var own = new Own();
        SealedDocument sealed = own.sealed(own.second);
        SealedDocument another = own.sealed(own.second);
        own.isRefused(Code.ALGORITHM_NOT_ALLOWED, sealed, null);
        own.isRefused(Code.BAD_ISSUER_SIGNATURE, sealed, another.second());
        own.isRefused(Code.ALGORITHM_NOT_ALLOWED, own.sealed(null), sealed.second());
        SealedDocument strange = own.sealed(net.us.issuingSecond);
        own.isRefused(Code.UNKNOWN_ISSUER, strange, strange.second());
        own.submit(sealed, sealed.second());
        net.settle(net.nl);
        Change.Admitted admitted = net.nl.store.inbox.getFirst();
        assertThat(admitted.second()).isEqualTo(sealed.second());
        Presentation.parse(admitted.presentation())
                .verifyIssuer(List.of(own.first.key(), own.second.key()), admitted.second());
    }

    @Test
    void a_party_without_such_a_key_cannot_send_where_two_are_agreed() throws Refusal {
        var own = new Own();
        own.isRefused(Code.ALGORITHM_NOT_ALLOWED, own.sealed(null), null);
    }
}
