package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.ACME;
import static io.sealane.node.store.Exchanges.FROM_NL;
import static io.sealane.node.store.Exchanges.HOUSE;
import static io.sealane.node.store.Exchanges.NOW;
import static io.sealane.node.store.Exchanges.TO_NL;
import static io.sealane.node.store.Exchanges.TO_SG;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Change.Cancelled;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Change.SenderLeaf;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Receipt;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.node.store.DocumentReads.Delivery;
import io.sealane.node.store.DocumentReads.Document;
import io.sealane.node.store.DocumentReads.Query;
import io.sealane.node.store.DocumentReads.State;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the edges read: documents, inboxes, evidence; all of it from a store without memories. */
class ReadsIT extends StoreCase {
    private static final PartyId STRANGER = new PartyId("stranger", Exchanges.US);

    private List<Delivery> deliveries(Submitted submitted) {
        Document document =
                requireNonNull(reopened().documents().byId(ACME, submitted.document().id()));
        assertThat(document.document()).isEqualTo(submitted.document());
        return document.deliveries();
    }

    @Test
    void finds_what_a_party_issued_of_a_type_by_a_reference() {
        Submitted one = make.submitted("first", TO_NL);
        Submitted two = make.submitted("second", TO_NL);
        commit(one);
        commit(two);
        String value = one.references().getLast().value();
        String major = one.document().vct().substring(0, one.document().vct().lastIndexOf('.'));
        var store = reopened();
        assertThat(store.issued(log, ACME, major, value, 10))
                .containsExactlyInAnyOrder(one.document(), two.document());
        assertThat(store.issued(log, ACME, major, value, 1)).containsExactly(two.document());
        assertThat(store.issued(log, ACME, "another-type/1", value, 10)).isEmpty();
        assertThat(store.issued(log, ACME, major, "elsewhere", 10)).isEmpty();
        assertThat(store.issued(log, STRANGER, major, value, 10)).isEmpty();
    }

