package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.ACME;
import static io.sealane.node.store.Exchanges.FROM_NL;
import static io.sealane.node.store.Exchanges.NOW;
import static io.sealane.node.store.Exchanges.TO_NL;
import static io.sealane.node.store.Exchanges.TO_SG;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.exchange.Change.Cancelled;
import io.sealane.core.exchange.Change.Noted;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Change.Voided;
import io.sealane.core.exchange.Store.Committed;
import io.sealane.core.exchange.Store.Lease;
import io.sealane.core.exchange.Store.Outgoing;
import io.sealane.core.exchange.Store.Queued;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Every method of the port, each condition lost once, and what was stored read anew. */
class PostgresStoreIT extends StoreCase {

    @Test
    void keeps_a_submission_whole() {
        Submitted submitted = make.submitted("key", TO_NL, TO_SG);
        Committed committed = commit(submitted);
        assertThat(committed.firstIndex()).isZero();
        assertThat(committed.edge().size()).isEqualTo(1);
        both().forEach(one -> {
            assertThat(one.queued(TO_NL, 10))
                    .containsExactly(
                            new Queued(
                                    delivery(submitted, 0),
                                    submitted.pending().get(0).recipient(),
                                    submitted.document()));
            assertThat(one.queued(TO_SG, 10)).hasSize(1);
            assertThat(one.busyChannels(log)).containsExactly(TO_NL, TO_SG);
        });
    }

    @Test
    void answers_a_repeated_submission_as_the_first_time() {
        Submitted submitted = make.submitted("key", TO_NL);
        commit(make.submitted("other", TO_NL), submitted);
        both().forEach(one -> {
            var earlier = Objects.requireNonNull(one.earlier(log, ACME, "key"));
            assertThat(earlier.document()).isEqualTo(submitted.document().id());
            assertThat(earlier.requestHash()).isEqualTo(submitted.requestHash());
            assertThat(earlier.answer()).isEqualTo(submitted.answer());
            assertThat(earlier.index()).isEqualTo(1);
            assertThat(earlier.statement()).isEqualTo(submitted.leaf().statement());
            assertThat(earlier.blinding()).isEqualTo(submitted.leaf().blinding());
            assertThat(one.earlier(log, ACME, "another")).isNull();
            var stranger = new PartyId("stranger", Exchanges.US);
            assertThat(one.earlier(log, stranger, "key")).isNull();
        });
    }

    @Test
    void an_idempotency_key_is_used_once() {
        commit(make.submitted("key", TO_NL));
        Submitted again = make.submitted("key", TO_NL);
        Submitted other = make.submitted("other", TO_SG);
        assertConflict(again, other, again);
        assertThat(store.queued(TO_SG, 10)).isEmpty();
        assertThat(store.earlier(log, ACME, "other")).isNull();

        Submitted first = make.submitted("new", TO_NL);
        Submitted second = make.submitted("new", TO_NL);
        assertConflict(second, first, second);
        commit(other, first);
    }

    @Test
    void queues_in_the_order_of_the_log() {
        Submitted one = make.submitted("1", TO_NL);
        Submitted two = make.submitted("2", TO_NL);
        Submitted three = make.submitted("3", TO_NL);
        commit(two);
        commit(three, one);
        assertThat(store.queued(TO_NL, 2))
                .extracting(Queued::delivery)
                .containsExactly(delivery(two, 0), delivery(three, 0));
    }

    @Test
    void sends_the_very_bytes_that_were_numbered() {
        Submitted submitted = make.submitted("key", TO_NL, TO_SG);
        commit(submitted);
        Lease lease = lease(TO_NL);
        assertThat(lease.nextSeq()).isEqualTo(1);
        assertThat(lease.prev()).isEqualTo(new byte[32]);
        Sent sent = make.sent(TO_NL, lease.epoch(), 1, delivery(submitted, 0));
        Committed committed = commit(sent);
        var line = sent.lines().getFirst();

        both().forEach(one -> {
            Outgoing out = one.outgoing(TO_NL, 1, 10).getFirst();
            assertThat(out.delivery()).isEqualTo(line.delivery());
            assertThat(out.seq()).isEqualTo(1);
            assertThat(out.presentation())
                    .isEqualTo(submitted.document().wire(line.disclosed(), line.keyBinding()));
            assertThat(out.isVoid()).isFalse();
            assertThat(out.blinding()).isEqualTo(line.leaf().blinding());
            assertThat(out.index()).isEqualTo(committed.firstIndex());
            assertThat(out.expires()).isEqualTo(line.expires());
            assertThat(one.queued(TO_NL, 10)).isEmpty();
            assertThat(one.queued(TO_SG, 10)).hasSize(1);
            assertThat(one.outgoing(TO_NL, 2, 10)).isEmpty();
        });
        Lease next = lease(TO_NL);
        assertThat(next.nextSeq()).isEqualTo(2);
        assertThat(next.prev()).isEqualTo(sent.prev());
    }

