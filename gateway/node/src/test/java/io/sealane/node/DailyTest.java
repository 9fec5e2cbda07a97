package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.identity.Outage;
import io.sealane.node.http.TestClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class DailyTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final List<String> done = new ArrayList<>();
    private boolean broken;
    private final Daily daily =
            new Daily(
                    List.of(
                            () -> {
                                if (broken) {
                                    throw new Outage("no", 1);
                                }
                                done.add("one");
                            },
                            () -> done.add("other")),
                    clock);

    private List<String> doneAfter(Duration time) {
        done.clear();
        clock.forward(time);
        daily.look();
        return done;
    }

    @Test
    void does_everything_at_once_and_again_a_day_later() {
        assertThat(doneAfter(Duration.ZERO)).containsExactly("one", "other");
        assertThat(doneAfter(Duration.ofHours(23))).isEmpty();
        assertThat(doneAfter(Duration.ofHours(1))).containsExactly("one", "other");
    }

    @Test
    void tries_again_a_minute_later_what_could_not_be_done() {
        broken = true;
        assertThat(doneAfter(Duration.ZERO)).containsExactly("other");
        broken = false;
        assertThat(doneAfter(Duration.ofSeconds(59))).isEmpty();
        assertThat(doneAfter(Duration.ofSeconds(1))).containsExactly("one");
    }
}
