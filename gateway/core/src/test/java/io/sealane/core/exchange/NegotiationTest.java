package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.Notice;
import io.sealane.core.exchange.Register.Errand;
import io.sealane.core.exchange.Register.Filed;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Two nodes agree, change what they agreed, and end it; a third looks for a way around. */
class NegotiationTest {
    private final ThreeNodes net;
    private Negotiation us;
    private Negotiation nl;

    NegotiationTest() throws Refusal {
        net = new ThreeNodes();
        us = negotiation(net.us, List.of());
        nl = negotiation(net.nl, List.of());
    }

    @BeforeEach
    void nothing_is_agreed() throws Refusal {
        net.agree(List.of());
        us = negotiation(net.us, List.of());
        nl = negotiation(net.nl, List.of());
    }

    private Negotiation negotiation(TestNode node, List<Agreement> inherited) {
        return new Negotiation(
                node.self,
                node.paths().neighbours(),
                node.paths().sequencer(),
                node.store,
                node.store.register(),
                net.clock,
                node.identifiers,
                new Annals.Memory(),
                inherited);
    }

    /** The terms of the first agreement of the tests, as an operator would write them. */
    private ObjectNode draft(Consumer<ObjectNode> also) throws Refusal {
        String payload = net.agreements(also).getFirst().json().path("payload").asText();
        return Json.parseObject(Base64Url.decode(payload));
    }

    /** Every document for the other node reaches it. */
    private static void handOver(TestNode from, Negotiation sender, Negotiation receiver)
            throws Refusal {
        for (Errand errand : from.store.register().errands(1)) {
            receiver.receive(from.self.node(), Errands.request(errand));
            sender.errands().handedOver(errand);
        }
    }

    private byte[] agree(Consumer<ObjectNode> also) throws Refusal {
        byte[] hash = us.propose(draft(also)).hash();
        handOver(net.us, us, nl);
        nl.countersign(hash);
        handOver(net.nl, nl, us);
        return hash;
    }

    private void submit(String key) throws Refusal {
        net.us
                .paths()
                .submission()
                .submit(
                        net.us.request(
                                "acme-line",
                                key,
                                ThreeNodes.document(),
                                ThreeNodes.to(net.nl, "rotterdam-terminal", "terminal")));
    }

    private static List<String> states(TestNode node) throws Refusal {
        var states = new java.util.ArrayList<String>();
        for (Commitment leaf : node.store.leaves()) {
            if (leaf.scope().kind() == Kind.AGREEMENT) {
                states.add(Json.parse(leaf.statement()).path("state").asText());
            }
        }
        return states;
    }

