package io.sealane.node.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;

class BackoffTest {
    @Test
    void doubles_from_a_second_to_five_minutes_and_begins_anew_after_success() {
        var backoff = new Backoff(new Random(1));
        Duration ceiling = Duration.ofSeconds(1);
        for (int i = 0; i < 20; i++) {
            assertThat(backoff.failed()).isBetween(ceiling.dividedBy(2), ceiling);
            ceiling = ceiling.multipliedBy(2);
            ceiling =
                    ceiling.compareTo(Duration.ofMinutes(5)) > 0 ? Duration.ofMinutes(5) : ceiling;
        }
        backoff.succeeded();
        assertThat(backoff.failed()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void does_not_bring_all_back_at_one_moment() {
        var first = new Backoff(new Random(1));
        var second = new Backoff(new Random(2));
        assertThat(first.failed()).isNotEqualTo(second.failed());
    }
}
