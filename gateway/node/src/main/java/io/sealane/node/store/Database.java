package io.sealane.node.store;

import io.sealane.core.identity.Outage;
import io.sealane.node.postgres.DatabaseAddress;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;

import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.jdbc.spi.SqlExceptionHelper;
import org.hibernate.engine.jdbc.spi.SqlStatementLogger;
import org.hibernate.reactive.pool.ReactiveConnectionPool;
import org.hibernate.reactive.pool.impl.ExternalSqlClientPool;
import org.hibernate.reactive.provider.ReactiveServiceRegistryBuilder;
import org.hibernate.reactive.stage.Stage;
import org.hibernate.reactive.stage.impl.StageStatelessSessionImpl;
import org.hibernate.reactive.vertx.VertxInstance;
import org.hibernate.reactive.vertx.impl.ProvidedVertxInstance;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A PostgreSQL database, entered through Hibernate Reactive on the Vert.x client.
 *
 * <p>Callers are threads that may wait: virtual ones. A call runs its whole transaction on one
 * event loop, in a context of its own (sessions are found by context: two calls on one would share
 * a transaction), and the caller waits for its end, for a limited time.
 */
public final class Database implements AutoCloseable {
    /** As much as a group of large documents takes. */
    private static final int ROOM = 4 * 1024 * 1024;

    private static final String FILL = "insert into room (payload) values ($1)";
    private static final String EMPTY = "delete from room";
    private static final String STANDBY =
            "select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean";

    private final Pool pool;
    private final SessionFactory factory;
    private final Stage.SessionFactory sessions;
    private final List<ContextInternal> contexts;
    private final AtomicInteger next = new AtomicInteger();
    private final int waitSeconds;

    /** The database said that it has no room, and has not proven otherwise since. */
    private volatile boolean full;

    private Database(Vertx vertx, Pool pool, SessionFactory factory, DatabaseLimits limits) {
        this.pool = pool;
        this.factory = factory;
        this.sessions = factory.unwrap(Stage.SessionFactory.class);
        VertxInternal internal = (VertxInternal) vertx;
        this.contexts =
                Stream.generate(internal::createEventLoopContext).limit(limits.loops()).toList();
        this.waitSeconds = limits.waitSeconds();
    }

    /**
     * Connects, and checks that the server keeps what it commits.
     *
     * @throws Outage if it does not answer
     * @throws IllegalStateException if a node cannot trust it, with what to change
     */
    public static Database open(Vertx vertx, DatabaseAddress address, DatabaseLimits limits) {
        Pool pool =
                PgBuilder.pool()
                        .connectingTo(Connecting.options(address, limits))
                        .with(limits.pool())
                        .using(vertx)
                        .build();
        try {
            Database database = new Database(vertx, pool, factory(vertx, pool), limits);
            ServerCheck.run(database);
            return database;
        } catch (Throwable e) {
            pool.close();
            throw e;
        }
    }

    private static SessionFactory factory(Vertx vertx, Pool pool) {
        StandardServiceRegistry registry =
                new ReactiveServiceRegistryBuilder()
                        .addService(VertxInstance.class, new ProvidedVertxInstance(vertx))
                        .addService(
                                ReactiveConnectionPool.class,
                                new ExternalSqlClientPool(
                                        pool,
                                        new SqlStatementLogger(),
                                        new SqlExceptionHelper(false)))
                        .build();
        try {
            return new MetadataSources(registry).buildMetadata().buildSessionFactory();
        } catch (RuntimeException e) {
            StandardServiceRegistryBuilder.destroy(registry);
            throw Failures.of(e);
        }
    }

    /**
     * Runs statements in one transaction. When this returns, it is committed and on disk.
     *
     * @throws Outage if the database failed; whether the transaction was committed is then unknown
     */
    <T extends @Nullable Object> T transaction(Function<Session, CompletionStage<T>> work) {
        return call(() ->
                sessions.withStatelessTransaction((session, _) -> work.apply(session(session))));
    }

    /** Runs one statement, in no transaction but its own. */
    <T extends @Nullable Object> T statement(Function<Session, CompletionStage<T>> work) {
        return call(() -> sessions.withStatelessSession(session -> work.apply(session(session))));
    }

    /**
     * Whether transactions can be expected to be committed, asked now: the server answers, takes
     * writes and, if it had no room before, has some again.
     */
    public boolean healthy() {
        try {
            if (full) {
                byte[] payload = new byte[ROOM];
                transaction(session -> session.change(FILL, payload));
                transaction(session -> session.change(EMPTY));
                full = false;
            }
            return !statement(session -> session.rows(STANDBY)).getFirst().truth(0);
        } catch (Outage _) {
            return false;
        }
    }

    private static Session session(Stage.StatelessSession session) {
        return new Session(((StageStatelessSessionImpl) session).getReactiveConnection());
    }

    private <T extends @Nullable Object> T call(
            java.util.function.Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        ContextInternal context =
                contexts.get(Math.floorMod(next.getAndIncrement(), contexts.size())).duplicate();
        context.runOnContext(_ ->
                work.get()
                        .whenComplete((result, failure) -> {
                            if (failure == null) {
                                answer.complete(result);
                            } else {
                                answer.completeExceptionally(failure);
                            }
                        }));
        try {
            return answer.get(waitSeconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            RuntimeException failure = Failures.of(e);
            full |= Failures.isFull(failure);
            throw failure;
        } catch (TimeoutException e) {
            throw new Outage("The database did not answer in time.", 5, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("Interrupted while the database worked.", 5, e);
        }
    }

    @Override
    public void close() {
        factory.close();
        pool.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(waitSeconds, TimeUnit.SECONDS)
                .join();
    }
}
