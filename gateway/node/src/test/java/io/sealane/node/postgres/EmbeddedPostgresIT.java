package io.sealane.node.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The embedded server through its whole life: made, killed, adopted, revived, stopped. */
class EmbeddedPostgresIT {
    /** As in the pom: unpacked once a build. */
    static final Path CACHE = Path.of("target", "postgres-cache");

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path folder;

    @Test
    void is_durable_closed_and_small() throws Exception {
        try (var server = EmbeddedPostgres.start(folder, CACHE)) {
            try (Connection connection = connect(server.superuser())) {
                for (String name : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                    assertThat(one(connection, "show " + name)).as(name).isEqualTo("on");
                }
                assertThat(one(connection, "show data_checksums")).isEqualTo("on");
                assertThat(one(connection, "show listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(one(connection, "show unix_socket_directories")).isEmpty();
                assertThat(one(connection, "select count(*) from pg_hba_file_rules"))
                        .isEqualTo("1");
                assertThat(one(connection, "select auth_method from pg_hba_file_rules"))
                        .isEqualTo("scram-sha-256");
                assertThat(
                                one(
                                        connection,
                                        "select rolpassword from pg_authid where"
                                                + " rolname='sealane'"))
                        .startsWith("SCRAM-SHA-256$");
            }
            for (var address : List.of(server.address(), server.superuser())) {
                var guess = address.with(address.database(), address.user(), "guess");
                assertThatThrownBy(() -> connect(guess))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            }
            assertThat(server.address().toString()).doesNotContain(server.address().password());
            for (InetAddress other : otherAddresses()) {
                assertThatThrownBy(() -> new Socket(other, server.address().port()).close())
                        .isInstanceOf(IOException.class);
            }
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files)
                        .filteredOn(file -> !file.endsWith("start.log") && !file.endsWith("lock"))
                        .hasSize(4)
                        .allSatisfy(file ->
                                assertThat(
                                                PosixFilePermissions.toString(
                                                        Files.getPosixFilePermissions(file)))
                                        .endsWith("------"));
            }
        }
    }

    @Test
    void the_node_owns_its_database_and_nothing_else() throws Exception {
        try (var server = EmbeddedPostgres.start(folder, CACHE);
                Connection connection = connect(server.address())) {
            assertThat(
                            one(
                                    connection,
                                    "select rolsuper or rolcreaterole or rolcreatedb or"
                                            + " rolbypassrls or rolreplication from pg_roles where"
                                            + " rolname = current_user"))
                    .isEqualTo("f");
            run(connection, "create table own (id integer)");
            for (String forbidden :
                    List.of(
                            "select * from pg_authid",
                            "create role other",
                            "create database other",
                            "copy own to program 'cat'",
                            "alter system set fsync = off")) {
                assertThatThrownBy(() -> run(connection, forbidden))
                        .isInstanceOf(SQLException.class);
            }
            var elsewhere =
                    server.address().with("postgres", "sealane", server.address().password());
            assertThatThrownBy(() -> connect(elsewhere)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void keeps_its_data_and_its_port_over_a_stop() throws Exception {
        int port;
        PostmasterFile running;
        try (var server = EmbeddedPostgres.start(folder, CACHE)) {
            port = server.address().port();
            running = running(folder);
            fill(server);
        }
        awaitEnd(running);
        try (var server = EmbeddedPostgres.start(folder, CACHE)) {
            assertThat(server.address().port()).isEqualTo(port);
            assertFilled(server);
        }
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var server = EmbeddedPostgres.start(folder, CACHE)) {
            assertThat(server.address().port()).isNotEqualTo(port);
            assertFilled(server);
        }
    }

    @Test
    void a_port_that_is_lost_to_another_after_it_was_chosen_is_not_the_end() throws Exception {
        Path chosen = folder.resolve("port");
        EmbeddedPostgres.start(folder, CACHE).close();
        try (var thief = Executors.newSingleThreadExecutor()) {
            int taken;
            do { // Until the thief is faster than the server.
                Files.delete(chosen);
                Future<ServerSocket> theft = thief.submit(() -> takeAsSoonAsChosen(chosen));
                try (var server = EmbeddedPostgres.start(folder, CACHE);
                        var held = theft.get(30, TimeUnit.SECONDS)) {
                    taken = held.getLocalPort();
                    assertThat(server.address().port()).isNotEqualTo(taken);
                    connect(server.address()).close();
                    assertThat(chosen).content().isEqualTo("" + server.address().port());
                }
            } while (taken < 0);
        }
    }

    private static ServerSocket takeAsSoonAsChosen(Path chosen) throws IOException {
        while (!Files.exists(chosen)) {
            Thread.onSpinWait();
        }
        int port = Integer.parseInt(Files.readString(chosen).strip());
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (BindException _) {
            // The server was faster: an unbound socket has the port -1.
        }
        return socket;
    }

    @Test
    void adopts_the_server_of_a_node_that_was_killed() throws Exception {
        Process node = nodeThatFills(folder);
        assertThat(node.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as("killed").isEqualTo(128 + 9);
        PostmasterFile running = running(folder);
        assertThat(running.isAlive()).isTrue();

        try (var server = EmbeddedPostgres.start(folder, CACHE)) {
            assertThat(server.pid()).isEqualTo(running.pid());
            assertFilled(server);
        }
        awaitEnd(running);
    }

    @Test
    void comes_back_on_its_port_after_it_was_killed() throws Exception {
        try (var server = EmbeddedPostgres.start(folder, CACHE)) {
            var address = server.address();
            fill(server);
            long killed = server.pid();
            assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();

            Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
            while (!isReady(address)) {
                assertThat(Instant.now()).isBefore(deadline);
            }
            assertThat(server.pid()).isNotEqualTo(killed);
            assertFilled(server);
        }
    }

    @Test
    void refuses_a_folder_that_another_node_uses() throws Exception {
        try (var _ = EmbeddedPostgres.start(folder, CACHE)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder, CACHE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Another process uses");
        }
    }

    /** A process of its own that starts a server, fills it and is killed. */
    static final class Node {
        public static void main(String[] arguments) throws Exception {
            fill(EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1])));
            new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        }
    }

    private static Process nodeThatFills(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Node.class.getName(),
                        folder.toString(),
                        CACHE.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("start.log").toFile())
                .start();
    }

    private static void fill(EmbeddedPostgres server) throws Exception {
        try (Connection connection = connect(server.address())) {
            run(connection, "create table kept as select 42 as answer");
        }
    }

    private static void assertFilled(EmbeddedPostgres server) throws Exception {
        try (Connection connection = connect(server.address())) {
            assertThat(one(connection, "select answer from kept")).isEqualTo("42");
        }
    }

    private static PostmasterFile running(Path folder) {
        return Objects.requireNonNull(PostmasterFile.read(folder.resolve("data")));
    }

    /** A server's last act is to remove the file that names it: its process ends a little later. */
    private static void awaitEnd(PostmasterFile server) throws Exception {
        ProcessHandle.of(server.pid())
                .ifPresent(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        assertThat(server.isAlive()).isFalse();
    }

    private static boolean isReady(DatabaseAddress address) {
        try {
            connect(address).close();
            return true;
        } catch (SQLException _) {
            return false;
        }
    }

    private static List<InetAddress> otherAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.getHostAddress().equals("127.0.0.1"))
                .toList();
    }

    static Connection connect(DatabaseAddress address) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        source.setUser(address.user());
        source.setPassword(address.password());
        return source.getConnection();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
