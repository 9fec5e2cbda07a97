package io.sealane.command.fleet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import io.sealane.certs.FreePorts;
import io.sealane.core.identity.Outage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Whom a fleet believes to be ready, and how soon it tells of an end. No node runs here. */
class FleetTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir private Path folder;

    @Test
    void the_end_of_one_is_told_while_another_is_waited_for() throws Exception {
        Program program = script("case $3 in */nl/*) echo no key; exit 7 ;; esac; exec sleep 100");
        try (Fleet fleet = Fleet.of(List.of(berth("us"), berth("nl")), program)) {
            assertThatThrownBy(() -> fleet.start(LONGEST))
                    .isInstanceOf(Outage.class)
                    .hasMessageContaining("nl.example has ended, with exit code 7")
                    .hasMessageContaining("no key");
        }
    }

    @Test
    void only_its_own_process_is_believed_to_be_ready() throws Exception {
        Berth berth = berth("us");
        try (Fleet fleet = Fleet.of(List.of(berth), script("exec sleep 100"))) {
            NodeProcess us = fleet.node("us");
            us.start();
            answering(berth, () -> us.pid() + 1, () -> notReady(us));
            answering(berth, us::pid, () -> us.awaitReady(LONGEST));
            notReady(us);
        }
    }

    private static void notReady(NodeProcess node) {
        assertThatThrownBy(() -> node.awaitReady(SHORT))
                .isInstanceOf(Outage.class)
                .hasMessageContaining("is not ready after");
    }

    /** While something at the management port says that a process is ready. */
    private static void answering(Berth berth, LongSupplier process, Runnable meanwhile)
            throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        var server = HttpServer.create(new InetSocketAddress(here, berth.managementPort()), 0);
        server.createContext(
                "/health/ready",
                asked -> {
                    byte[] report =
                            "{\"process\":%d,\"ready\":true}"
                                    .formatted(process.getAsLong())
                                    .getBytes(StandardCharsets.UTF_8);
                    asked.sendResponseHeaders(200, report.length);
                    asked.getResponseBody().write(report);
                    asked.close();
                });
        server.start();
        try {
            meanwhile.run();
        } finally {
            server.stop(0);
        }
    }

    private Berth berth(String name) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        return new Berth(name, own, name + ".example", 1, 1, FreePorts.one(), List.of());
    }

    /** What is run instead of a node; its third argument is the node's configuration. */
    private static Program script(String text) {
        return new Program(List.of("/bin/sh", "-c", text, "sh"));
    }
}
