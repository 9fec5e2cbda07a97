package io.sealane.command.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.command.demo.Stage;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Outage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A node as a process: killed, restarted, with and without its database. */
class FleetIT {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir private static Path folder;

    private static Fleet fleet;
    private static NodeProcess us;

    @BeforeAll
    static void start() throws Exception {
        Stage stage = Stage.open(folder.resolve("out"), Catalogue.bundled(), Instant.now());
        List<Berth> two =
                stage.berths().stream().filter(berth -> !berth.name().equals("nl")).toList();
        fleet = Fleet.of(two, Program.ofThisCheckout());
        fleet.start(LONGEST);
        us = fleet.node("us");
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
    void a_node_that_nobody_stopped_is_missed() throws Exception {
        NodeProcess sg = fleet.node("sg");
        assertThat(fleet.lost()).isNull();

        ProcessHandle process = ProcessHandle.of(sg.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();

        assertThat(fleet.lost()).isSameAs(sg);
        assertThatThrownBy(fleet::check)
                .isInstanceOf(Outage.class)
                .hasMessageContaining("sg.sealane.example has ended, with exit code 137")
                .hasMessageContaining("ready sg.sealane.example api");
        sg.start();
        sg.awaitReady(LONGEST);
        assertThat(fleet.lost()).isNull();
    }
}
