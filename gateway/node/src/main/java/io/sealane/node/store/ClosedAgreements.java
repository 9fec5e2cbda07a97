package io.sealane.node.store;

import io.sealane.core.agreement.AgreementState;
import io.sealane.node.store.GroupPlan.Bond;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The agreements that carry no new numbers, or not all, as they were at a version of the log's
 * agreements.
 */
record ClosedAgreements(long version, Map<ByteBuffer, Closed> byHash) {
    /** Of no version: to be read before it is gone by. */
    static final ClosedAgreements UNREAD = new ClosedAgreements(-1, Map.of());

    /** Every row of those that are closing or were in force before; columns as below. */
    static final String READ =
            "select a.hash, a.state, a.closing, l.channel, l.seq from agreement a"
                    + " left join agreement_last l on l.log = $1 and l.hash = a.hash"
                    + " where a.log = $1 and (a.state in ('superseded', 'ended')"
                    + " or a.closing is not null or l.channel is not null)";

    /**
     * One of them.
     *
     * @param ended whether it was taken back
     * @param sends whether this node may still give numbers under it
     * @param last by channel
     */
    private record Closed(boolean ended, boolean sends, Map<String, Long> last) {}

    static ClosedAgreements of(long version, List<Row> rows) {
        Map<ByteBuffer, Closed> closed = new HashMap<>();
        String ended = AgreementState.ENDED.wireName();
        String open = AgreementState.IN_FORCE.wireName();
        for (Row row : rows) {
            Closed one =
                    closed.computeIfAbsent(
                            ByteBuffer.wrap(row.bytes(0)),
                            _ ->
                                    new Closed(
                                            row.text(1).equals(ended)
                                                    || ended.equals(row.textOrNull(2)),
                                            row.text(1).equals(open) && row.isNull(2),
                                            new HashMap<>()));
            if (!row.isNull(3)) {
                one.last().put(row.text(3), row.number(4));
            }
        }
        return new ClosedAgreements(version, closed);
    }

    /** Whether numbers may be taken under the agreement that they were bound under. */
    boolean carries(Bond bond) {
        Closed closed = byHash.get(ByteBuffer.wrap(bond.agreement()));
        if (closed == null) {
            return true;
        }
        if (closed.ended() || (bond.outgoing() && !closed.sends())) {
            return false;
        }
        Long last = closed.last().get(bond.channel());
        return bond.outgoing() || last == null || bond.lastSeq() <= last;
    }
}
