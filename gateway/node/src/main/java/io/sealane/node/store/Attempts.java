package io.sealane.node.store;

import io.sealane.core.exchange.ChannelName;
import io.sealane.node.watch.PathTrail;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What was tried with the numbers of a channel, and how it ended. */
public final class Attempts {
    private static final String RECORD =
            "insert into attempt (log, channel, at, first_seq, last_seq, outcome)"
                    + " values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
    private static final String OF =
            "select at, first_seq, last_seq, outcome from attempt"
                    + " where log = $1 and channel = $2 and first_seq <= $3 and last_seq >= $3"
                    + " order by at desc limit $4";

    private static final int MOST_WAITING = 10_000;

    private final Database database;
    private final int log;
    private final BlockingQueue<Noted> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

    Attempts(Database database, int log) {
        this.database = database;
        this.log = log;
    }

    /**
     * One round.
     *
     * @param outcome {@code answered}, {@code unavailable} or the code of a problem: never a value
     *     of a field
     */
    public record Attempt(Instant at, long firstSeq, long lastSeq, String outcome) {}

    private record Noted(ChannelName channel, Attempt attempt) {}

    /**
     * Takes note of a round: one row a round, however many numbers it was about. It waits for no
     * disk: a crash before {@link #write} loses the note and nothing else.
     */
    public void note(ChannelName channel, Attempt attempt) {
        // With thousands waiting the database is down, and they all say so.
        boolean _ = waiting.offer(new Noted(channel, attempt));
    }

    /** Takes note of rounds as they end. */
    public PathTrail.Rounds by(InstantSource clock) {
        return (channel, first, last, outcome) ->
                note(channel, new Attempt(clock.instant(), first, last, outcome));
    }

    /** Writes what was noted. */
    public void write() {
        for (Noted next = waiting.peek(); next != null; next = waiting.peek()) {
            write(next.channel(), next.attempt());
            waiting.remove(next);
        }
    }

    private void write(ChannelName channel, Attempt attempt) {
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
        write();
        return database
                .statement(session -> session.rows(OF, log, channel.toString(), seq, limit))
                .stream()
                .map(row -> new Attempt(row.instant(0), row.number(1), row.number(2), row.text(3)))
                .toList();
    }
}
