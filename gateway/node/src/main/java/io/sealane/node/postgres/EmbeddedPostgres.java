package io.sealane.node.postgres;

import io.sealane.core.identity.Outage;
import io.sealane.node.disk.DurableFile;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A real PostgreSQL server that belongs to one node and keeps its files in that node's data folder.
 * It outlives a node that is killed; the next start adopts it. If it dies, it is started again.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /** Crash recovery replays at most max_wal_size, which a slow disk may take minutes for. */
    private static final int START_SECONDS = 300;

    private static final int START_ATTEMPTS = 5;
    private static final int STOP_SECONDS = 60;
    private static final int CONNECT_SECONDS = 5;
    private static final long WATCH_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Cluster cluster;
    private final Programs programs;
    private final FileChannel lockFile;
    private final Thread watch;
    private volatile int port;
    private volatile boolean closing;

    private EmbeddedPostgres(Cluster cluster, Programs programs, FileChannel lockFile) {
        this.cluster = cluster;
        this.programs = programs;
        this.lockFile = lockFile;
        this.watch = Thread.ofVirtual().name("postgres-watch").unstarted(this::watch);
    }

    /**
     * Starts the server of a folder, making it first if need be (a few seconds), and waits until it
     * can be entered.
     *
     * @param folder the server's own, e.g. {@code data/postgres}
     * @param cache where PostgreSQL's programs are unpacked; private to the user
     * @throws IllegalStateException if another node uses the folder, or the machine cannot run it
     * @throws Outage if it does not start
     */
    public static EmbeddedPostgres start(Path folder, Path cache)
            throws IOException, InterruptedException {
        DurableFile.createPrivateFolder(folder);
        Cluster cluster = new Cluster(folder);
        FileChannel lockFile = lock(cluster);
        try {
            Programs programs = new Programs(Binaries.unpacked(cache));
            cluster.create(programs);
            EmbeddedPostgres server = new EmbeddedPostgres(cluster, programs, lockFile);
            if (!server.adopt()) {
                server.launch();
            }
            server.watch.start();
            return server;
        } catch (Throwable e) {
            lockFile.close();
            throw e;
        }
    }

    /** The place for unpacked programs of the user who runs this: shared by all its nodes. */
    public static Path userCache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return cache == null || cache.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "sealane")
                : Path.of(cache, "sealane");
    }

    /** The node's database, as its owner, who has no further right on the server. */
    public DatabaseAddress address() throws IOException {
        return address(cluster, port);
    }

    /** The server's superuser: for tests and repairs. */
    public DatabaseAddress superuser() throws IOException {
        return address(cluster, port, "postgres", Cluster.SUPERUSER);
    }

    /** The node's database on the server of a folder, for who only looks; null if none runs. */
    public static @Nullable DatabaseAddress running(Path folder) throws IOException {
        Cluster cluster = new Cluster(folder);
        PostmasterFile file = PostmasterFile.read(cluster.data());
        return file == null || !file.isAlive() ? null : address(cluster, file.port());
    }

    private static DatabaseAddress address(Cluster cluster, int port) throws IOException {
        return address(cluster, port, Cluster.DATABASE, Cluster.USER);
    }

    private static DatabaseAddress address(Cluster cluster, int port, String name, String role)
            throws IOException {
        String password = cluster.password(role);
        return new DatabaseAddress(
                "127.0.0.1", port, name, role, password, DatabaseAddress.Tls.NONE, null);
    }

    /** The process id of the running server, or -1. */
    public long pid() {
        PostmasterFile file = PostmasterFile.read(cluster.data());
        return file != null && file.isAlive() ? file.pid() : -1;
    }

    /** Ends all connections, writes everything to disk and stops the server. */
    @Override
    public void close() throws IOException {
        closing = true;
        watch.interrupt();
        try (FileChannel held = lockFile) {
            watch.join();
            if (held.isOpen() && pid() >= 0) {
                stop("fast");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while PostgreSQL stops.");
        }
    }

    private static FileChannel lock(Cluster cluster) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        cluster.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IllegalStateException(
                    "Another process uses the folder of " + cluster.lock() + ".");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    /** Takes over a server that a killed node left behind; one that does not answer is stopped. */
    private boolean adopt() throws IOException, InterruptedException {
        PostmasterFile file = PostmasterFile.read(cluster.data());
        if (file == null || !file.isAlive()) {
            return false;
        }
        port = file.port();
        try {
            provide();
            LOG.info("adopted the running PostgreSQL, process {}", file.pid());
            return true;
        } catch (SQLException _) {
            stop("immediate");
            return false;
        }
    }

    /** Starts it on a port that was free when it was chosen; if that is lost, on another. */
    private void launch() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            int chosen = cluster.choosePort();
            try {
                launch(chosen);
                return;
            } catch (Outage e) {
                if (attempt == START_ATTEMPTS || Cluster.isFree(chosen)) {
                    throw e;
                }
            }
        }
    }

    private void launch(int chosen) throws IOException, InterruptedException {
        cluster.configure(chosen);
        programs.run(
                cluster.words(),
                START_SECONDS + CONNECT_SECONDS,
                "pg_ctl",
                "start",
                "--pgdata=" + cluster.data(),
                "--log=" + cluster.words(),
                "--timeout=" + START_SECONDS,
                "--wait",
                "--silent");
        port = chosen;
        try {
            provide();
        } catch (SQLException e) {
            throw new Outage("The embedded PostgreSQL started and cannot be entered.", 5, e);
        }
    }

    private void stop(String mode) throws IOException, InterruptedException {
        programs.run(
                cluster.words(),
                STOP_SECONDS + CONNECT_SECONDS,
                "pg_ctl",
                "stop",
                "--pgdata=" + cluster.data(),
                "--mode=" + mode,
                "--timeout=" + STOP_SECONDS,
                "--wait",
                "--silent");
    }

    /** Makes the node's role and database where they are missing, and proves that it can enter. */
    private void provide() throws IOException, SQLException {
        Path provided = cluster.data().resolve("sealane.provided");
        if (!Files.exists(provided)) {
            try (Connection connection = connect(superuser());
                    Statement statement = connection.createStatement()) {
                if (isMissing(statement, "pg_roles where rolname = '" + Cluster.USER + "'")) {
                    // Its letters are those of base64url: nothing in it ends the quotes.
                    statement.execute(
                            "create role %s login password '%s'"
                                    .formatted(Cluster.USER, cluster.password(Cluster.USER)));
                }
                if (isMissing(
                        statement, "pg_database where datname = '" + Cluster.DATABASE + "'")) {
                    statement.execute(
                            "create database %s owner %s"
                                    .formatted(Cluster.DATABASE, Cluster.USER));
                }
                for (String database : List.of(Cluster.DATABASE, "postgres", "template1")) {
                    statement.execute("revoke all on database " + database + " from public");
                }
            }
            DurableFile.writePrivate(provided, new byte[0]);
        }
        connect(address()).close();
    }

    private static boolean isMissing(Statement statement, String what) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select 1 from " + what)) {
            return !rows.next();
        }
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(CONNECT_SECONDS);
        return source.getConnection();
    }

    /** Starts the server again whenever it died, on its port, for the pools to find it again. */
    private void watch() {
        long pause = WATCH_MILLIS;
        boolean gone = false;
        while (!closing) {
            try {
                Thread.sleep(pause);
                if (pid() < 0) {
                    if (!gone) {
                        LOG.warn("PostgreSQL is gone: starting it again");
                    }
                    gone = true;
                    launch(port);
                }
                if (gone) {
                    LOG.info("PostgreSQL is back, process {}", pid());
                }
                gone = false;
                pause = WATCH_MILLIS;
            } catch (InterruptedException _) {
                return;
            } catch (IOException | RuntimeException e) {
                // While the disk is full, or processes of the dead server still end.
                if (pause >= LONGEST_PAUSE_MILLIS / 2) {
                    LOG.warn("PostgreSQL does not start: {}", e.getMessage());
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }
}
