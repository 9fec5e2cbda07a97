package io.sealane.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;

class FiguresTest {
    @Test
    void prints_three_digits() {
        assertThat(Figures.round(12345.6)).isEqualTo(12300);
        assertThat(Figures.round(0.0123456)).isEqualTo(0.0123);
        assertThat(Figures.round(0)).isZero();
        assertThat(Figures.perSecond(1500, Duration.ofSeconds(2))).isEqualTo(750);
    }

    @Test
    void finds_median_and_tail() {
        var times = LongStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList();
        var millis = Figures.millis(times.reversed());
        assertThat(millis.path("p50").asDouble()).isEqualTo(51);
        assertThat(millis.path("p99").asDouble()).isEqualTo(100);
        assertThat(millis.path("max").asDouble()).isEqualTo(100);
    }

    @Test
    void costs_are_differences_shared_out() {
        var each =
                Cost.each(
                        Map.of("us", Duration.ofMillis(100)),
                        Map.of("us", Duration.ofMillis(400)),
                        100);
        assertThat(each.path("us").asDouble()).isEqualTo(3);
        assertThat(each.path("all").asDouble()).isEqualTo(3);
    }

    @Test
    void counts_the_time_of_this_very_process() {
        var cost = new Cost().add("self", ProcessHandle::current);
        Duration before = cost.read().get("self");
        long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(cost.read().get("self")).isGreaterThan(before);
    }

    @Test
    void counts_a_child_that_is_named_apart_only_there() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            var apart =
                    new Cost().add("self", ProcessHandle::current).add("child", child::toHandle);
            var together = new Cost().add("self", ProcessHandle::current);
            var read = apart.read();
            while (read.getOrDefault("child", Duration.ZERO).toMillis() < 300) {
                read = apart.read();
            }
            Duration both = read.values().stream().reduce(Duration.ZERO, Duration::plus);
            assertThat(together.read().get("self")).isGreaterThanOrEqualTo(both);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void tells_the_compiler_of_this_very_process_from_its_other_threads() {
        assertThat(Activity.of(ProcessHandle.current()))
                .containsKeys("compiler", "collector", "other");
    }
}
