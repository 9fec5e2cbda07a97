package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.client.Client;
import io.sealane.client.Inbox;
import io.sealane.client.Profile;
import io.sealane.command.demo.Stage;
import io.sealane.command.fleet.Fleet;
import io.sealane.command.fleet.Program;
import io.sealane.core.document.Catalogue;
import io.sealane.core.json.Json;
import io.sealane.edifact.Examples;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A terminal's watched folder, a node of its own and a partner's: what comes in arrives once. */
class EdifactIT {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int CONTAINERS = 80;
    private static final String RECIPIENT = "rotterdam-terminal@nl.sealane.example=terminal";

    @TempDir private static Path folder;

    private static Fleet fleet;
    private static Path profile;
    private static Client receiver;

    @BeforeAll
    static void start() throws Exception {
        Stage stage = Stage.open(folder.resolve("out"), Catalogue.bundled(), Instant.now());
        fleet = Fleet.of(stage.berths().subList(0, 2), Program.ofThisCheckout());
        fleet.start(LONGEST);
        profile = fleet.node("us").berth().profile("newark-terminal");
        receiver = Client.of(Profile.read(fleet.node("nl").berth().profile("rotterdam-terminal")));
    }

    @AfterAll
    static void stop() {
        receiver.close();
        fleet.close();
    }

    @Test
    void a_good_file_is_done_and_delivered_a_broken_one_failed_with_the_reason() throws Exception {
        Path watched = folder.resolve("two");
        Files.createDirectories(watched.resolve("in"));
        String good = example("codeco-gate-in.edi");
        put(watched, "good.edi", good);
        put(watched, "broken.edi", good.replaceFirst("UNZ.*", ""));
        int before = received().size();

        assertThat(watch(watched)).isEqualTo(Exit.NOT_SO);

        assertThat(names(watched, "in")).isEmpty();
        assertThat(names(watched, "done")).singleElement().asString().endsWith("-good.edi");
        assertThat(names(watched, "failed")).singleElement().asString().endsWith("-broken.edi");
        assertThat(report(watched, "-good.edi"))
                .anyMatch(
                        line -> line.at("/submitted/type").asText().equals("equipment-event/1.0"));
        assertThat(report(watched, "-good.edi").getLast().at("/result/documents").asInt())
                .isEqualTo(1);
        assertThat(report(watched, "-broken.edi"))
                .anyMatch(line -> line.at("/finding/code").asText().equals("truncated"));
        assertThat(report(watched, "-broken.edi").getLast().at("/result/documents").asInt())
                .isZero();
        List<JsonNode> after = awaitReceived(before + 1);
        assertThat(after.getLast().path("equipmentReference").asText()).isEqualTo("SLNU2100341");
    }

    @Test
    void killed_in_the_midst_of_a_file_it_sends_nothing_twice() throws Exception {
        Path watched = folder.resolve("killed");
        Files.createDirectories(watched.resolve("in"));
        put(watched, "many.edi", gates());
        int before = received().size();
        Process process =
                new ProcessBuilder(
                                Program.launcher(),
                                "edifact",
                                "--watch",
                                watched.toString(),
                                "--to",
                                RECIPIENT,
                                "--profile",
                                profile.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("watch.out").toFile())
                        .start();
        try {
            awaitReceived(before + 1);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(names(watched, "in")).containsExactly("many.edi");
        assertThat(names(watched, "done")).isEmpty();

        assertThat(watch(watched)).isEqualTo(Exit.OK);

        assertThat(names(watched, "in")).isEmpty();
        assertThat(names(watched, "done")).hasSize(1);
        assertThat(report(watched, "-many.edi").getLast().at("/result/documents").asInt())
                .isEqualTo(CONTAINERS);
        // In channel order: one that came twice would be among the first so many.
        List<JsonNode> after = awaitReceived(before + CONTAINERS);
        assertThat(after.subList(before, after.size()).stream().map(EdifactIT::eventId))
                .hasSize(CONTAINERS)
                .doesNotHaveDuplicates();
    }

    private static String eventId(JsonNode event) {
        return event.path("eventID").asText();
    }

    private static int watch(Path watched) {
        var complaint = new StringWriter();
        String[] words = {
            "edifact",
            "--watch",
            watched.toString(),
            "--once",
            "--to",
            RECIPIENT,
            "--profile",
            profile.toString()
        };
        return Main.run(
                Main.commands(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(complaint, true),
                words);
    }

    private static String example(String name) throws Exception {
        try (InputStream file = requireNonNull(Examples.all().get(name)).open()) {
            return new String(file.readAllBytes(), ISO_8859_1);
        }
    }

    /** Many containers of one message, each a minute after the one before it. */
    private static String gates() throws Exception {
        String[] parts = example("codeco-gate-in.edi").split("(?=EQD)|(?=CNT)", 3);
        var text = new StringBuilder(parts[0]);
        Instant first = Instant.parse("2026-03-11T08:00:00Z");
        for (int i = 0; i < CONTAINERS; i++) {
            String at = first.plusSeconds(60L * i).toString().replaceAll("\\D", "");
            text.append(parts[1].replace("202603111358", at.substring(0, 12)));
        }
        int segments = 6 + 6 * CONTAINERS + 2;
        return text.append(parts[2])
                .toString()
                .replace("CNT+16:1'", "CNT+16:" + CONTAINERS + "'")
                .replace("UNT+14+", "UNT+" + segments + "+");
    }

    /** As one does who writes into a watched folder: it gets its name when it is whole. */
    private static void put(Path watched, String name, String text) throws Exception {
        Path unfinished = watched.resolve("in").resolve("." + name);
        Files.writeString(unfinished, text, ISO_8859_1);
        Files.move(unfinished, watched.resolve("in").resolve(name));
    }

    private static List<String> names(Path watched, String where) throws Exception {
        try (Stream<Path> all = Files.list(watched.resolve(where))) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<JsonNode> report(Path watched, String ending) throws Exception {
        String name =
                names(watched, "reports").stream()
                        .filter(one -> one.endsWith(ending + ".jsonl"))
                        .findFirst()
                        .orElseThrow();
        var lines = new ArrayList<JsonNode>();
        for (String line : Files.readAllLines(watched.resolve("reports").resolve(name))) {
            lines.add(Json.parse(line));
        }
        return lines;
    }

    private static List<JsonNode> awaitReceived(int count) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        List<JsonNode> received = received();
        while (received.size() < count) {
            assertThat(System.nanoTime()).as("%d arrived", received.size()).isLessThan(end);
            received = received();
        }
        return received;
    }

    private static List<JsonNode> received() {
        var all = new ArrayList<JsonNode>();
        @Nullable String cursor = null;
        while (true) {
            Inbox page = receiver.inbox(cursor, Duration.ofMillis(200), 100);
            if (page.items().isEmpty()) {
                return all;
            }
            page.items().forEach(item -> all.add(item.document()));
            cursor = page.next();
        }
    }
}
