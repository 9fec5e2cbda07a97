package io.sealane.node.store;

import io.vertx.sqlclient.PoolOptions;

import java.util.concurrent.TimeUnit;

/**
 * How much of a database a process takes, and how long it waits: nothing is without an end.
 *
 * @param connections at most so many at once; a group commit takes one, a read takes one
 * @param loops event loops that drive them
 * @param connectSeconds until a connection is made, or free
 * @param lockSeconds until another transaction lets go of a row
 * @param statementSeconds until the server ends a statement
 * @param waitSeconds until a caller gives up on its transaction
 */
public record DatabaseLimits(
        int connections,
        int loops,
        int connectSeconds,
        int lockSeconds,
        int statementSeconds,
        int waitSeconds) {
    public static final DatabaseLimits DEFAULT = new DatabaseLimits(10, 2, 5, 10, 15, 30);

    private static final int WAITING = 1000;
    private static final int IDLE_MINUTES = 10;
    private static final int LIFETIME_MINUTES = 60;

    public DatabaseLimits {
        if (connections < 2
                || loops < 1
                || connectSeconds < 1
                || lockSeconds < 1
                || statementSeconds < lockSeconds
                || waitSeconds < statementSeconds) {
            throw new IllegalArgumentException("Each wait is as long as those within it.");
        }
    }

    PoolOptions pool() {
        return new PoolOptions()
                .setMaxSize(connections)
                .setMaxWaitQueueSize(WAITING)
                .setConnectionTimeout(connectSeconds)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(IDLE_MINUTES)
                .setIdleTimeoutUnit(TimeUnit.MINUTES)
                .setMaxLifetime(LIFETIME_MINUTES)
                .setMaxLifetimeUnit(TimeUnit.MINUTES);
    }
}
