package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.FROM_NL;
import static io.sealane.node.store.Exchanges.HOUSE;
import static io.sealane.node.store.Exchanges.NOW;
import static io.sealane.node.store.Exchanges.TO_NL;
import static io.sealane.node.store.Exchanges.TO_SG;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Change.SenderLeaf;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Receipt;
import io.sealane.core.exchange.Store.Committed;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;

/** The receiving half of the port, and what is kept of others. */
class ReceivedStoreIT extends StoreCase {
    @Test
    void answers_what_arrived_the_same_for_ever() {
        assertThat(store.incoming(FROM_NL).nextSeq()).isEqualTo(1);
        assertThat(store.incoming(FROM_NL).prev()).isEqualTo(new byte[32]);
        ReceivedLine one = make.admitted(FROM_NL, 1);
        ReceivedLine two = make.refused(FROM_NL, 2);
        ReceivedLine three = make.admitted(FROM_NL, 3);
        commit(make.submitted("key", TO_NL));
        var batch = make.received(FROM_NL, one, two);
        // Two batches of one channel may meet in a group.
        Committed committed = commit(batch, make.received(FROM_NL, three));
        both().forEach(reader -> {
            var answered = reader.answered(FROM_NL, 2, 10);
            assertThat(answered).hasSize(2);
            assertThat(answered.getFirst().delivery()).isEqualTo(two.delivery());
            assertThat(answered.getFirst().seq()).isEqualTo(2);
            assertThat(answered.getFirst().inputHash()).isEqualTo(two.inputHash());
            assertThat(answered.getFirst().statement()).isEqualTo(two.leaf().statement());
            assertThat(answered.getFirst().blinding()).isEqualTo(two.leaf().blinding());
            assertThat(answered.getFirst().index()).isEqualTo(committed.firstIndex() + 1);
            assertThat(reader.answered(FROM_NL, 1, 1)).hasSize(1);
            assertThat(reader.answered(FROM_NL, 4, 9)).isEmpty();
            assertThat(reader.numbersOf(FROM_NL, List.of(one.delivery(), make.id())))
                    .containsExactly(java.util.Map.entry(one.delivery(), 1L));
            assertThat(reader.numbersOf(FROM_NL, List.of())).isEmpty();
            assertThat(reader.incoming(FROM_NL).nextSeq()).isEqualTo(4);
        });
    }

    @Test
    void a_number_and_a_delivery_id_arrive_once() {
        ReceivedLine one = make.admitted(FROM_NL, 1);
        commit(make.received(FROM_NL, one));
        Change taken = make.received(FROM_NL, make.admitted(FROM_NL, 1));
        assertConflict(taken, taken);
        Change gap = make.received(FROM_NL, make.admitted(FROM_NL, 3));
        assertConflict(gap, gap);
        Change first = make.received(TO_NL, make.admitted(TO_NL, 2));
        assertConflict(first, first);
        SenderLeaf leaf = make.senderLeaf(FROM_NL, 2);
        Change sameId =
                make.received(
                        FROM_NL,
                        make.admitted(FROM_NL, 2, one.delivery(), make.presentation(), leaf));
        assertConflict(sameId, sameId);
        // Another channel's ids are another's.
        commit(
                make.received(
                        TO_SG, make.admitted(TO_SG, 1, one.delivery(), make.presentation(), leaf)));
    }

    @Test
    void a_house_delivery_is_sent_received_and_receipted_in_one_group() {
        Submitted submitted = make.submitted("key", HOUSE);
        commit(submitted);
        UUID delivery = delivery(submitted, 0);
        Sent sent = make.sent(HOUSE, lease(HOUSE).epoch(), 1, delivery);
        var line = sent.lines().getFirst();
        String wire = submitted.document().wire(line.disclosed(), line.keyBinding());
        ReceivedLine received =
                make.admitted(
                        HOUSE,
                        1,
                        delivery,
                        wire,
                        new SenderLeaf(line.leaf().blinding(), -1, List.of(), ""));
        Receipted receipted =
                new Receipted(
                        HOUSE,
                        delivery,
                        new Receipt(
                                received.leaf().statement(),
                                received.leaf().blinding(),
                                -1,
                                List.of(),
                                ""),
                        null,
                        make.receipted(HOUSE, 1, delivery, null).leaf());
        Committed committed = commit(sent, make.received(HOUSE, received), receipted);
        assertThat(committed.edge().size()).isEqualTo(4);
        both().forEach(one -> {
            assertThat(one.outgoing(HOUSE, 1, 10)).isEmpty();
            assertThat(one.busyChannels(log)).isEmpty();
            assertThat(one.answered(HOUSE, 1, 1).getFirst().index()).isEqualTo(2);
            assertThat(one.incoming(HOUSE).nextSeq()).isEqualTo(2);
        });
        assertConflict(receipted, receipted);
    }

    @Test
    void keeps_the_largest_checkpoint_of_each_log() {
        String origin = Exchanges.NL + "/log/1";
        assertThat(store.seenCheckpoint(log, origin)).isNull();
        store.keepCheckpoint(log, origin, 5, "five");
        store.keepCheckpoint(log, origin, 3, "three");
        store.keepCheckpoint(log, origin, 5, "five again");
        store.keepCheckpoint(log, Exchanges.SG + "/log/1", 9, "nine");
        assertThat(store.seenCheckpoint(log, origin)).isEqualTo("five");
        store.keepCheckpoint(log, origin, 6, "six");
        assertThat(store.seenCheckpoint(log, origin)).isEqualTo("six");

        assertThat(store.published(log)).isNull();
        store.publish(log, 4, "small");
        store.publish(log, 7, "large");
        store.publish(log, 7, "large again");
        assertThat(store.published(log)).isEqualTo("large");
    }

    @Test
    void keeps_the_first_pair_of_an_equivocation() {
        store.keepEquivocation(FROM_NL, 3, make.bytes(32), make.bytes(32), NOW);
        store.keepEquivocation(FROM_NL, 3, make.bytes(32), make.bytes(32), NOW);
        store.keepEquivocation(FROM_NL, 4, make.bytes(32), make.bytes(32), NOW);
        assertThat(
                        open.database
                                .statement(session ->
                                        session.rows(
                                                "select count(*) from equivocation"
                                                        + " where log = $1",
                                                log))
                                .getFirst()
                                .number(0))
                .isEqualTo(2);
    }
}
