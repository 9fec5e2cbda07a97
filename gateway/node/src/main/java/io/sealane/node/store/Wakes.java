package io.sealane.node.store;

import io.sealane.node.postgres.DatabaseAddress;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Wake-ups between the processes of a node: one NOTIFY a group, after its commit, on a connection
 * of its own that also listens (DESIGN 10). They carry nothing that counts and may be lost: whoever
 * waits looks each second anyway, and is woken when the connection is back.
 */
public final class Wakes implements AutoCloseable {
    /** What a connection is called in {@code pg_stat_activity}. */
    static final String APPLICATION = "sealane wakes";

    private static final Logger LOG = LoggerFactory.getLogger(Wakes.class);
    private static final String NOTIFY = "select pg_notify($1, $2)";
    private static final String PING = "select 1";
    private static final int PING_SECONDS = 15;

    /** On which nothing was heard for so long, not even the answer to a ping, is dead. */
    private static final int DEAD_SECONDS = 3 * PING_SECONDS;

    private static final int CLOSE_SECONDS = 5;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    // SPEC: PostgreSQL 18, NOTIFY: the payload must be shorter than 8000 bytes.
    private static final int LONGEST = 7_999;

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final String channel;
    private final String process;
    private final RandomGenerator random;

    /** Everything below is touched by this one event loop alone. */
    private final Context loop;

    private Ear ear = new Ear(_ -> {}, () -> {});
    private Wake waiting = Wake.NOTHING;
    private @Nullable PgConnection connection;
    private boolean telling;
    private boolean closed;
    private int failures;
    private long pings;

    /** Who is woken. */
    private record Ear(Consumer<Wake> some, Runnable all) {}

    /**
     * Of one process.
     *
     * @param log channels are told apart by it: {@code sealane_log_1}
     * @param process names this process among those of the node: its own wake-ups are not for it
     */
    public Wakes(
            Vertx vertx,
            DatabaseAddress address,
            DatabaseLimits limits,
            int log,
            String process,
            RandomGenerator random) {
        this.vertx = vertx;
        this.options = options(address, limits);
        this.channel = "sealane_log_" + log;
        this.process = process;
        this.random = random;
        this.loop = vertx.getOrCreateContext();
    }

    private static PgConnectOptions options(DatabaseAddress address, DatabaseLimits limits) {
        PgConnectOptions options = Connecting.options(address, limits);
        options.getProperties().put("application_name", APPLICATION);
        options.setIdleTimeout(0).setReadIdleTimeout(DEAD_SECONDS);
        return options;
    }

    /**
     * Listens from now on.
     *
     * @param some is told what another process gave to do; on an event loop, where it may not wait
     * @param all is called when wake-ups may have been missed
     */
    public void start(Consumer<Wake> some, Runnable all) {
        loop.runOnContext(_ -> {
            ear = new Ear(some, all);
            connect();
            pings = vertx.setPeriodic(TimeUnit.SECONDS.toMillis(PING_SECONDS), _ -> ping());
        });
    }

    /** Tells the other processes, some time soon; of several at once, in one notification. */
    void tell(Wake wake) {
        if (!wake.isNothing()) {
            loop.runOnContext(_ -> {
                waiting = waiting.and(wake);
                notifyOthers();
            });
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        PgConnection.connect(vertx, options)
                .compose(made ->
                        made.query("listen " + channel)
                                .execute()
                                .map(made)
                                .onFailure(_ -> made.close()))
                .onSuccess(this::listen)
                .onFailure(this::lost);
    }

    private void listen(PgConnection made) {
        if (closed) {
            made.close();
            return;
        }
        connection = made;
        made.notificationHandler(this::hear);
        made.closeHandler(_ -> lost(null));
        if (failures > 0) {
            LOG.info("event=recovered what=wakes");
        }
        failures = 0;
        // What was told in the meantime went past this process.
        ear.all().run();
        notifyOthers();
    }

    /** From now on the poll alone finds what others gave to do, until there is a connection. */
    private void lost(@Nullable Throwable why) {
        connection = null;
        telling = false;
        if (closed) {
            return;
        }
        if (failures == 0) {
            LOG.warn("event=outage what=wakes", why);
        }
        long ceiling = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 16));
        failures++;
        // Processes that lost one server at one moment do not come back at one moment.
        long pause = ceiling / 2 + random.nextLong(ceiling / 2 + 1);
        vertx.setTimer(pause, _ -> connect());
    }

    private void hear(PgNotification heard) {
        String[] words = heard.getPayload().split(" ", 2);
        if (words.length == 2 && !words[0].equals(process)) {
            ear.some().accept(Wake.parse(words[1]));
        }
    }

    private void notifyOthers() {
        PgConnection to = connection;
        if (to == null || telling || waiting.isNothing()) {
            return;
        }
        String payload = process + " " + waiting.text();
        waiting = Wake.NOTHING;
        if (payload.length() > LONGEST) {
            return; // For so many the others look by themselves, within a second.
        }
        telling = true;
        to.preparedQuery(NOTIFY)
                .execute(Tuple.of(channel, payload))
                // One that failed is lost: the connection says so by itself, if it is.
                .onComplete(_ -> {
                    telling = false;
                    notifyOthers();
                });
    }

    /** Without it nobody would know that the other end is gone: an answer is awaited. */
    private void ping() {
        if (connection != null) {
            connection.query(PING).execute();
        }
    }

    @Override
    public void close() {
        var done = new CompletableFuture<Void>();
        loop.runOnContext(_ -> {
            closed = true;
            vertx.cancelTimer(pings);
            if (connection == null) {
                done.complete(null);
            } else {
                connection.close().onComplete(_ -> done.complete(null));
            }
        });
        // The server closes it when the process ends, if it does not end here.
        done.completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
    }
}
