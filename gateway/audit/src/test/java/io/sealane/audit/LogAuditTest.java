package io.sealane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.audit.LogAudit.Expectation;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.EntryBundle;
import io.sealane.core.ledger.MemoryTiles;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.SignatureType;
import io.sealane.core.ledger.Tile;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class LogAuditTest {
    private static final String ORIGIN = "us.sealane.example/log/1";
    private static final long[] SIZES = {0, 100, 256, 300, 700};

    @TempDir Path directory = Path.of("");

    private final NoteSigner signer = signer(ORIGIN, SignatureType.ED25519);
    private final List<NoteVerifier> keys = List.of(signer.verifier());

    @BeforeEach
    void writes_a_log() throws Exception {
        write(directory, new Random(1), 0);
    }

    /** A log of 700 leaves; from {@code other} on its leaves are of another history. */
    private void write(Path to, Random random, int other) throws IOException, Refusal {
        MemoryTiles log = new MemoryTiles();
        List<Note> checkpoints = new ArrayList<>();
        for (long size : SIZES) {
            List<byte[]> group = new ArrayList<>();
            for (long i = log.size(); i < size; i++) {
                byte[] entry = new byte[33];
                random.nextBytes(entry);
                entry[0] = 1;
                if (other > 0 && i >= other) {
                    entry[7] ^= 1;
                }
                group.add(entry);
            }
            log.append(group);
            checkpoints.add(log.checkpoint(ORIGIN).sign(0, List.of(signer)));
        }
        LogDirectory.write(to, log, log, checkpoints);
    }

    @Test
    void a_log_that_was_written_whole_holds() throws IOException {
        Report report = audit();
        assertThat(report.verdicts())
                .extracting(Verdict::check)
                .containsExactly("checkpoints", "files", "entries", "tiles", "prefixes");
        assertThat(report.holds()).as("%s", report.lines()).isTrue();
        assertThat(report.subject()).isEqualTo(ORIGIN + ", 700 leaves");
        assertThat(report.notProven()).isNotEmpty();
        assertThat(report.toJson().get("holds").booleanValue()).isTrue();
    }

    @Test
    void writing_again_after_the_log_grew_adds_to_the_directory() throws Exception {
        Path mirror = directory.resolve("mirror");
        MemoryTiles log = new MemoryTiles();
        List<Note> checkpoints = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            List<byte[]> group = new ArrayList<>();
            for (int i = 0; i < 170; i++) {
                byte[] entry = new byte[33];
                entry[0] = 1;
                entry[1] = (byte) i;
                entry[2] = (byte) round;
                group.add(entry);
            }
            log.append(group);
            checkpoints.add(log.checkpoint(ORIGIN).sign(0, List.of(signer)));
            LogDirectory.write(mirror, log, log, checkpoints);
            Report report = LogAudit.audit(mirror, keys, Expectation.SEALANE);
            assertThat(report.holds()).as("%s", report.lines()).isTrue();
        }
    }

    @Test
    void every_file_that_is_missing_is_named() throws IOException {
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            String name = name(file);
            String full = name.replaceAll("\\.p/.*", "");
            if (name.equals("checkpoint")) {
                assertNamed(audit(), "no file checkpoint");
            } else if (name.startsWith("tile/") && !Files.isRegularFile(directory.resolve(full))) {
                assertNamed(audit(), name + " is missing");
            } else {
                // A full tile stands for its partial ones, and nothing in the newest checkpoint
                // says which earlier ones were saved.
                assertThat(audit().verdicts().getFirst().holds()).isTrue();
            }
            Files.write(file, bytes);
        }
    }

    @Test
    void every_file_that_is_cut_short_is_named() throws IOException {
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
            assertNamed(audit(), name(file));
            Files.write(file, new byte[0]);
            assertNamed(audit(), name(file));
            Files.write(file, bytes);
        }
    }

    @Test
    void every_file_that_goes_on_is_named() throws IOException {
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
            assertNamed(audit(), name(file));
            Files.write(file, bytes);
        }
    }

    @Test
    void every_flipped_bit_is_named_with_its_leaf() throws IOException {
        Random random = new Random(3);
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            int at = random.nextInt(bytes.length);
            byte[] changed = bytes.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, changed);
            Report report = audit();
            assertNamed(report, place(file, at));
            Files.write(file, bytes);
        }
        assertThat(audit().holds()).isTrue();
    }

    /**
     * What a finding about a changed byte must say: the file, or where it is a leaf's, the leaf.
     */
    private String place(Path file, int at) {
        String name = name(file);
        if (!name.startsWith("tile/")) {
            return name;
        }
        try {
            Tile tile = Tile.parse(name);
            int bytes = tile.level() == Tile.ENTRIES ? 35 : Merkle.HASH_BYTES;
            return "leaf " + tile.leafAt(at / bytes);
        } catch (Refusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    @Test
    void a_file_that_does_not_belong_is_named() throws IOException {
        for (String name :
                List.of(
                        "tile/0/004",
                        "tile/0/002.p/189",
                        "tile/2/000.p/1",
                        "tile/0/000.txt",
                        "tile/notes",
                        "tile/entries/x000/001",
                        "checkpoint.old",
                        "checkpoint.01")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[32]);
            assertNamed(audit(), name);
            Files.delete(file);
        }
        Path link = directory.resolve("tile/0/000.p/9");
        Files.createSymbolicLink(link, directory.resolve("tile/0/000.p/1"));
        assertNamed(audit(), "tile/0/000.p/9");
        Files.delete(link);
        Files.write(directory.resolve("log.vkey"), signer.verifier().vkey().getBytes(UTF_8));
        assertThat(audit().holds()).isTrue();
    }

    @Test
    void an_entry_changed_with_its_tiles_is_found_by_the_signed_roots() throws Exception {
        Path rewritten = directory.resolve("rewritten");
        write(rewritten, new Random(1), 200);
        for (long size : SIZES) {
            copy("checkpoint." + size, rewritten);
        }
        copy("checkpoint", rewritten);
        Report report = LogAudit.audit(rewritten, keys, Expectation.SEALANE);
        assertFails(report, "prefixes", "a leaf from 100 to 255");
        assertThat(report.verdicts()).filteredOn(v -> !v.holds()).hasSize(1);
    }

    @Test
    void a_history_rewritten_and_signed_again_is_found_by_an_earlier_checkpoint() throws Exception {
        Path rewritten = directory.resolve("rewritten");
        write(rewritten, new Random(1), 200);
        copy("checkpoint.300", rewritten);
        assertFails(
                LogAudit.audit(rewritten, keys, Expectation.SEALANE),
                "prefixes",
                "checkpoint.300 is of another tree");
        Files.copy(
                directory.resolve("checkpoint.700"),
                rewritten.resolve("checkpoint.700"),
                StandardCopyOption.REPLACE_EXISTING);
        assertFails(
                LogAudit.audit(rewritten, keys, Expectation.SEALANE),
                "checkpoints",
                "the log forked");
    }

    @Test
    void a_changed_entry_is_told_from_a_changed_tile() throws IOException {
        flip("tile/entries/002.p/188", 200);
        assertFails(audit(), "prefixes", "holds for the tiles and not for the entries");
        flip("tile/entries/002.p/188", 200);
        flip("tile/0/002.p/188", 200);
        Report report = audit();
        assertFails(report, "tiles", "first at leaf 518");
        assertThat(report.verdicts().getLast().holds()).isTrue();
    }

    @Test
    void a_missing_bundle_does_not_hide_a_fault_after_it() throws IOException {
        Files.delete(directory.resolve("tile/entries/001"));
        flip("tile/entries/002.p/188", 40);
        Report report = audit();
        assertNamed(report, "tile/entries/001 is missing");
        assertNamed(report, "leaf 513");
        Files.delete(directory.resolve("tile/0/001"));
        assertFails(audit(), "prefixes", "checkpoint.300: not reached");
    }

    @Test
    void a_log_of_other_entries_holds_only_if_no_sealane_leaves_are_asked() throws Exception {
        Path other = directory.resolve("other");
        MemoryTiles log = new MemoryTiles();
        log.append(List.of(new byte[33], "x".getBytes(UTF_8)));
        Note note = log.checkpoint(ORIGIN).sign(0, List.of(signer));
        LogDirectory.write(other, log, log, List.of(note));
        assertThat(LogAudit.audit(other, keys, Expectation.ANY).holds()).isTrue();
        Report report = LogAudit.audit(other, keys, Expectation.SEALANE);
        assertFails(report, "entries", "leaf 0 ");
        assertFails(report, "entries", "leaf 1 ");
    }

    @Test
    void the_partial_tiles_of_earlier_checkpoints_are_asked_of_a_sealane_log_alone()
            throws IOException {
        Files.delete(directory.resolve("tile/1/000.p/1"));
        assertNamed(audit(), "tile/1/000.p/1 is missing for checkpoint.256");
        assertThat(LogAudit.audit(directory, keys, Expectation.ANY).holds()).isTrue();
    }

    @Test
    void a_key_of_another_name_or_log_verifies_nothing() throws IOException {
        NoteVerifier stranger = signer(ORIGIN, SignatureType.ED25519).verifier();
        Report report = LogAudit.audit(directory, List.of(stranger), Expectation.SEALANE);
        assertThat(report.verdicts()).hasSize(5).noneMatch(Verdict::holds);
        assertFails(report, "checkpoints", "unknown-key");
    }

    @Test
    void co_signatures_of_known_witnesses_are_counted_and_bad_ones_refused() throws Exception {
        NoteSigner witness = signer("nl.example/witness", SignatureType.COSIGNATURE);
        Path file = directory.resolve("checkpoint");
        Note note = Note.parse(Files.readAllBytes(file));
        Files.write(file, note.with(witness, 1_700_000_000).bytes());
        List<NoteVerifier> both = List.of(signer.verifier(), witness.verifier());
        Report report = LogAudit.audit(directory, both, Expectation.SEALANE);
        assertThat(report.holds()).isTrue();
        assertThat(report.notProven().getFirst()).contains("1 co-signatures verify");
        Note.Line line = note.with(witness, 5).lines().getLast();
        line.signature()[20] ^= 1;
        Files.write(file, note.with(List.of(line)).bytes());
        assertFails(
                LogAudit.audit(directory, both, Expectation.SEALANE),
                "checkpoints",
                "bad-signature");
        assertThat(audit().holds()).as("to who does not know the witness").isTrue();
    }

    @Test
    void a_smaller_checkpoint_in_the_newest_ones_place_is_named() throws IOException {
        Files.copy(
                directory.resolve("checkpoint.300"),
                directory.resolve("checkpoint"),
                StandardCopyOption.REPLACE_EXISTING);
        assertFails(audit(), "checkpoints", "checkpoint is smaller than checkpoint.700");
    }

    @Test
    void a_report_names_the_first_faults_and_counts_the_rest() throws IOException {
        byte[] bundle = Files.readAllBytes(directory.resolve("tile/entries/000"));
        List<byte[]> entries = EntryBundle.salvage(bundle, 256);
        entries.replaceAll(entry -> new byte[32]);
        Files.write(directory.resolve("tile/entries/000"), EntryBundle.encode(entries));
        Verdict verdict = audit().verdicts().get(2);
        assertThat(verdict.findings()).hasSize(20);
        assertThat(verdict.detail()).contains("faults, the first named");
    }

    private Report audit() throws IOException {
        return LogAudit.audit(directory, keys, Expectation.SEALANE);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
            assertThat(files).hasSize(18);
            return files;
        }
    }

    private String name(Path file) {
        return directory.relativize(file).toString();
    }

    private void copy(String name, Path to) throws IOException {
        Files.copy(directory.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private void flip(String name, int at) throws IOException {
        Path file = directory.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private static void assertNamed(Report report, String words) {
        assertThat(report.holds()).isFalse();
        assertThat(report.verdicts().stream().flatMap(v -> v.findings().stream()).toList())
                .as("%s", report.lines())
                .anyMatch(finding -> finding.contains(words));
    }

    private static void assertFails(Report report, String check, String words) {
        assertThat(report.holds()).isFalse();
        assertThat(report.verdicts())
                .as("%s", report.lines())
                .filteredOn(verdict -> verdict.check().equals(check))
                .singleElement()
                .satisfies(
                        verdict -> assertThat(verdict.findings()).anyMatch(f -> f.contains(words)));
    }

    private static NoteSigner signer(String name, SignatureType type) {
        try {
            return NoteSigner.of(
                    name, type, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