    @Test
    void tells_how_far_each_delivery_is() {
        Submitted one = make.submitted("key", TO_NL, TO_NL, TO_NL, TO_NL, TO_NL, TO_SG);
        commit(one);
        assertThat(deliveries(one)).extracting(Delivery::state).containsOnly(State.PENDING);
        assertThat(deliveries(one))
                .extracting(Delivery::id)
                .containsExactly(
                        one.pending().stream().map(each -> each.delivery()).toArray(UUID[]::new));

        commit(new Cancelled(TO_NL, delivery(one, 4), Code.NO_GRANT));
        long epoch = lease(TO_NL).epoch();
        Sent sent =
                make.sent(
                        TO_NL,
                        epoch,
                        1,
                        delivery(one, 0),
                        delivery(one, 1),
                        delivery(one, 2),
                        delivery(one, 3));
        long sentAt = commit(sent).firstIndex();
        commit(make.voided(TO_NL, epoch, 3, delivery(one, 2)));
        long receiptedAt =
                commit(
                                make.receipted(TO_NL, 1, delivery(one, 0), null),
                                make.receipted(TO_NL, 2, delivery(one, 1), Code.OVER_DISCLOSED))
                        .firstIndex();

        List<Delivery> states = deliveries(one);
        assertThat(states)
                .extracting(Delivery::state)
                .containsExactly(
                        State.DELIVERED,
                        State.REFUSED,
                        State.VOIDED,
                        State.SENT,
                        State.CANCELLED,
                        State.PENDING);
        assertThat(states)
                .extracting(Delivery::code)
                .containsExactly(null, "over-disclosed", null, null, "no-grant", null);
        assertThat(states).extracting(Delivery::seq).containsExactly(1L, 2L, 3L, 4L, null, null);
        Delivery delivered = states.getFirst();
        assertThat(delivered.sentIndex()).isEqualTo(sentAt);
        assertThat(delivered.receiptIndex()).isEqualTo(1001);
        assertThat(delivered.receiptedIndex()).isEqualTo(receiptedAt);
        assertThat(delivered.disclosed()).isEqualTo(sent.lines().getFirst().disclosed());
        assertThat(delivered.agreement()).isEqualTo(sent.lines().getFirst().agreement());
        assertThat(delivered.recipient()).isEqualTo(one.pending().getFirst().recipient());
        assertThat(states.get(3).receiptIndex()).isNull();

        // Who admitted the original answers the void with that receipt.
        commit(make.receipted(TO_NL, 3, delivery(one, 2), null));
        assertThat(deliveries(one).get(2).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void shows_a_document_to_its_issuer_alone() {
        Submitted one = make.submitted("key", TO_NL);
        commit(one);
        UUID id = one.document().id();
        assertThat(reopened().documents().byId(STRANGER, id)).isNull();
        assertThat(reopened().documents().byId(ACME, make.id())).isNull();
        assertThat(reopened().evidence().submitted(STRANGER, id)).isNull();
    }

    @Test
    void finds_documents_by_reference_type_and_time() {
        Submitted one = make.submitted("1", TO_NL);
        Submitted two = make.submitted("2", TO_NL);
        Submitted three = make.submitted("3", TO_NL);
        commit(one, two, three);
        assertThat(found(null, null, null, null)).containsExactly(id(three), id(two), id(one));
        assertThat(found(null, "BOOKING-7", null, null)).hasSize(3);
        assertThat(found(null, "MSKU" + id(two), null, null)).containsExactly(id(two));
        assertThat(found(null, "MSKU", null, null)).isEmpty();
        assertThat(found("transport-document/1.0", "BOOKING-7", null, null)).hasSize(3);
        assertThat(found("quote/1.0", null, null, null)).isEmpty();
        assertThat(found("quote/1.0", "BOOKING-7", null, null)).isEmpty();
        assertThat(found(null, null, NOW.plusSeconds(60), null)).isEmpty();
        assertThat(found(null, "BOOKING-7", NOW.minusSeconds(60), null)).hasSize(3);
        assertThat(found(null, null, null, id(two))).containsExactly(id(one));
        assertThat(found(null, "BOOKING-7", null, id(three))).containsExactly(id(two), id(one));
        var others = new Query(STRANGER, null, "BOOKING-7", null, null);
        assertThat(reopened().documents().search(others, 10)).isEmpty();
        var all = new Query(ACME, null, null, null, null);
        assertThat(reopened().documents().search(all, 2)).hasSize(2);
    }

    private static UUID id(Submitted submitted) {
        return submitted.document().id();
    }

    private List<UUID> found(
            @Nullable String vct,
            @Nullable String reference,
            @Nullable Instant since,
            @Nullable UUID before) {
        return reopened()
                .documents()
                .search(new Query(ACME, vct, reference, since, before), 10)
                .stream()
                .map(document -> document.document().id())
                .toList();
    }

    @Test
    void gives_a_party_its_inbox_in_the_order_of_the_log() throws Refusal {
        ReceivedLine first = make.admitted(FROM_NL, 1);
        ReceivedLine third = make.admitted(FROM_NL, 3);
        commit(make.submitted("key", TO_NL));
        commit(make.received(FROM_NL, first, make.refused(FROM_NL, 2), third));
        InboxReads inbox = reopened().inbox();
        var page = inbox.page(ACME, null, 1);
        var item = page.items().getFirst();
        var admitted = requireNonNull(first.admitted());
        assertThat(item.delivery()).isEqualTo(first.delivery());
        assertThat(item.index()).isEqualTo(1);
        assertThat(item.presentation()).isEqualTo(admitted.presentation());
        assertThat(item.issuer()).isEqualTo(admitted.issuer());
        assertThat(item.channel()).isEqualTo(FROM_NL);
        assertThat(item.document()).isEqualTo(admitted.document());
        assertThat(item.role()).isEqualTo("carrier");
        assertThat(item.receivedAt()).isEqualTo(NOW);
        assertThat(item.agreement()).isEqualTo(admitted.agreement());
        assertThat(item.acknowledgement()).isNull();

        var next = inbox.page(ACME, page.next(), 10);
        assertThat(next.items()).hasSize(1);
        assertThat(next.items().getFirst().delivery()).isEqualTo(third.delivery());
        var end = inbox.page(ACME, next.next(), 10);
        assertThat(end.items()).isEmpty();
        assertThat(end.next()).isEqualTo(next.next());
        commit(make.received(FROM_NL, make.admitted(FROM_NL, 4)));
        assertThat(inbox.page(ACME, end.next(), 10).items()).hasSize(1);
        assertThat(inbox.page(STRANGER, null, 10).items()).isEmpty();
        assertThat(inbox.byId(STRANGER, first.delivery())).isNull();
        assertThat(requireNonNull(inbox.byId(ACME, third.delivery())).index()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "AgAAAAAAAAAAAAAAAAAAAAA", "AX__________________"})
    void refuses_what_is_no_cursor(String cursor) {
        assertThatThrownBy(() -> store.inbox().page(ACME, cursor, 10))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_REQUEST));
    }