    @Test
    void numbers_are_taken_once_in_order_and_under_the_lease_alone() {
        Submitted submitted = make.submitted("key", TO_NL, TO_NL, TO_NL);
        commit(submitted);
        Sent withoutLease = make.sent(TO_NL, 1, 1, delivery(submitted, 0));
        assertConflict(withoutLease, withoutLease);

        long epoch = lease(TO_NL).epoch();
        Sent gap = make.sent(TO_NL, epoch, 2, delivery(submitted, 0));
        assertConflict(gap, gap);
        Sent stale = make.sent(TO_NL, epoch - 1, 1, delivery(submitted, 0));
        assertConflict(stale, stale);
        Sent unknown = make.sent(TO_NL, epoch, 1, make.id());
        assertConflict(unknown, unknown);

        // One group may number a channel twice.
        commit(
                make.sent(TO_NL, epoch, 1, delivery(submitted, 0)),
                make.sent(TO_NL, epoch, 2, delivery(submitted, 1)));
        Sent again = make.sent(TO_NL, epoch, 2, delivery(submitted, 2));
        assertConflict(again, again);
        Sent twice = make.sent(TO_NL, epoch, 3, delivery(submitted, 1));
        assertConflict(twice, twice);
        assertThat(store.outgoing(TO_NL, 1, 10)).hasSize(2);
    }

    @Test
    void a_lease_passes_on_with_a_higher_epoch() {
        Submitted submitted = make.submitted("key", TO_NL);
        commit(submitted);
        Lease first = Objects.requireNonNull(store.lease(TO_NL, "a", NOW, LEASE));
        assertThat(store.lease(TO_NL, "b", NOW.plusSeconds(29), LEASE)).isNull();
        Lease renewed = Objects.requireNonNull(store.lease(TO_NL, "a", NOW.plusSeconds(20), LEASE));
        assertThat(renewed.epoch()).isEqualTo(first.epoch());
        assertThat(store.lease(TO_NL, "b", NOW.plusSeconds(31), LEASE)).isNull();
        Lease passed = Objects.requireNonNull(store.lease(TO_NL, "b", NOW.plusSeconds(51), LEASE));
        assertThat(passed.epoch()).isGreaterThan(first.epoch());

        Sent late = make.sent(TO_NL, first.epoch(), 1, delivery(submitted, 0));
        assertConflict(late, late);
        store.release(TO_NL, "a");
        assertThat(store.lease(TO_NL, "a", NOW.plusSeconds(52), LEASE)).isNull();
        store.release(TO_NL, "b");
        Lease back = Objects.requireNonNull(store.lease(TO_NL, "a", NOW.plusSeconds(52), LEASE));
        assertThat(back.epoch()).isGreaterThan(passed.epoch());
    }

    @Test
    void a_receipt_ends_a_number_once() {
        Submitted submitted = make.submitted("key", TO_NL, TO_NL);
        commit(submitted);
        Receipted early = make.receipted(TO_NL, 1, delivery(submitted, 0), null);
        assertConflict(early, early);
        commit(
                make.sent(
                        TO_NL,
                        lease(TO_NL).epoch(),
                        1,
                        delivery(submitted, 0),
                        delivery(submitted, 1)));
        Receipted other = make.receipted(TO_NL, 1, delivery(submitted, 1), null);
        assertConflict(other, other);

        Receipted refused = make.receipted(TO_NL, 2, delivery(submitted, 1), Code.NO_AGREEMENT);
        commit(refused);
        assertThat(store.outgoing(TO_NL, 1, 10)).extracting(Outgoing::seq).containsExactly(1L);
        Receipted first = make.receipted(TO_NL, 1, delivery(submitted, 0), null);
        commit(first);
        assertThat(store.outgoing(TO_NL, 1, 10)).isEmpty();
        assertThat(store.busyChannels(log)).isEmpty();
        Receipted again = make.receipted(TO_NL, 1, delivery(submitted, 0), null);
        assertConflict(again, again);
    }

