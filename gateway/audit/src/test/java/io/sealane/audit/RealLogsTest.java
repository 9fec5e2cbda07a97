package io.sealane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.audit.LogAudit.Expectation;
import io.sealane.core.ledger.NoteVerifier;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Logs that other software wrote hold as they are, and no longer once a byte is changed. */
@Tag("shared")
class RealLogsTest {
    private static Path vectors() {
        return Path.of(System.getProperty("shared.dir"), "vectors", "tlog");
    }

    @Test
    void the_example_logs_witness_is_counted() throws Exception {
        List<NoteVerifier> both = new ArrayList<>(keys("example-log/log.vkey"));
        both.addAll(keys("example-log/witness.vkey"));
        Report report = LogAudit.audit(vectors().resolve("example-log"), both, Expectation.ANY);
        assertThat(report.holds()).isTrue();
        assertThat(report.notProven().getFirst()).startsWith("that nobody").contains("2 co-sign");
    }

    @ParameterizedTest
    @CsvSource({"tessera/testdata/log, tessera/log.vkey", "example-log, example-log/log.vkey"})
    void a_real_log_with_any_file_changed_does_not_hold(String log, String key, @TempDir Path copy)
            throws Exception {
        Random random = new Random(15);
        for (Path file : copy(vectors().resolve(log), copy)) {
            String name = copy.relativize(file).toString();
            if (!name.startsWith("tile/") && !name.startsWith("checkpoint")) {
                continue;
            }
            byte[] bytes = Files.readAllBytes(file);
            byte[] changed = bytes.clone();
            // The example log's checkpoints end in a line of a witness that is not known here.
            int known = name.startsWith("checkpoint") ? bytes.length / 2 : bytes.length;
            changed[random.nextInt(known)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, changed);
            Report report = LogAudit.audit(copy, keys(key), Expectation.ANY);
            assertThat(report.holds()).as("%s in %s", name, report.lines()).isFalse();
            Files.write(file, bytes);
        }
        assertThat(LogAudit.audit(copy, keys(key), Expectation.ANY).holds()).isTrue();
    }

    private static List<NoteVerifier> keys(String file) throws Exception {
        return VerifierKeys.parse(Files.readString(vectors().resolve(file)));
    }

    private static List<Path> copy(Path from, Path to) throws IOException {
        List<Path> copied = new ArrayList<>();
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.write(copy, Files.readAllBytes(file));
                copied.add(copy);
            }
        }
        return copied;
    }
}
