package io.sealane.command.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.command.conformance.Result.Role;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What others wrote, to the case: {@code pinned.txt} holds the counts of each file. */
@Tag("shared")
class SharedVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("shared.dir"), "vectors");

    @Test
    void every_file_comes_to_its_pinned_counts() throws Exception {
        Outcome outcome = Conformance.run(VECTORS, progress -> {});
        assertThat(outcome.results()).allSatisfy(result -> assertThat(result.failures()).isEmpty());
        assertThat(counts(outcome)).isEqualTo(pinned());
        assertThat(outcome.holds()).isTrue();
    }

    /** A line a file; those of one case each in one folder are one line. */
    private static List<String> counts(Outcome outcome) {
        Map<String, int[]> counts = new TreeMap<>();
        for (Result result : outcome.results()) {
            boolean single = result.passed() == 1 || result.role() == Role.NOT_UNDERSTOOD;
            String file = result.file();
            String key = single ? file.substring(0, file.lastIndexOf('/') + 1) + "*" : file;
            if (result.role() != Role.READ) {
                int[] sums = counts.computeIfAbsent(key, name -> new int[4]);
                sums[0] += result.passed();
                sums[1] += result.refusedByAlgorithm();
                sums[2] += result.notRun().size();
                sums[3] += result.role() == Role.NOT_UNDERSTOOD ? 1 : 0;
            }
        }
        return counts.entrySet().stream()
                .map(one ->
                        "%s: %d passed, %d by algorithm, %d not run, %d not understood"
                                .formatted(
                                        one.getKey(),
                                        one.getValue()[0],
                                        one.getValue()[1],
                                        one.getValue()[2],
                                        one.getValue()[3]))
                .toList();
    }

    private static List<String> pinned() throws Exception {
        try (var in = SharedVectorsTest.class.getResourceAsStream("/conformance/pinned.txt")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
