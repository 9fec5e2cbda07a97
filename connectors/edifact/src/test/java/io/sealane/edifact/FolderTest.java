package io.sealane.edifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.client.Accepted;
import io.sealane.client.Addressee;
import io.sealane.core.identity.Outage;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Files come in, are handled once, and go; whenever it ends, nothing is delivered twice. */
class FolderTest {
    private static final List<Addressee> TO = List.of(new Addressee("t@nl.example", "terminal"));
    private static final String GOOD = Interchanges.example("codeco-gate-in.edi");

    @TempDir private Path root;
    private final FakeNode node = new FakeNode();
    private Folder.Handler handler = (file, report) -> false;

    /** Keeps what it took by key, as a node does, and is out of reach for a while if told so. */
    private static final class FakeNode implements Submitter.Node {
        private final Map<String, Accepted> taken = new LinkedHashMap<>();
        private int calls;
        private int outages;

        @Override
        public Accepted submit(
                String type, List<Addressee> recipients, JsonNode document, String key) {
            calls++;
            if (outages > 0) {
                outages--;
                throw new Outage("no answer", 1);
            }
            return taken.computeIfAbsent(
                    key,
                    one ->
                            new Accepted(
                                    new UUID(1, taken.size()),
                                    type,
                                    List.of(),
                                    List.of(),
                                    new Accepted.Receipt("", "", 0, List.of(), "")));
        }
    }

    @BeforeEach
    void handle() {
        var submitter = new Submitter(Interchanges.converter(), node, TO);
        handler =
                (file, report) ->
                        submitter.submit(
                                () -> Files.newInputStream(file), line -> write(report, line));
    }

    private static void write(Writer report, ReportLine line) {
        try {
            report.write(Json.text(line.json()) + "\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void in(String name, String text) throws IOException {
        Files.createDirectories(root.resolve("in"));
        Files.writeString(root.resolve("in").resolve(name), text);
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void round() throws IOException {
        try (Folder folder = Folder.open(root)) {
            folder.round(handler);
        }
    }

    @Test
    void a_whole_file_is_done_and_a_broken_one_has_failed_each_with_its_report() throws Exception {
        in("a.edi", GOOD);
        in("b.edi", GOOD.replace("UNZ+1+", "UNZ+2+"));
        round();
        assertThat(names("in")).isEmpty();
        assertThat(names("done")).singleElement().asString().endsWith("-a.edi");
        assertThat(names("failed")).singleElement().asString().endsWith("-b.edi");
        assertThat(names("reports")).hasSize(2);
        assertThat(node.taken).hasSize(1);
        Path report = root.resolve("reports").resolve(names("done").getFirst() + ".jsonl");
        assertThat(Files.readAllLines(report))
                .anyMatch(line -> line.startsWith("{\"submitted\":"))
                .last()
                .asString()
                .startsWith("{\"result\":{\"documents\":1,\"refused\":0,\"faults\":0");
    }

    @Test
    void what_is_being_written_or_is_no_file_is_left_alone() throws Exception {
        in(".hidden", GOOD);
        in("a.edi.part", GOOD);
        in("b.tmp", GOOD);
        Files.createDirectories(root.resolve("in/folder"));
        Path elsewhere = Files.writeString(root.resolve("elsewhere"), GOOD);
        Files.createSymbolicLink(root.resolve("in/link.edi"), elsewhere);
        round();
        assertThat(names("in")).hasSize(5);
        assertThat(node.calls).isZero();
    }

    @Test
    void while_the_node_is_away_files_wait() throws Exception {
        in("a.edi", GOOD);
        node.outages = 2;
        assertThatThrownBy(this::round).isInstanceOf(Outage.class);
        assertThatThrownBy(this::round).isInstanceOf(Outage.class);
        assertThat(names("in")).containsExactly("a.edi");
        round();
        assertThat(names("done")).hasSize(1);
        assertThat(node.taken).hasSize(1);
    }

    @Test
    void a_crash_between_submission_and_move_delivers_nothing_twice() throws Exception {
        in("a.edi", Interchanges.gates(1) + GOOD);
        try (Folder folder = Folder.open(root)) {
            assertThatThrownBy(() ->
                            folder.round((file, report) -> {
                                handler.handle(file, report);
                                throw new IllegalStateException("the power went");
                            }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(names("in")).containsExactly("a.edi");
        assertThat(node.taken).hasSize(2);
        round();
        assertThat(names("done")).hasSize(1);
        assertThat(node.calls).isEqualTo(4);
        assertThat(node.taken).hasSize(2);
    }

    @Test
    void the_same_file_again_delivers_nothing_twice() throws Exception {
        in("a.edi", GOOD);
        round();
        in("copy.edi", GOOD);
        round();
        assertThat(names("done")).hasSize(2);
        assertThat(node.taken).hasSize(1);
    }

    @Test
    void two_files_of_one_name_are_both_kept() throws Exception {
        in("a.edi", GOOD);
        round();
        in("a.edi", Interchanges.gates(1));
        round();
        assertThat(names("done")).hasSize(2);
        assertThat(names("reports")).hasSize(2);
    }

    @Test
    void a_file_that_changes_while_it_is_read_is_read_again() throws Exception {
        in("a.edi", GOOD);
        try (Folder folder = Folder.open(root)) {
            assertThatThrownBy(() ->
                            folder.round((file, report) -> {
                                Files.writeString(file, GOOD + GOOD);
                                return true;
                            }))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("changed");
        }
        assertThat(names("in")).containsExactly("a.edi");
    }

    @Test
    void a_folder_is_watched_once() throws Exception {
        try (Folder first = Folder.open(root)) {
            assertThatThrownBy(() -> Folder.open(root)).isInstanceOf(Outage.class);
            assertThat(first.round(handler)).isEmpty();
        }
        round();
    }
}
