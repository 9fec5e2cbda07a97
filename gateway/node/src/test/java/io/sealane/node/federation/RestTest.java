package io.sealane.node.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class RestTest {
    private final Rest rest = new Rest();

    @Test
    void a_partner_that_returns_ends_the_longest_rest_and_the_next_one_is_whole_again()
            throws InterruptedException {
        rest.end();
        rest.end();
        assertThat(rest.take(Duration.ofDays(1))).isTrue();
        assertThat(rest.take(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void a_return_that_nobody_waited_for_is_forgotten() throws InterruptedException {
        rest.end();
        rest.forget();
        assertThat(rest.take(Duration.ofMillis(1))).isFalse();
    }
}
