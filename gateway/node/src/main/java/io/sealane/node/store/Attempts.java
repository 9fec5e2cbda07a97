package io.sealane.node.store;

import io.sealane.core.exchange.ChannelName;

import java.time.Instant;
import java.util.List;

/** What was tried with the numbers of a channel, and how it ended. */
public final class Attempts {
    private static final String RECORD =
            "insert into attempt (log, channel, at, first_seq, last_seq, outcome)"
                    + " values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
    private static final String OF =
            "select at, first_seq, last_seq, outcome from attempt"
                    + " where log = $1 and channel = $2 and first_seq <= $3 and last_seq >= $3"
                    + " order by at desc limit $4";

    private final Database database;
    private final int log;

    Attempts(Database database, int log) {
        this.database = database;
        this.log = log;
    }

    /**
     * One round.
     *
     * @param outcome {@code delivered}, the code of a problem, or what kind of outage it was: never
     *     a value of a field
     */
    public record Attempt(Instant at, long firstSeq, long lastSeq, String outcome) {}

    /** Keeps what a round tried: one row a round, however many numbers it was about. */
    public void record(ChannelName channel, Attempt attempt) {
        database.statement(session ->
                session.change(
                        RECORD,
                        log,
                        channel.toString(),
                        attempt.at(),
                        attempt.firstSeq(),
                        attempt.lastSeq(),
                        attempt.outcome()));
    }

    /** The newest rounds that were about a number, newest first. */
    public List<Attempt> of(ChannelName channel, long seq, int limit) {
        return database
                .statement(session -> session.rows(OF, log, channel.toString(), seq, limit))
                .stream()
                .map(row -> new Attempt(row.instant(0), row.number(1), row.number(2), row.text(3)))
                .toList();
    }
}
