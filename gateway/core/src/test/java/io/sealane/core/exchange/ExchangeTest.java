package io.sealane.core.exchange;

import static io.sealane.core.exchange.ThreeNodes.document;
import static io.sealane.core.exchange.ThreeNodes.to;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.VoidStatement;
import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.exchange.TestNode.Line;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The three paths together, on memory and a wire that breaks as the test says. */
class ExchangeTest {
    private final ThreeNodes net;
    private final Recipient terminal;
    private final Recipient customs;

    ExchangeTest() throws Refusal {
        net = new ThreeNodes();
        terminal = to(net.nl, "rotterdam-terminal", "terminal");
        customs = to(net.nl, "dutch-customs", "customs-import");
    }

    private Submission.Accepted submit(String key, Recipient... to) throws Refusal {
        return net.us.paths().submission().submit(net.us.request("acme-line", key, document(), to));
    }

    private JsonNode seenBy(Admitted admitted) throws Refusal {
        return Presentation.parse(admitted.presentation()).disclosed().doc();
    }

    private List<Kind> kinds(TestNode node) {
        return node.store.leaves.stream().map(leaf -> leaf.scope().kind()).toList();
    }

    @Test
    void each_role_at_one_node_sees_its_own_view_of_a_document() throws Refusal {
        submit("k1", terminal, customs);
        net.settle(net.nl);

        assertThat(net.nl.store.inbox)
                .extracting(Admitted::recipient)
                .containsExactly(terminal, customs);
        String forTerminal = Json.text(seenBy(net.nl.store.inbox.get(0)));
        String forCustoms = Json.text(seenBy(net.nl.store.inbox.get(1)));
        assertThat(forTerminal).contains("utilizedTransportEquipments").doesNotContain("shipper");
        assertThat(forCustoms).contains("shipper").doesNotContain("charges");
    }

    @Test
    void an_exchange_leaves_one_leaf_at_submission_and_three_at_delivery() throws Refusal {
        submit("k1", terminal);
        net.settle(net.nl);

        assertThat(kinds(net.us)).containsExactly(Kind.SUBMITTED, Kind.SENT, Kind.RECEIPTED);
        assertThat(kinds(net.nl)).containsExactly(Kind.ADMITTED);
        assertThat(net.us.store.deliveries.values()).allMatch(MemoryDelivery::isReceipted);
    }

    @Test
    void what_is_said_of_a_receipt_leads_to_its_leaf_in_the_receivers_log() throws Refusal {
        submit("k1", terminal, customs);
        net.settle(net.nl);
        int found = 0;
        for (Commitment leaf : net.us.store.leaves) {
            if (leaf.scope().kind() == Kind.RECEIPTED) {
                JsonNode said = Json.parse(leaf.statement());
                assertThat(said.path("receiptLog").asText()).isEqualTo(net.nl.self.origin());
                byte[] there =
                        net.nl.store.leaves.get(said.path("receiptIndex").intValue()).statement();
                assertThat(said.path("receipt").asText()).isEqualTo(Digest.base64Url(there));
                found++;
            }
        }
        assertThat(found).isEqualTo(2);
    }

    @Test
    void a_delivery_within_the_house_takes_the_same_way() throws Refusal {
        submit("k1", to(net.us, "long-beach-terminal", "terminal"));
        net.settle(net.us);

        assertThat(kinds(net.us))
                .containsExactly(Kind.SUBMITTED, Kind.SENT, Kind.ADMITTED, Kind.RECEIPTED);
        assertThat(Json.text(seenBy(net.us.store.inbox.getFirst()))).doesNotContain("shipper");
    }

    @Test
    void an_answer_that_is_lost_is_asked_for_again_and_is_the_same() throws Refusal {
        var answers = new ArrayList<byte[]>();
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, batch) -> {
                    answers.add(good.carry(to, batch));
                    if (answers.size() == 1) {
                        throw new Outage("the answer was lost", 1);
                    }
                    return answers.getLast();
                };
        submit("k1", terminal, customs);
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        net.settle(net.nl);

