package io.sealane.node.store;

import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Store.Answered;
import io.sealane.core.exchange.Store.Incoming;
import io.sealane.node.store.Openings.Secret;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Channels that end here, and what is known of the logs at their other ends. */
final class Inbound {
    private static final String NEXT =
            "select next_seq, prev from channel_in where log = $1 and channel = $2";
    private static final String ANSWERED =
            "select d.seq, d.delivery, d.input_hash, "
                    + Openings.COLUMNS
                    + " from delivery_id d"
                    + " join log_opening o on o.log = $1 and o.idx = d.idx"
                    + " join log_entry e on e.log = $1 and e.idx = d.idx"
                    + " where d.log = $1 and d.channel = $2 and d.seq >= $3"
                    + " order by d.seq limit $4";
    private static final MultiRow NUMBERS =
            MultiRow.in(
                    "select delivery, seq from delivery_id"
                            + " where log = $1 and channel = $2 and delivery in ",
                    2,
                    "");
    private static final String SEEN =
            "select note from peer_checkpoint where log = $1 and origin = $2"
                    + " order by size desc limit 1";
    private static final String SEE =
            "insert into peer_checkpoint (log, origin, size, note) values ($1, $2, $3, $4)"
                    + " on conflict do nothing";
    private static final String EQUIVOCATION =
            "insert into equivocation (log, channel, seq, kept, shown, at)"
                    + " values ($1, $2, $3, $4, $5, $6) on conflict do nothing";

    private final Database database;
    private final Openings openings;
    private final int log;

    Inbound(Database database, Openings openings, int log) {
        this.database = database;
        this.openings = openings;
        this.log = log;
    }

    Incoming incoming(ChannelName channel) {
        List<Row> rows = database.statement(session -> session.rows(NEXT, log, channel.toString()));
        return rows.isEmpty()
                ? new Incoming(ChannelState.NEW.nextSeq(), ChannelState.NEW.prev())
                : new Incoming(rows.getFirst().number(0), rows.getFirst().bytes(1));
    }

    List<Answered> answered(ChannelName channel, long fromSeq, int limit) {
        List<Answered> answered = new ArrayList<>();
        for (Row row :
                database.statement(session ->
                        session.rows(ANSWERED, log, channel.toString(), fromSeq, limit))) {
            Secret secret = openings.secret(row, 4);
            answered.add(
                    new Answered(
                            row.number(0),
                            row.uuid(1),
                            row.bytes(2),
                            secret.statement(),
                            secret.blinding(),
                            row.number(3)));
        }
        return answered;
    }

    Map<UUID, Long> numbersOf(ChannelName channel, List<UUID> deliveries) {
        List<@Nullable Object[]> wanted = new ArrayList<>();
        deliveries.stream()
                .distinct()
                .forEach(delivery -> wanted.add(new @Nullable Object[] {delivery}));
        Map<UUID, Long> numbers = new HashMap<>();
        for (Row row :
                database.statement(
                        session -> NUMBERS.rows(session, wanted, log, channel.toString()))) {
            numbers.put(row.uuid(0), row.number(1));
        }
        return numbers;
    }

    @Nullable String seenCheckpoint(String origin) {
        List<Row> rows = database.statement(session -> session.rows(SEEN, log, origin));
        return rows.isEmpty() ? null : rows.getFirst().text(0);
    }

    void keepCheckpoint(String origin, long size, String note) {
        // A smaller one does no harm: the newest is the largest.
        database.statement(session -> session.change(SEE, log, origin, size, note));
    }

    void keepEquivocation(ChannelName channel, long seq, byte[] kept, byte[] shown, Instant at) {
        database.statement(session ->
                session.change(EQUIVOCATION, log, channel.toString(), seq, kept, shown, at));
    }
}
