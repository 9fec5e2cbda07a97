package io.sealane.node.store;

import io.sealane.core.identity.Outage;
import io.vertx.pgclient.PgException;

import org.hibernate.JDBCException;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Tells the environment's faults from ours, by SQLSTATE. */
final class Failures {
    private static final int SOON_SECONDS = 1;
    private static final int LATER_SECONDS = 5;
    private static final int MUCH_LATER_SECONDS = 30;

    private Failures() {}

    /**
     * What to throw for a failed transaction. Unknown outcomes are outages too: whether the
     * transaction was stored is settled by asking again under the same ids.
     */
    static RuntimeException of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        String state = sqlState(cause);
        if (state != null) {
            return ofState(state, cause);
        }
        // What our own code threw between two statements: conditions lost, bugs.
        if (cause instanceof Outage
                || cause instanceof LostCondition
                || cause instanceof IllegalStateException
                || cause instanceof IllegalArgumentException
                || cause instanceof NullPointerException
                || cause instanceof ClassCastException
                || cause instanceof IndexOutOfBoundsException) {
            return (RuntimeException) cause;
        }
        // Connections refused, closed, timed out; a full queue of the pool.
        return new Outage("The database does not answer.", LATER_SECONDS, cause);
    }

    static boolean isFull(Throwable failure) {
        return failure instanceof Outage outage && outage.retryAfterSeconds() == MUCH_LATER_SECONDS;
    }

    // SPEC: PostgreSQL, appendix A, error codes.
    private static RuntimeException ofState(String state, Throwable cause) {
        return switch (state.substring(0, 2)) {
            // insufficient resources: 53100 disk full, 53200 out of memory, 53300 connections
            case "53" ->
                    state.equals("53300")
                            ? new Outage(
                                    "The database has no connection left.", SOON_SECONDS, cause)
                            : new Outage(
                                    "The database has no room left.", MUCH_LATER_SECONDS, cause);
            // serialization failures and deadlocks: nothing was stored
            case "40" -> new Outage("The database is contended.", SOON_SECONDS, cause);
            // 55P03 lock not available; 55000 the database takes no connections
            case "55" ->
                    state.equals("55P03")
                            ? new Outage("The database is contended.", SOON_SECONDS, cause)
                            : new Outage("The database is not available.", LATER_SECONDS, cause);
            // shutdown, crash, starting up, statement or idle timeout
            case "57" -> new Outage("The database is not available.", LATER_SECONDS, cause);
            // connection exceptions, wrong password after a rotation
            case "08", "28" -> new Outage("The database does not answer.", LATER_SECONDS, cause);
            // read-only transaction: a standby, after a switch-over
            case "25" -> new Outage("The database takes no writes.", LATER_SECONDS, cause);
            // system error: input and output
            case "58" -> new Outage("The database's disk fails.", MUCH_LATER_SECONDS, cause);
            default ->
                    new IllegalStateException("The database refused a statement: " + state, cause);
        };
    }

    static @Nullable String sqlState(Throwable failure) {
        return switch (failure) {
            case JDBCException translated -> translated.getSQLState();
            case PgException direct -> direct.getSqlState();
            default -> null;
        };
    }
}