        assertThat(net.nl.store.inbox).hasSize(2);
        Answer first = Answer.parse(answers.getFirst());
        Answer again = Answer.parse(answers.getLast());
        assertThat(again.lines()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(again.lines().get(i).statement())
                    .isEqualTo(first.lines().get(i).statement());
            assertThat(again.lines().get(i).index()).isEqualTo(first.lines().get(i).index());
        }
    }

    @Test
    void the_same_idempotency_key_gets_the_same_document_and_another_body_is_refused()
            throws Refusal {
        var first = submit("k1", terminal);
        var again = submit("k1", terminal);
        assertThat(again.repeated()).isTrue();
        assertThat(again.answer()).isEqualTo(first.answer());
        assertThat(net.us.store.deliveries).hasSize(1);

        var other = document().put("isElectronic", !document().path("isElectronic").asBoolean());
        assertRefused(
                Code.IDEMPOTENCY_MISMATCH,
                () ->
                        net.us
                                .paths()
                                .submission()
                                .submit(net.us.request("acme-line", "k1", other, terminal)));
    }

    @Test
    void what_no_grant_covers_is_not_accepted_for_sending() {
        assertRefused(Code.NO_GRANT, () -> submit("k", to(net.sg, "psa-terminal", "transit")));
        assertRefused(
                Code.ROLE_NOT_HELD,
                () -> submit("k", to(net.nl, "rotterdam-terminal", "customs-import")));
        assertRefused(Code.UNKNOWN_RECIPIENT, () -> submit("k", to(net.nl, "nobody", "terminal")));
        assertThat(net.us.store.leaves).isEmpty();
    }

    @Test
    void a_delivery_beyond_the_grant_is_refused_numbered_and_receipted() throws Refusal {
        // The sender believes in an agreement that allows more than the receiver signed.
        var wider =
                List.of(
                        TestNode.agreement(
                                net.us,
                                net.nl,
                                List.of(
                                        new Line(
                                                net.us,
                                                net.nl,
                                                "terminal",
                                                "rotterdam-terminal",
                                                ThreeNodes.CUSTOMS))));
        net.us.wire(List.copyOf(net.nodes.values()), wider, net.clock, net);
        submit("k1", terminal);
        net.settle(net.nl);

        assertThat(net.nl.store.inbox).isEmpty();
        assertThat(kinds(net.nl)).containsExactly(Kind.REFUSED);
        // Another payload, so another agreement: it is refused before a class is looked at.
        assertThat(net.us.store.deliveries.values())
                .allMatch(one -> one.receipted().code() == Code.NO_AGREEMENT);
    }

    @Test
    void other_bytes_under_a_used_number_are_equivocation() throws Refusal {
        submit("k1", terminal);
        net.settle(net.nl);
        net.us.store.forgetNumbers(net.channel(net.nl));
        submit("k2", terminal);

        assertRefused(Code.EQUIVOCATION, () -> net.settle(net.nl));
        assertThat(net.nl.store.inbox).hasSize(1);
        assertThat(net.nl.store.equivocations).isEqualTo(1);
    }

    @Test
    void a_log_that_is_not_a_continuation_of_the_one_known_is_a_fork() throws Refusal {
        submit("k1", terminal);
        submit("k2", terminal);
        net.settle(net.nl);
        // The sender's log is replaced by one of the same size with other leaves in it.
        net.us.store.replaceLog();
        submit("k3", terminal);

        assertRefused(Code.FORKED_LOG, () -> net.settle(net.nl));
        assertThat(net.nl.store.inbox).hasSize(2);
    }

    @Test
    void a_log_that_is_shorter_than_a_partner_saw_it_is_not_appended_to() throws Refusal {
        submit("k0", terminal, customs);
        submit("k1", terminal);
        net.settle(net.nl);
        net.us.store.dropLog();
        submit("k2", terminal);

        assertRefused(Code.FORKED_LOG, () -> net.settle(net.nl));
        assertThat(net.us.paths().sequencer().closedBecause()).isNotNull();
        assertThatThrownBy(() -> submit("k3", terminal)).isInstanceOf(Outage.class);
    }

    @Test
    void a_delivery_for_another_node_or_by_another_peer_uses_no_number() throws Refusal {
        var code = new AtomicReference<Code>();
        net.wire =
                (to, batch) -> {
                    try {
                        return net.sg.paths().reception().receive("us.sealane.example", batch);
                    } catch (Refusal refusal) {
                        code.set(refusal.code());
                        throw refusal;
                    }
                };
        submit("k1", terminal);
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Refusal.class);
        assertThat(code).hasValue(Code.WRONG_AUDIENCE);

        net.wire =
                (to, batch) -> {
                    try {
                        return to.paths().reception().receive("sg.sealane.example", batch);
                    } catch (Refusal refusal) {
                        code.set(refusal.code());
                        throw refusal;
                    }
                };
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Refusal.class);
        assertThat(code).hasValue(Code.BAD_CHECKPOINT);
        assertThat(net.nl.store.leaves).isEmpty();
    }

    @Test
    void a_gap_is_answered_with_the_number_expected() throws Refusal {
        var batches = new ArrayList<Batch>();
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, body) -> {
                    batches.add(Batch.parse(body));
                    throw new Outage("nothing arrives", 1);
                };
        submit("k1", terminal, customs);
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        Batch whole = batches.getFirst();
        var second = new Batch(whole.head(), whole.lines().subList(1, 2));
        assertThatThrownBy(() -> good.carry(net.nl, second.toJsonLines()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(Code.SEQUENCE_GAP);
                            assertThat(refusal.expected()).isEqualTo(1);
                        });
        net.wire = good;
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).hasSize(2);
    }

    @Test
    void a_batch_that_goes_back_is_refused_and_asks_the_store_for_nothing() throws Refusal {
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, body) -> {
                    good.carry(to, body);
                    throw new Outage("the answer is lost", 1);
                };
        submit("k1", terminal, customs);
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        net.wire =
                (to, body) -> {
                    Batch batch = Batch.parse(body);
                    Batch back = new Batch(batch.head(), batch.lines().reversed());
                    Answer answer = Answer.parse(good.carry(to, back.toJsonLines()));
                    assertThat(answer.lines()).hasSize(1);
                    assertThat(answer.problem())
                            .isNotNull()
                            .extracting(Answer.Problem::code)
                            .isEqualTo("malformed-delivery");
                    throw new Outage("seen", 1);
                };
        assertThatThrownBy(() -> net.settle(net.nl)).hasMessageContaining("seen");

        net.wire = good;
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).hasSize(2);
    }

    @Test
    void two_deliveries_under_one_number_of_a_batch_are_kept_as_equivocation() throws Refusal {
        var first = new ArrayList<Batch>();
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, body) -> {
                    first.add(Batch.parse(body));
                    throw new Outage("nothing arrives", 1);
                };
        submit("k1", terminal);
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        net.us.store.forgetNumbers(net.channel(net.nl));
        submit("k2", terminal);
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        // Both lines carry number 1 and stand in the sender's log.
        Batch both = first.getLast();
        assertThat(both.lines()).hasSize(2);
        good.carry(net.nl, both.toJsonLines());

        assertThat(net.nl.store.inbox).hasSize(1);
        assertThat(net.nl.store.equivocations).isEqualTo(1);
    }

    @Test
    void what_expired_before_it_arrived_becomes_a_void_and_leaves_no_gap() throws Refusal {
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, body) -> {
                    throw new Outage("nothing arrives", 1);
                };
        submit("k1", terminal);
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        net.clock.now = net.clock.now.plus(Duration.ofDays(8));
        net.wire = good;
        net.settle(net.nl);
        submit("k2", terminal);
        net.settle(net.nl);

        assertThat(net.us.store.deliveries.values())
                .extracting(one -> one.receipted().code())
                .containsExactly(Code.VOIDED, null);
        assertThat(net.nl.store.inbox).hasSize(1);
        assertThat(kinds(net.us)).contains(Kind.VOID);
    }

    /** One delivery under way when the agreement ends, or is taken away, and one pending. */
    private void endWhileUnderWay(List<Agreement> then, Duration later) throws Refusal {
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, body) -> {
                    throw new Outage("nothing arrives", 1);
                };
        submit("k1", terminal);
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        submit("k2", terminal);
        net.clock.now = net.clock.now.plus(later);
        net.wire = good;
        net.agree(then);
        net.settle(net.nl);
    }

    private static Agreement until(ThreeNodes net, Instant end) throws Refusal {
        return net.agreements(terms -> terms.put("validUntil", end.toString())).getFirst();
    }

    @Test
    void what_is_under_way_when_the_agreement_ends_becomes_a_void_and_the_pending_is_cancelled()
            throws Refusal {
        Duration day = Duration.ofDays(1);
        Agreement ending = until(net, net.clock.now.plus(day));
        net.agree(List.of(ending));
        endWhileUnderWay(List.of(ending), day.plus(Binding.SKEW).plusSeconds(1));

        assertVoidedAndCancelled();
    }

    private void assertVoidedAndCancelled() throws Refusal {
        List<MemoryDelivery> both = List.copyOf(net.us.store.deliveries.values());
        assertThat(both.get(0).receipted().code()).isEqualTo(Code.VOIDED);
        assertThat(both.get(1).cancelled()).isEqualTo(Code.NO_AGREEMENT);
        assertThat(net.nl.store.inbox).isEmpty();
        String jws = java.util.Objects.requireNonNull(both.get(0).voided).jws();
        assertThat(VoidStatement.of(VoidStatement.parse(jws)).reason()).isEqualTo("no-agreement");
    }

    @Test
    void what_is_under_way_when_the_agreement_is_taken_away_becomes_a_void() throws Refusal {
        endWhileUnderWay(List.of(), Duration.ofMinutes(10));

        assertVoidedAndCancelled();
    }

    @Test
    void what_was_bound_before_a_successor_began_still_arrives() throws Refusal {
        Agreement old = net.agreements().getFirst();
        Instant start = net.clock.now.plus(Duration.ofHours(1));
        Agreement successor =
                net.agreements(terms ->
                                terms.put("supersedes", Base64Url.encode(old.hash()))
                                        .put("validFrom", start.toString()))
                        .getFirst();
        endWhileUnderWay(List.of(old, successor), Duration.ofHours(2));

        assertThat(net.nl.store.inbox)
                .extracting(Admitted::agreement)
                .containsExactly(old.hash(), successor.hash());
    }

    @Test
    void an_original_that_was_admitted_answers_its_void_with_its_first_receipt() throws Refusal {
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, body) -> {
                    good.carry(to, body);
                    throw new Outage("the answer is lost", 1);
                };
        submit("k1", terminal);
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        net.clock.now = net.clock.now.plus(Duration.ofDays(8));
        net.wire = good;
        net.settle(net.nl);

        assertThat(net.us.store.deliveries.values())
                .allMatch(one -> one.isReceipted() && one.receipted().code() == null);
        assertThat(net.nl.store.inbox).hasSize(1);
    }

    @Test
    void a_changed_byte_in_a_disclosure_uses_no_number() throws Refusal {
        var changed = new AtomicInteger();
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, body) -> {
                    String text = new String(body, StandardCharsets.UTF_8);
                    int at = text.indexOf('~') + 20;
                    changed.incrementAndGet();
                    char other = text.charAt(at) == 'A' ? 'B' : 'A';
                    return good.carry(
                            to,
                            (text.substring(0, at) + other + text.substring(at + 1))
                                    .getBytes(StandardCharsets.UTF_8));
                };
        submit("k1", terminal);
        assertThatThrownBy(() -> net.settle(net.nl))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.BAD_KEY_BINDING));
        assertThat(changed).hasValue(1);
        assertThat(net.nl.store.leaves).isEmpty();
    }

    @Test
    void two_processes_never_number_one_channel_at_once() throws Refusal {
        var other =
                new Dispatch(
                        net.us.self,
                        "process-2",
                        TestNode.CATALOGUE,
                        net.us.paths().neighbours(),
                        net.us.paths().sequencer(),
                        net.us.store,
                        net,
                        net.clock,
                        net.us.identifiers,
                        Observer.NONE);
        submit("k1", terminal);
        net.settle(net.nl);
        assertThat(other.run(net.channel(net.nl))).isEqualTo(Dispatch.Progress.NOT_OURS);
        net.clock.now = net.clock.now.plus(Dispatch.LEASE).plusSeconds(1);
        assertThat(other.run(net.channel(net.nl))).isEqualTo(Dispatch.Progress.IDLE);
        MemoryDelivery delivered = net.us.store.deliveries.values().iterator().next();
        assertThat(delivered.isReceipted()).isTrue();
    }

    private static void assertRefused(
            Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