    private static void isRefused(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void an_offer_that_is_countersigned_carries_the_next_document() throws Refusal {
        isRefused(Code.NO_AGREEMENT, () -> submit("k1"));
        us.propose(draft(terms -> {}));
        isRefused(Code.NO_AGREEMENT, () -> submit("k1"));
        agree(terms -> terms.put("id", "urn:uuid:0197a5d0-0000-7000-8000-000000000002"));

        submit("k1");
        net.settle(net.nl);
        assertThat(net.nl.store.inbox()).hasSize(1);
        assertThat(states(net.us)).containsExactly("proposed", "proposed", "in-force");
        assertThat(states(net.nl)).containsExactly("proposed", "proposed", "in-force");
    }

    @Test
    void the_same_document_again_gets_the_same_leaf() throws Refusal {
        us.propose(draft(terms -> {}));
        byte[] request = Errands.request(net.us.store.register().errands(1).getFirst());
        long first = nl.receive("us.sealane.example", request).index();
        assertThat(nl.receive("us.sealane.example", request).index()).isEqualTo(first);
        assertThat(us.propose(draft(terms -> {})).state()).isEqualTo(AgreementState.PROPOSED);
        assertThat(states(net.us)).containsExactly("proposed");
    }

    @Test
    void what_was_countersigned_sends_nothing_before_the_other_node_has_it() throws Refusal {
        byte[] hash = nl.propose(draft(terms -> {})).hash();
        handOver(net.nl, nl, us);
        us.countersign(hash);
        isRefused(Code.NO_AGREEMENT, () -> submit("k1"));
        handOver(net.us, us, nl);
        submit("k1");
    }

    @Test
    void an_offer_ends_by_time_by_its_maker_and_by_its_reader() throws Refusal {
        byte[] late = us.propose(draft(terms -> {})).hash();
        handOver(net.us, us, nl);
        net.clock.now = net.clock.now.plus(Duration.ofDays(31));
        isRefused(Code.EXPIRED, () -> nl.countersign(late));

        byte[] mine = us.propose(draft(terms -> terms.put("id", "urn:uuid:1"))).hash();
        handOver(net.us, us, nl);
        us.end(mine, "written too soon");
        handOver(net.us, us, nl);
        isRefused(Code.NO_AGREEMENT, () -> nl.countersign(mine));

        byte[] yours = us.propose(draft(terms -> terms.put("id", "urn:uuid:2"))).hash();
        handOver(net.us, us, nl);
        nl.end(yours, null);
        handOver(net.nl, nl, us);
        assertThat(us.filed(yours).state()).isEqualTo(AgreementState.ENDED);
        isRefused(Code.NO_AGREEMENT, () -> us.countersign(yours));
    }

    @Test
    void an_end_by_either_voids_what_is_under_way_and_refuses_what_comes_later() throws Refusal {
        byte[] hash = agree(terms -> {});
        submit("k1");
        net.settle(net.nl);
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, batch) -> {
                    throw new Outage("nothing arrives", 1);
                };
        submit("k2");
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        submit("k3");
        Filed ended = nl.end(hash, "a new minister");
        handOver(net.nl, nl, us);
        net.wire = good;
        net.settle(net.nl);

        assertThat(net.us.store.deliveries())
                .extracting(one -> one.isReceipted() ? one.receipted().code() : one.cancelled())
                .containsExactly(null, Code.VOIDED, Code.NO_AGREEMENT);
        assertThat(net.nl.store.inbox()).hasSize(1);
        assertThat(ended.last())
                .isEqualTo(Map.of(net.channel(net.nl).toString(), 1L, channelBack(), 0L));
        assertThat(states(net.us)).endsWith("in-force", "ended");
        assertThat(us.filed(hash).reason()).isEqualTo("a new minister");
        isRefused(Code.NO_AGREEMENT, () -> submit("k4"));
    }

    private static String channelBack() {
        return "nl.sealane.example/1>us.sealane.example";
    }

    @Test
    void a_partner_that_ignores_an_end_is_refused() throws Refusal {
        byte[] hash = agree(terms -> {});
        nl.end(hash, null);
        submit("k1");
        net.settle(net.nl);
        assertThat(net.us.store.deliveries())
                .extracting(one -> one.receipted().code())
                .containsExactly(Code.NO_AGREEMENT);
        assertThat(net.nl.store.inbox()).isEmpty();
    }

    @Test
    void a_successor_takes_over_and_later_numbers_under_the_old_one_are_refused() throws Refusal {
        byte[] old = agree(terms -> {});
        submit("k1");
        net.settle(net.nl);
        byte[] next =
                agree(terms ->
                        terms.put("id", "urn:uuid:2").put("supersedes", Base64Url.encode(old)));
        us.settle();
        nl.settle();
        handOver(net.us, us, nl);
        handOver(net.nl, nl, us);
        submit("k2");
        net.settle(net.nl);

        assertThat(net.nl.store.inbox())
                .extracting(Change.Admitted::agreement)
                .containsExactly(old, next);
        String channel = net.channel(net.nl).toString();
        assertThat(nl.filed(old).last()).containsEntry(channel, 1L);
        assertThat(nl.filed(old).state()).isEqualTo(AgreementState.SUPERSEDED);
        var standing = net.nl.paths().neighbours().agreements().byHash(old);
        isRefused(
                Code.NO_AGREEMENT,
                () ->
                        net.nl
                                .paths()
                                .neighbours()
                                .agreements()
                                .carries(standing, channel, 2, net.clock.now, net.clock.now));
    }

    /** Else the notice would wait for ever, and all that is to be handed over behind it. */
    @Test
    void a_notice_that_an_agreement_was_replaced_is_taken_also_after_its_successor_ended()
            throws Refusal {
        byte[] old = agree(terms -> {});
        byte[] next =
                agree(terms ->
                        terms.put("id", "urn:uuid:2").put("supersedes", Base64Url.encode(old)));
        us.settle();
        Errand superseded = net.us.store.register().errands(1).getFirst();
        nl.end(next, "sanctions");
        nl.receive(net.us.self.node(), Errands.request(superseded));
        assertThat(nl.filed(old).last()).containsKey(net.channel(net.nl).toString());
        handOver(net.us, us, nl);
        assertThat(nl.filed(next).state()).isEqualTo(AgreementState.ENDED);
    }

