package io.sealane.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class PaceTest {
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
    private static final String NL = "nl.sealane.example";

    private final Pace pace = new Pace();

    @Test
    void a_batch_beyond_what_was_agreed_waits_for_its_time_and_no_longer() {
        assertThat(pace.take(NL, 35, 10, START)).isZero();
        assertThat(pace.take(NL, 1, 10, START)).isEqualTo(3);
        assertThat(pace.take(NL, 1, 10, START.plusSeconds(2))).isEqualTo(1);
        assertThat(pace.take(NL, 1, 10, START.plusSeconds(3))).isZero();
    }

    @Test
    void over_a_minute_no_more_passes_than_was_agreed() {
        int passed = 0;
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 10; i++) {
                Instant now = START.plusMillis(second * 1000L + i * 100L);
                passed += pace.take(NL, 5, 20, now) == 0 ? 5 : 0;
            }
        }
        assertThat(passed).isBetween(1_150, 1_225);
    }

    @Test
    void one_partner_does_not_pay_for_another_and_no_limit_is_none() {
        assertThat(pace.take(NL, 100, 1, START)).isZero();
        assertThat(pace.take(NL, 1, 1, START)).isPositive();
        assertThat(pace.take("sg.sealane.example", 1, 1, START)).isZero();
        assertThat(pace.take("us.sealane.example", 100, 0, START)).isZero();
        assertThat(pace.take("us.sealane.example", 100, 0, START)).isZero();
    }
}
