package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Store.Incoming;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import org.junit.jupiter.api.Test;

import java.util.Objects;
import java.util.UUID;

/** How the deliveries of one batch take their numbers, and what a partner cannot make of it. */
class ArrivalsTest {
    private static final ChannelName CHANNEL =
            new ChannelName("us.sealane.example", 1, "nl.sealane.example");
    private static final byte[] PREV = Digest.sha256("the last one answered");

    private final Arrivals arrivals = new Arrivals(new Incoming(1_000_000, PREV));

    private static Bound bound(long seq) {
        return new Bound(
                UUID.randomUUID(), CHANNEL, seq, Digest.sha256("" + seq), PREV, null, null, null);
    }

    private void assertMalformed(long seq) {
        assertThatThrownBy(() -> arrivals.isNext(bound(seq)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.MALFORMED_DELIVERY));
    }

    private void repeat(long seq) throws Refusal {
        assertThat(arrivals.isNext(bound(seq))).isFalse();
        arrivals.repeated(bound(seq));
    }

    @Test
    void numbers_far_apart_would_load_all_between_and_are_refused() throws Refusal {
        repeat(1);
        repeat(512);
        assertMalformed(513);
        assertMalformed(999_999);
    }

    @Test
    void numbers_that_go_back_or_stand_still_are_refused() throws Refusal {
        assertMalformed(0);
        repeat(7);
        assertMalformed(7);
        assertMalformed(6);
    }

    @Test
    void the_next_number_may_follow_any_repeated_one() throws Refusal {
        repeat(7);
        Bound next = bound(1_000_000);
        assertThat(arrivals.isNext(next)).isTrue();
        assertThat(arrivals.taken(1_000_000)).isNull();
        var leaf =
                new Commitment(
                        Scope.own("nl.sealane.example/log/1", Kind.SUBMITTED),
                        new byte[32],
                        new byte[0]);
        arrivals.add(
                new ReceivedLine(next.delivery(), next.seq(), next.inputHash(), null, null, leaf));
        assertThat(Objects.requireNonNull(arrivals.taken(1_000_000))).isEqualTo(next.inputHash());
        assertThat(arrivals.taken(7)).isNull();
        assertMalformed(1_000_000);
        assertMalformed(8);
    }
}
