package io.sealane.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.identity.Outage;
import io.sealane.node.postgres.DatabaseAddress;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.postgres.SharedPostgres;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@ExtendWith(SharedPostgres.class)
class DatabaseIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static Database database;

    @BeforeAll
    static void open(DatabaseAddress address) {
        Migration.run(address);
        // A second process that starts later finds nothing to do.
        Migration.run(address);
        database = Database.open(VERTX, address, DatabaseLimits.DEFAULT);
        database.statement(session ->
                session.run(
                        "create table t (id bigint primary key, b bytea, u uuid, at timestamptz, s"
                                + " text, n smallint)"));
    }

    @AfterAll
    static void close() {
        database.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void carries_every_type_there_and_back() {
        UUID uuid = new UUID(7, 8);
        Instant at = Instant.parse("2026-11-23T18:00:00.123456Z");
        byte[] bytes = {0, -1, 5};
        Row row =
                database.transaction(session ->
                                session.rows(
                                        "insert into t values ($1,$2,$3,$4,$5,$6)" + " returning *",
                                        1L,
                                        bytes,
                                        uuid,
                                        at,
                                        "ü",
                                        (short) 3))
                        .getFirst();
        assertThat(row.number(0)).isEqualTo(1);
        assertThat(row.bytes(1)).isEqualTo(bytes);
        assertThat(row.uuid(2)).isEqualTo(uuid);
        assertThat(row.instant(3)).isEqualTo(at);
        assertThat(row.text(4)).isEqualTo("ü");
        assertThat(row.number(5)).isEqualTo(3);
        Row nulls =
                database.statement(session ->
                                session.rows(
                                        "insert into t values ($1,$2,$3,$4,$5,$6)" + " returning *",
                                        2L,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null))
                        .getFirst();
        for (int column = 1; column < 6; column++) {
            assertThat(nulls.isNull(column)).isTrue();
        }
    }

    @Test
    void rolls_back_what_throws_and_throws_it() {
        assertThatThrownBy(() ->
                        database.transaction(session ->
                                session.change("insert into t (id) values (10)")
                                        .thenApply(_ -> {
                                            throw new LostCondition(4);
                                        })))
                .isInstanceOfSatisfying(
                        LostCondition.class, e -> assertThat(e.change()).isEqualTo(4));
        assertThat(count(10)).isZero();
        assertThatThrownBy(() ->
                        database.transaction(session ->
                                session.change("insert into t (id) values (11)")
                                        .thenCompose(_ -> session.rows("nonsense"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("42601");
        assertThat(count(11)).isZero();
    }

    @Test
    void runs_each_call_in_a_transaction_of_its_own() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                long id = 1000L + i;
                calls.add(
                        threads.submit(() ->
                                database.transaction(session ->
                                        session.change("insert into t (id) values ($1)", id)
                                                .thenApply(_ -> {
                                                    if (id % 2 == 0) {
                                                        throw new LostCondition(0);
                                                    }
                                                    return id;
                                                }))));
            }
            int lost = 0;
            for (Future<?> call : calls) {
                try {
                    call.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(LostCondition.class);
                    lost++;
                }
            }
            assertThat(lost).isEqualTo(100);
        }
        Row row =
                database.statement(session ->
                                session.rows(
                                        "select count(*), count(*) filter (where id % 2 = 0)"
                                                + " from t where id >= 1000"))
                        .getFirst();
        assertThat(row.number(0)).isEqualTo(100);
        assertThat(row.number(1)).isZero();
    }

    @Test
    void gives_up_on_a_statement_that_does_not_end() {
        assertThatThrownBy(() ->
                        database.transaction(session ->
                                session.run("set local statement_timeout = '50ms'")
                                        .thenCompose(_ -> session.rows("select pg_sleep(60)"))))
                .isInstanceOfSatisfying(
                        Outage.class, e -> assertThat(e.retryAfterSeconds()).isPositive());
    }

    @Test
    void refuses_a_server_that_forgets(DatabaseAddress address) {
        database.statement(session ->
                session.run(
                        "alter database " + address.database() + " set synchronous_commit = off"));
        try {
            assertThatThrownBy(() -> Database.open(VERTX, address, DatabaseLimits.DEFAULT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("synchronous_commit");
        } finally {
            database.statement(session ->
                    session.run(
                            "alter database " + address.database() + " reset synchronous_commit"));
        }
    }

    @Test
    void says_that_nobody_answers(EmbeddedPostgres server) throws Exception {
        DatabaseAddress address = server.address();
        DatabaseAddress nobody =
                new DatabaseAddress("127.0.0.1", 1, "x", "x", "x", DatabaseAddress.Tls.NONE, null);
        assertThatThrownBy(() -> Database.open(VERTX, nobody, DatabaseLimits.DEFAULT))
                .isInstanceOf(Outage.class);
        assertThatThrownBy(() ->
                        Database.open(
                                VERTX,
                                address.with("sealane", "sealane", "wrong"),
                                DatabaseLimits.DEFAULT))
                .isInstanceOf(Outage.class);
    }

    private static long count(long id) {
        return database.statement(
                        session -> session.rows("select count(*) from t where id = $1", id))
                .getFirst()
                .number(0);
    }
}
