package io.sealane.bench;

import io.sealane.node.postgres.DatabaseAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The Vert.x client with a batch a table in each transaction, and nothing else: what could be. */
final class RawClient {
    private final DatabaseAddress address;
    private final List<RawTable> tables;
    private final int group;
    private final Random random = new Random(1);
    private long next;

    RawClient(DatabaseAddress address, Tables database, List<RawTable> tables, int group)
            throws SQLException {
        this.address = address;
        this.tables = List.copyOf(tables);
        this.group = group;
        for (RawTable table : tables) {
            database.run(
                    "create table raw_"
                            + table.name()
                            + " (id bigint primary key, content bytea storage external not null)");
        }
    }

    /** Groups of as many rows as a submission makes, one transaction after the other. */
    double perSecond(Duration time) {
        Vertx vertx = Vertx.vertx();
        Pool pool =
                PgBuilder.pool()
                        .connectingTo(
                                new PgConnectOptions()
                                        .setHost(address.host())
                                        .setPort(address.port())
                                        .setDatabase(address.database())
                                        .setUser(address.user())
                                        .setPassword(address.password())
                                        .setCachePreparedStatements(true))
                        .with(new PoolOptions().setMaxSize(1))
                        .using(vertx)
                        .build();
        try {
            long start = System.nanoTime();
            long count = 0;
            do {
                pool.withTransaction(this::writeGroup)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
                count += group;
            } while (System.nanoTime() - start < time.toNanos());
            return Figures.perSecond(count, Duration.ofNanos(System.nanoTime() - start));
        } finally {
            pool.close().toCompletionStage().toCompletableFuture().join();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Future<Void> writeGroup(SqlConnection connection) {
        Future<Void> written = Future.succeededFuture();
        for (RawTable table : tables) {
            List<Tuple> rows =
                    IntStream.range(0, group * table.rows())
                            .mapToObj(_ -> Tuple.of(next++, content(table.bytes())))
                            .toList();
            String sql = "insert into raw_" + table.name() + " (id, content) values ($1, $2)";
            written =
                    written.compose(
                            _ -> connection.preparedQuery(sql).executeBatch(rows).mapEmpty());
        }
        return written;
    }

    private Buffer content(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Buffer.buffer(bytes);
    }
}
