package io.sealane.node.store;

/** The statements of {@link GroupCommit}: each names one log and finds its rows by a key. */
final class GroupSql {
    static final String HEAD =
            "select size, edge, agreements from log_head" + " where log = $1 for update";
    static final String MOVE_HEAD =
            "update log_head set size = $2, edge = $3 where log = $1 and size = $4";
    static final String MOVE_OUT =
            "update channel_out set next_seq = $3, prev = $4 where log = $1 and channel = $2";
    static final String MOVE_IN =
            "insert into channel_in (log, channel, next_seq, prev) values ($1, $2, $3, $4)"
                    + " on conflict (log, channel)"
                    + " do update set next_seq = excluded.next_seq, prev = excluded.prev";

    static final MultiRow CHANNELS_OUT =
            MultiRow.in(
                    "select channel, epoch, next_seq, prev from channel_out"
                            + " where log = $1 and channel in ",
                    1,
                    "for update");
    static final MultiRow CHANNELS_IN =
            MultiRow.in(
                    "select channel, 0, next_seq, prev from channel_in"
                            + " where log = $1 and channel in ",
                    1,
                    "");
    static final MultiRow NEW_CHANNELS =
            MultiRow.insert(
                    "channel_out", "log, channel, next_seq, prev, epoch", "on conflict do nothing");
    static final MultiRow NO_LONGER_PENDING =
            MultiRow.in(
                    "delete from pending where log = $1 and delivery in ",
                    1,
                    "returning delivery, document");
    static final MultiRow IN_FLIGHT =
            MultiRow.in(
                    "select seq, delivery from in_flight"
                            + " where log = $1 and channel = $2 and seq in ",
                    2,
                    "");
    static final MultiRow NO_LONGER_IN_FLIGHT =
            MultiRow.in(
                    "delete from in_flight where log = $1 and channel = $2 and seq in ",
                    2,
                    "returning seq, delivery");

    private GroupSql() {}
}