    @Test
    void the_first_word_about_a_delivery_stands() throws Refusal {
        ReceivedLine line = make.admitted(FROM_NL, 1);
        ReceivedLine silent = make.admitted(FROM_NL, 2);
        commit(make.received(FROM_NL, line, silent));
        InboxReads inbox = reopened().inbox();
        var said = inbox.acknowledge(ACME, line.delivery(), "rejected", "wrong seal", NOW);
        assertThat(said.verdict()).isEqualTo("rejected");
        var again = inbox.acknowledge(ACME, line.delivery(), "accepted", null, NOW.plusSeconds(1));
        assertThat(again).isEqualTo(said);
        assertThat(requireNonNull(inbox.byId(ACME, line.delivery())).acknowledgement())
                .isEqualTo(said);
        var accepted = inbox.acknowledge(ACME, silent.delivery(), "accepted", null, NOW);
        assertThat(accepted.reason()).isNull();
        assertThat(inbox.page(ACME, null, 10).items())
                .extracting(item -> item.acknowledgement())
                .containsExactly(said, accepted);
        assertThatThrownBy(
                        () -> inbox.acknowledge(STRANGER, line.delivery(), "accepted", null, NOW))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND));
    }

    @Test
    void keeps_what_the_sender_can_prove() {
        Submitted one = make.submitted("key", TO_NL);
        UUID delivery = delivery(one, 0);
        commit(one);
        assertThat(reopened().evidence().sent(ACME, delivery)).isNull();
        Sent sent = make.sent(TO_NL, lease(TO_NL).epoch(), 1, delivery);
        var line = sent.lines().getFirst();
        commit(sent);
        var before = requireNonNull(reopened().evidence().sent(ACME, delivery));
        assertThat(before.receipt()).isNull();
        assertThat(before.presentation())
                .isEqualTo(one.document().wire(line.disclosed(), line.keyBinding()));
        assertThat(before.agreement()).isEqualTo(line.agreement());
        assertThat(before.sent().statement()).isEqualTo(line.leaf().statement());
        assertThat(before.sent().blinding()).isEqualTo(line.leaf().blinding());
        assertThat(before.sent().index()).isEqualTo(1);
        assertThat(before.sent().foreign()).isNull();

        Receipted receipted = make.receipted(TO_NL, 1, delivery, null);
        commit(receipted);
        Receipt receipt = receipted.receipt();
        LoggedLeaf leaf =
                requireNonNull(
                        requireNonNull(reopened().evidence().sent(ACME, delivery)).receipt());
        assertThat(leaf.statement()).isEqualTo(receipt.statement());
        assertThat(leaf.blinding()).isEqualTo(receipt.blinding());
        assertThat(leaf.index()).isEqualTo(receipt.index());
        LoggedLeaf.Foreign foreign = requireNonNull(leaf.foreign());
        assertThat(foreign.checkpoint()).isEqualTo(receipt.checkpoint());
        assertThat(foreign.proof())
                .usingElementComparator(java.util.Arrays::compare)
                .isEqualTo(receipt.proof());
        assertThat(reopened().evidence().sent(STRANGER, delivery)).isNull();
    }

    @Test
    void keeps_what_the_receiver_can_prove() {
        ReceivedLine line = make.admitted(FROM_NL, 1);
        commit(make.submitted("key", TO_NL), make.received(FROM_NL, line));
        var admitted = requireNonNull(line.admitted());
        var evidence = requireNonNull(reopened().evidence().received(ACME, line.delivery()));
        assertThat(evidence.presentation()).isEqualTo(admitted.presentation());
        assertThat(evidence.agreement()).isEqualTo(admitted.agreement());
        SenderLeaf sender = admitted.sentLeaf();
        assertThat(evidence.sent().blinding()).isEqualTo(sender.blinding());
        assertThat(evidence.sent().index()).isEqualTo(sender.index());
        assertThat(new String(evidence.sent().statement(), StandardCharsets.US_ASCII))
                .isEqualTo(
                        admitted.presentation()
                                .substring(admitted.presentation().lastIndexOf('~') + 1));
        LoggedLeaf.Foreign foreign = requireNonNull(evidence.sent().foreign());
        assertThat(foreign.checkpoint()).isEqualTo(sender.checkpoint());
        assertThat(foreign.proof()).hasSize(1);
        LoggedLeaf receipt = requireNonNull(evidence.receipt());
        assertThat(receipt.statement()).isEqualTo(line.leaf().statement());
        assertThat(receipt.blinding()).isEqualTo(line.leaf().blinding());
        assertThat(receipt.index()).isEqualTo(1);
        assertThat(receipt.foreign()).isNull();
        assertThat(reopened().evidence().received(STRANGER, line.delivery())).isNull();
        assertThat(reopened().evidence().received(ACME, make.id())).isNull();
    }

    @Test
    void a_house_delivery_is_proven_from_one_log_on_both_sides() throws Refusal {
        Submitted submitted = make.submitted("key", HOUSE);
        commit(submitted);
        UUID delivery = delivery(submitted, 0);
        Sent sent = make.sent(HOUSE, lease(HOUSE).epoch(), 1, delivery);
        var line = sent.lines().getFirst();
        StoredDocument document = submitted.document();
        ReceivedLine received =
                make.admitted(
                        HOUSE,
                        1,
                        delivery,
                        document.wire(line.disclosed(), line.keyBinding()),
                        new SenderLeaf(line.leaf().blinding(), -1, List.of(), ""));
        commit(sent, make.received(HOUSE, received), receipted(received));

        Delivery state = deliveries(submitted).getFirst();
        assertThat(state.state()).isEqualTo(State.DELIVERED);
        assertThat(state.sentIndex()).isEqualTo(1);
        assertThat(state.receiptIndex()).isEqualTo(2);
        assertThat(state.receiptedIndex()).isEqualTo(3);
        var ours = requireNonNull(reopened().evidence().sent(ACME, delivery));
        var theirs = requireNonNull(reopened().evidence().received(ACME, delivery));
        assertThat(theirs).usingRecursiveComparison().ignoringFields("agreement").isEqualTo(ours);
        assertThat(ours.sent().index()).isEqualTo(1);
        assertThat(requireNonNull(ours.receipt()).index()).isEqualTo(2);
        assertThat(requireNonNull(ours.receipt()).foreign()).isNull();
        assertThat(reopened().inbox().page(ACME, null, 10).items()).hasSize(1);
    }

    private Receipted receipted(ReceivedLine received) {
        return new Receipted(
                HOUSE,
                received.delivery(),
                new Receipt(
                        received.leaf().statement(), received.leaf().blinding(), -1, List.of(), ""),
                null,
                make.receipted(HOUSE, 1, received.delivery(), null).leaf());
    }

    @Test
    void keeps_what_a_party_can_hold_its_node_to() {
        Submitted one = make.submitted("key", TO_NL, TO_SG);
        commit(make.submitted("other", TO_NL), one);
        var evidence = requireNonNull(reopened().evidence().submitted(ACME, one.document().id()));
        assertThat(evidence.sealed().issuerJwt()).isEqualTo(one.document().sealed().issuerJwt());
        assertThat(evidence.pending()).isEqualTo(one.pending());
        assertThat(evidence.submitted().statement()).isEqualTo(one.leaf().statement());
        assertThat(evidence.submitted().blinding()).isEqualTo(one.leaf().blinding());
        assertThat(evidence.submitted().index()).isEqualTo(1);
    }

    @Test
    void finds_an_agreement_by_its_hash() {
        byte[] document = "{\"payload\":\"..\"}".getBytes(StandardCharsets.UTF_8);
        byte[] hash = make.bytes(32);
        commit(
                new Change.Noted(
                        "agreement/x",
                        hash,
                        document,
                        make.commitment(
                                Scope.with(Exchanges.origin(log), Kind.AGREEMENT, Exchanges.NL),
                                "agreement")));
        assertThat(reopened().evidence().noted(hash)).isEqualTo(document);
        assertThat(reopened().evidence().noted(make.bytes(32))).isNull();
    }

    @Test
    void lists_the_checkpoints_that_were_published() {
        for (long size : List.of(3L, 9L, 5L)) {
            store.publish(log, size, "note of " + size);
        }
        Checkpoints checkpoints = reopened().checkpoints();
        assertThat(checkpoints.sizes(-1, 10)).containsExactly(3L, 5L, 9L);
        assertThat(checkpoints.sizes(3, 1)).containsExactly(5L);
        assertThat(checkpoints.at(5)).isEqualTo("note of 5");
        assertThat(checkpoints.at(4)).isNull();
        assertThat(checkpoints.newest()).isEqualTo("note of 9");
    }

    @Test
    void tells_what_was_tried_with_a_number() {
        Attempts attempts = reopened().attempts();
        var first = new Attempts.Attempt(NOW, 1, 100, "unavailable");
        var second = new Attempts.Attempt(NOW.plusSeconds(1), 1, 40, "answered");
        attempts.note(TO_NL, first);
        attempts.note(TO_NL, second);
        attempts.note(TO_SG, first);
        assertThat(attempts.of(TO_NL, 40, 10)).containsExactly(second, first);
        assertThat(attempts.of(TO_NL, 41, 10)).containsExactly(first);
        assertThat(attempts.of(TO_NL, 40, 1)).containsExactly(second);
        assertThat(attempts.of(TO_NL, 101, 10)).isEmpty();
    }
}