    @Test
    void a_void_goes_in_the_place_of_what_was_numbered() {
        Submitted submitted = make.submitted("key", TO_NL, TO_NL);
        commit(submitted);
        long epoch = lease(TO_NL).epoch();
        UUID delivery = delivery(submitted, 0);
        Voided early = make.voided(TO_NL, epoch, 1, delivery);
        assertConflict(early, early);
        commit(make.sent(TO_NL, epoch, 1, delivery, delivery(submitted, 1)));
        String presentation = store.outgoing(TO_NL, 1, 1).getFirst().presentation();
        Voided stale = make.voided(TO_NL, epoch + 1, 1, delivery);
        assertConflict(stale, stale);

        Voided voided = make.voided(TO_NL, epoch, 1, delivery);
        Committed committed = commit(voided);
        both().forEach(one -> {
            Outgoing out = one.outgoing(TO_NL, 1, 10).getFirst();
            assertThat(out.wire()).isEqualTo(voided.jws());
            assertThat(out.presentation()).isEqualTo(presentation);
            assertThat(out.blinding()).isEqualTo(voided.leaf().blinding());
            assertThat(out.index()).isEqualTo(committed.firstIndex());
            assertThat(one.outgoing(TO_NL, 1, 10)).hasSize(2);
        });
        assertThat(lease(TO_NL).nextSeq()).as("it takes no number").isEqualTo(3);
        Voided again = make.voided(TO_NL, epoch, 1, delivery);
        assertConflict(again, again);
        commit(make.receipted(TO_NL, 2, delivery(submitted, 1), null));
        Voided late = make.voided(TO_NL, epoch, 2, delivery(submitted, 1));
        assertConflict(late, late);
    }

    @Test
    void what_is_cancelled_never_takes_a_number() {
        Submitted submitted = make.submitted("key", TO_NL);
        commit(submitted);
        var cancelled = new Cancelled(TO_NL, delivery(submitted, 0), Code.NO_GRANT);
        long size = store.head(log).size();
        Committed committed = commit(cancelled);
        assertThat(committed.firstIndex()).isEqualTo(size);
        assertThat(committed.edge().size()).isEqualTo(size);
        assertThat(store.queued(TO_NL, 10)).isEmpty();
        assertThat(store.busyChannels(log)).isEmpty();
        assertConflict(cancelled, cancelled);
        Sent sent = make.sent(TO_NL, lease(TO_NL).epoch(), 1, delivery(submitted, 0));
        assertConflict(sent, sent);
    }

    @Test
    void notes_an_agreement_once() {
        Noted noted = noted("agreement 1");
        Noted other = noted("agreement 2");
        commit(noted);
        assertConflict(noted, other, noted);
        assertConflict(other, other, other);
        commit(other);
        assertThat(store.head(log).size()).isEqualTo(2);
    }

    private Noted noted(String name) {
        return new Noted(
                name,
                make.bytes(32),
                "{\"terms\":[]}".getBytes(StandardCharsets.UTF_8),
                make.commitment(
                        Scope.with(Exchanges.origin(log), Kind.AGREEMENT, Exchanges.NL), name));
    }

    @Test
    void opens_every_leaf_to_what_it_commits_to() {
        Submitted submitted = make.submitted("key", TO_NL);
        UUID delivery = delivery(submitted, 0);
        commit(submitted, make.received(FROM_NL, make.admitted(FROM_NL, 1)), noted("agreement"));
        long epoch = lease(TO_NL).epoch();
        commit(make.sent(TO_NL, epoch, 1, delivery));
        commit(make.voided(TO_NL, epoch, 1, delivery));
        commit(make.receipted(TO_NL, 1, delivery, null));
        var openings = reopened().openings().range(0, 100);
        assertThat(openings)
                .extracting(opening -> opening.scope().kind())
                .containsExactly(
                        Kind.SUBMITTED,
                        Kind.ADMITTED,
                        Kind.AGREEMENT,
                        Kind.SENT,
                        Kind.VOID,
                        Kind.RECEIPTED);
        List<byte[]> entries = reopened().tree().entries(0, 6);
        for (int i = 0; i < 6; i++) {
            assertThat(openings.get(i).index()).isEqualTo(i);
            assertThat(openings.get(i).entry()).isEqualTo(entries.get(i));
        }
    }

    @Test
    void refuses_a_database_of_another_log() {
        assertThatThrownBy(() ->
                        PostgresStore.open(
                                open.database,
                                open.partitions,
                                open.atRest,
                                () -> NOW,
                                log,
                                "nl.sealane.example/log/1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Exchanges.origin(log));
        assertThatThrownBy(() -> store.head(log + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void notices_a_column_that_was_moved_or_changed() {
        commit(make.submitted("1", TO_NL), make.submitted("2", TO_NL));
        for (String damage :
                Arrays.asList(
                        "update document d set content = o.content from document o"
                                + " where d.log = o.log and o.id <> d.id",
                        "update document set content = set_byte(content, 40, 255 -"
                                + " get_byte(content, 40))")) {
            open.database.statement(session -> session.run(damage));
            assertThatThrownBy(() -> reopened().queued(TO_NL, 10))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("changed outside");
        }
    }
}