    @Test
    void of_two_successors_the_lower_hash_wins_on_both_sides() throws Refusal {
        byte[] old = agree(terms -> {});
        String name = Base64Url.encode(old);
        byte[] one = agree(terms -> terms.put("id", "urn:uuid:2").put("supersedes", name));
        byte[] two = agree(terms -> terms.put("id", "urn:uuid:3").put("supersedes", name));
        us.settle();
        nl.settle();
        boolean first = java.util.Arrays.compareUnsigned(one, two) < 0;
        byte[] lower = first ? one : two;
        byte[] higher = first ? two : one;
        for (Negotiation side : List.of(us, nl)) {
            assertThat(side.filed(lower).state()).isEqualTo(AgreementState.IN_FORCE);
            assertThat(side.filed(higher).state()).isEqualTo(AgreementState.SUPERSEDED);
        }
        submit("k1");
        net.settle(net.nl);
        assertThat(net.nl.store.inbox().getFirst().agreement()).isEqualTo(lower);
    }

    @Test
    void a_process_that_stopped_between_two_steps_goes_on() throws Refusal {
        byte[] hash = agree(terms -> {});
        net.us.store.register().close(1, hash, AgreementState.ENDED, "stopped here");
        us = negotiation(net.us, List.of());
        isRefused(Code.NO_AGREEMENT, () -> submit("k1"));
        us.settle();
        handOver(net.us, us, nl);
        assertThat(nl.filed(hash).reason()).isEqualTo("stopped here");
    }

    @Test
    void agreements_from_elsewhere_count_at_once_and_are_logged_once() throws Refusal {
        List<Agreement> files = net.agreements();
        us = negotiation(net.us, files);
        submit("k1");
        us.settle();
        us.settle();
        assertThat(states(net.us)).containsExactly("in-force", "in-force", "in-force");
        us.end(files.getFirst().hash(), null);
        us = negotiation(net.us, files);
        us.settle();
        isRefused(Code.NO_AGREEMENT, () -> submit("k2"));
    }

    @Test
    void what_others_signed_or_only_one_signed_is_refused() throws Refusal {
        us.propose(draft(terms -> {}));
        byte[] request = Errands.request(net.us.store.register().errands(1).getFirst());
        // Another peer's offer, an offer that says it is an agreement, an agreement never offered.
        isRefused(Code.MALFORMED_AGREEMENT, () -> nl.receive("sg.sealane.example", request));
        String text = new String(request, StandardCharsets.UTF_8);
        isRefused(
                Code.BAD_SIGNATURE,
                () ->
                        nl.receive(
                                "us.sealane.example",
                                bytes(text.replace("{\"offer\"", "{\"agreement\""))));
        ObjectNode never =
                Json.object()
                        .set("agreement", net.agreements(t -> t.put("id", "x")).getFirst().json());
        isRefused(
                Code.NO_AGREEMENT, () -> nl.receive("us.sealane.example", bytes(Json.text(never))));
        isRefused(Code.UNKNOWN_PEER, () -> nl.receive("no.sealane.example", request));
        String bent = text.replaceFirst("\"signature\":\"..", "\"signature\":\"AA");
        isRefused(Code.BAD_SIGNATURE, () -> nl.receive("us.sealane.example", bytes(bent)));
        assertThat(states(net.nl)).isEmpty();
    }

    @Test
    void a_notice_of_another_node_or_about_other_channels_is_refused() throws Refusal {
        byte[] hash = agree(terms -> {});
        var sg = notice(net.sg, hash, Map.of());
        isRefused(Code.NOT_FOUND, () -> nl.receive("sg.sealane.example", sg));
        isRefused(Code.UNKNOWN_KEY, () -> nl.receive("us.sealane.example", sg));
        var other = notice(net.us, hash, Map.of("sg.sealane.example/1>nl.sealane.example", 1L));
        isRefused(Code.MALFORMED_AGREEMENT, () -> nl.receive("us.sealane.example", other));
        assertThat(nl.filed(hash).state()).isEqualTo(AgreementState.IN_FORCE);
        assertThat(Objects.requireNonNull(nl.filed(hash).began())).isEqualTo(net.clock.now);
    }

    private byte[] notice(TestNode from, byte[] hash, Map<String, Long> last) {
        String jws =
                new Notice(
                                from.self.node(),
                                "nl.sealane.example",
                                net.clock.now,
                                Base64Url.encode(hash),
                                AgreementState.ENDED,
                                null,
                                last)
                        .sign(from.federation);
        return bytes(Json.text(Json.object().put("notice", jws)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
