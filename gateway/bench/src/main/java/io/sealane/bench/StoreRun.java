package io.sealane.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.command.demo.Input;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.Group;
import io.sealane.core.exchange.Store.Lease;
import io.sealane.core.identity.NativeProvider;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.store.AtRest;
import io.sealane.node.store.DataKeys;
import io.sealane.node.store.Database;
import io.sealane.node.store.DatabaseLimits;
import io.sealane.node.store.Migration;
import io.sealane.node.store.Partitions;
import io.sealane.node.store.PostgresStore;
import io.vertx.core.Vertx;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.crypto.spec.SecretKeySpec;

/**
 * Full submissions through the store's own transactions into a database of its own: document,
 * idempotency key, references, one presentation, openings and leaves. Beside it the same number of
 * rows and bytes, written by the plain client into tables without any logic.
 */
final class StoreRun {
    private static final int LOG = 1;
    private static final String ORIGIN = "us.sealane.example/log/1";
    private static final ChannelName CHANNEL =
            new ChannelName("us.sealane.example", LOG, "nl.sealane.example");

    /** As many as a batch of the dispatch holds. */
    private static final int GROUP = 100;

    private final Ground ground;

    StoreRun(Ground ground) {
        this.ground = ground;
    }

    ObjectNode measure(Duration warmUp, Duration time)
            throws IOException, Refusal, SQLException, InterruptedException {
        NativeProvider.install(); // As in a node.
        Path folder = ground.stage().folder().resolve("store");
        Vertx vertx = Vertx.vertx();
        ground.tell("Starting a database for the store alone.");
        try (var server =
                        EmbeddedPostgres.start(
                                folder.resolve("postgres"), EmbeddedPostgres.userCache());
                var tables = Tables.in(folder.resolve("postgres"))) {
            Migration.run(server.address());
            try (var database = Database.open(vertx, server.address(), DatabaseLimits.DEFAULT)) {
                return measure(folder, server, database, tables, warmUp, time);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private ObjectNode measure(
            Path folder,
            EmbeddedPostgres server,
            Database database,
            Tables tables,
            Duration warmUp,
            Duration time)
            throws IOException, Refusal, SQLException {
        PostgresStore store = store(folder, database);
        Input input = Traffic.sample(ground);
        Paperwork paperwork = paperwork(input);
        ground.tell("Warming up for " + warmUp.toSeconds() + " s.");
        submit(store, paperwork, warmUp);
        Map<String, Long> before = tables.rows();
        String lsn = tables.ask("select pg_current_wal_lsn()");
        var cost =
                new Cost()
                        .add("process", ProcessHandle::current)
                        .add("database", () -> ProcessHandle.of(server.pid()).orElseThrow());
        ground.tell("Measuring for " + time.toSeconds() + " s.");
        Map<String, Duration> cpu = cost.read();
        long start = System.nanoTime();
        long count = submit(store, paperwork, time);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Map<String, Duration> cpuAfter = cost.read();
        long wal =
                Long.parseLong(tables.ask("select pg_current_wal_lsn() - '" + lsn + "'::pg_lsn"));
        ObjectNode result =
                Json.object()
                        .put("part", "store")
                        .put("documentBytes", input.body().toString().length())
                        .put("group", GROUP)
                        .put("seconds", Figures.round(took.toMillis() / 1000.0))
                        .put("submissions", count)
                        .put("perSecond", Figures.perSecond(count, took));
        result.set("cpuMillisEach", Cost.each(cpu, cpuAfter, count));
        result.put("walBytesEach", Figures.round(wal / (double) count));
        ObjectNode each = result.putObject("rowsEach");
        var added = new ArrayList<RawTable>();
        Map<String, Long> after = tables.rows();
        for (var entry : after.entrySet()) {
            long more = entry.getValue() - before.getOrDefault(entry.getKey(), 0L);
            if (more > 0) {
                each.put(entry.getKey(), Figures.round(more / (double) count));
                int rowsEach = (int) Math.round(more / (double) count);
                if (rowsEach > 0) {
                    added.add(
                            new RawTable(
                                    entry.getKey(), rowsEach, tables.bytesOfRow(entry.getKey())));
                }
            }
        }
        ground.tell("Now the plain client.");
        double raw = new RawClient(server.address(), tables, added, GROUP).perSecond(time);
        return result.put("rawPerSecond", raw)
                .put("ofRaw", Figures.round(Figures.perSecond(count, took) / raw))
                .put("fsync", tables.ask("select setting from pg_settings where name = 'fsync'"))
                .put("holds", after.getOrDefault("document", 0L).equals(after.get("presentation")));
    }

    private static PostgresStore store(Path folder, Database database) throws IOException {
        var random = new SecureRandom();
        byte[] key = new byte[32];
        random.nextBytes(key);
        var partitions = new Partitions(database);
        partitions.extend(Instant.now());
        DataKeys keys =
                DataKeys.open(
                        folder.resolve("keys").resolve("data-keys.json"),
                        List.of(new SecretKeySpec(key, "AES")),
                        random);
        return PostgresStore.open(
                database,
                partitions,
                new AtRest(keys, random),
                InstantSource.system(),
                LOG,
                ORIGIN);
    }

    private static Paperwork paperwork(Input input) throws Refusal {
        try {
            return new Paperwork(ORIGIN, input.body());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has P-256", e);
        }
    }

    /** Two transactions a group, as in a node: what was handed in, and what took its number. */
    private static long submit(PostgresStore store, Paperwork paperwork, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long count = 0;
        try {
            do {
                List<Submitted> submitted = paperwork.submissions(CHANNEL, GROUP);
                store.commit(new Group(LOG, List.copyOf(submitted)));
                Lease lease =
                        Objects.requireNonNull(
                                store.lease(
                                        CHANNEL, "bench", Instant.now(), Duration.ofMinutes(1)));
                store.commit(new Group(LOG, List.of(paperwork.sent(CHANNEL, lease, submitted))));
                count += GROUP;
            } while (System.nanoTime() - end < 0);
        } catch (Conflict conflict) {
            throw new AssertionError("nobody else writes here", conflict);
        }
        return count;
    }
}
