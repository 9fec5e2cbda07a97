package io.sealane.command.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.command.demo.Input;
import io.sealane.command.demo.Stage;
import io.sealane.command.demo.Story;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Outage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node as a process: killed, restarted, with and without its database. */
class FleetIT {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Catalogue CATALOGUE = Catalogue.bundled();

    @TempDir private static Path folder;

    private static Stage stage;
    private static Fleet fleet;
    private static NodeProcess us;
    private static NodeProcess sg;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.open(folder.resolve("out"), CATALOGUE, Instant.now());
        List<Berth> two =
                stage.berths().stream().filter(berth -> !berth.name().equals("nl")).toList();
        fleet = Fleet.of(two, Program.ofThisCheckout());
        fleet.start(LONGEST);
        us = fleet.node("us");
        sg = fleet.node("sg");
    }

    @AfterAll
    static void close() {
        fleet.close();
        assertThat(fleet.nodes()).noneMatch(NodeProcess::isAlive);
        assertThat(fleet.nodes()).noneMatch(node -> node.database().isPresent());
    }

    @Test
    void a_node_killed_leaves_its_database_and_takes_it_up_again() throws Exception {
        long before = us.pid();
        ProcessHandle database = us.database().orElseThrow();

        us.kill();

        assertThat(us.isAlive()).isFalse();
        assertThat(database.isAlive()).isTrue();
        us.start();
        us.awaitReady(LONGEST);
        assertThat(us.pid()).isNotEqualTo(before);
        assertThat(us.database()).contains(database);
        assertThat(Files.readString(us.berth().folder().resolve("node.pid")).strip())
                .isEqualTo(Long.toString(us.pid()));
    }

    @Test
    void a_node_and_its_database_killed_come_back() throws Exception {
        us.kill();
        us.killDatabase();

        assertThat(us.database()).isEmpty();
        us.start();
        us.awaitReady(LONGEST);
        assertThat(us.database()).isPresent();
    }

    @Test
    void a_node_that_runs_is_not_started_twice() {
        assertThatThrownBy(us::start)
                .isInstanceOf(Outage.class)
                .hasMessageContaining("runs already");
        assertThat(us.isAlive()).isTrue();
    }

    @Test
    void the_demo_ends_when_a_node_is_lost_while_it_waits_for_another() throws Exception {
        DocumentType type = CATALOGUE.types().getFirst();
        Map.Entry<String, JsonNode> example = type.examples().entrySet().iterator().next();
        var input = new Input(example.getKey(), example.getValue(), type, true);
        var told = new ArrayList<String>();
        // The third node is not there: what is sent to it is never answered.
        var story =
                new Story(
                        stage,
                        fleet,
                        CATALOGUE,
                        Duration.ofSeconds(10),
                        line -> {
                            told.add(line);
                            if (line.endsWith("deliveries answered.") && sg.isAlive()) {
                                die(sg);
                            }
                        });

        assertThatThrownBy(() -> story.run(List.of(input), List.of()))
                .isInstanceOf(Outage.class)
                .hasMessageContaining("sg.sealane.example has ended, with exit code 137")
                .hasMessageContaining("ready sg.sealane.example api");

        assertThat(told.getLast()).endsWith("deliveries answered.");
        assertThatThrownBy(fleet::check).isInstanceOf(Outage.class);
        sg.start();
        sg.awaitReady(LONGEST);
        fleet.check();
    }

    /** As if the system had killed it. */
    private static void die(NodeProcess node) {
        ProcessHandle process = ProcessHandle.of(node.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }
}
