package io.sealane.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.exchange.Link;
import io.sealane.core.exchange.Store;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Histories hold, are eventful, and are the same wherever they are told. */
class SimulationTest {
    private static final int SEEDS = 8;

    @Test
    void everything_holds_under_the_first_seeds() {
        Simulation.Verdict verdict = new Simulation().run(1, SEEDS, done -> {});
        assertThat(verdict.failures()).isEmpty();
        assertThat(verdict.tally().of("delivered")).isGreaterThan(20L * SEEDS);
        assertThat(verdict.tally().of("groups of several callers")).isPositive();
    }

    /** A retry overtook its first try at another process, and its sender was called a liar. */
    @Test
    void everything_holds_under_seeds_that_failed_once() {
        for (long seed : List.of(9, 82)) {
            assertThat(new Simulation().tell(seed).violation()).isNull();
        }
    }

    @Test
    void each_history_has_its_documents_crashes_and_partition() {
        for (long seed = 100; seed < 103; seed++) {
            Simulation.Story story = new Simulation().tell(seed);
            Tally tally = story.tally();
            assertThat(tally.of("documents")).isGreaterThanOrEqualTo(30);
            assertThat(tally.of(Fault.CRASH, Fault.POWER_LOSS)).isGreaterThanOrEqualTo(2);
            assertThat(tally.of(Fault.PARTITION)).isGreaterThanOrEqualTo(1);
            assertThat(story.trace()).isNotEmpty();
        }
    }

    @Test
    void every_method_of_the_ports_is_crossed() {
        assertThat(Ports.all())
                .contains("Journal.signing")
                .containsAll(names(Store.class))
                .containsAll(names(Link.class));
    }

    private static List<String> names(Class<?> port) {
        return Arrays.stream(port.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .map(name -> port.getSimpleName() + "." + name)
                .toList();
    }

    @Test
    void another_jvm_tells_the_same_history() throws IOException, InterruptedException {
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                TraceHash.class.getName(),
                                "5")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String hash =
                new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(other.waitFor()).isZero();
        assertThat(new Simulation().tell(5).traceHash()).isEqualTo(hash);
    }

    /** The same in a process of its own. */
    static final class TraceHash {
        private TraceHash() {}

        public static void main(String... arguments) {
            System.out.println(new Simulation().tell(Long.parseLong(arguments[0])).traceHash());
        }
    }
}
