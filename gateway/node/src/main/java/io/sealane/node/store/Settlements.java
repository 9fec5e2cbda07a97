package io.sealane.node.store;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.exchange.Change.Settled;
import io.sealane.node.store.GroupPlan.Bond;
import io.sealane.node.store.GroupPlan.Settlement;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** What a group does to agreements, and what agreements let it do, within its transaction. */
final class Settlements {
    private static final String NEW =
            "insert into agreement (log, hash, idx, peer, state, since, began, key_id, content)"
                    + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing";
    private static final String CHANGE =
            "update agreement set state = $4, since = $5, began = coalesce(began, $6),"
                    + " closing = case when state = $4 then closing end, key_id = $7, content = $8"
                    + " where log = $1 and hash = $2 and state = $3";
    private static final String LAST =
            "insert into agreement_last as l (log, hash, channel, seq) values ($1, $2, $3, $4)"
                    + " on conflict (log, hash, channel)"
                    + " do update set seq = least(l.seq, excluded.seq)";
    private static final String ERRAND =
            "insert into errand (log, name, idx, peer) values ($1, $2, $3, $4)";

    /** Says that something changed about agreements; holds the head's row. */
    static final String MARK = "update log_head set agreements = agreements + 1 where log = $1";

    private final Session session;
    private final GroupPlan plan;
    private final AtomicReference<ClosedAgreements> known;

    Settlements(Session session, GroupPlan plan, AtomicReference<ClosedAgreements> known) {
        this.session = session;
        this.plan = plan;
        this.known = known;
    }

    /**
     * Fails with {@link LostCondition} where a number was bound under an agreement that does not
     * carry it any more.
     *
     * @param version of the log's agreements, read with the head's lock
     */
    CompletionStage<?> check(long version) {
        if (plan.bonds().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        ClosedAgreements closed = known.get();
        if (closed.version() == version) {
            check(closed);
            return CompletableFuture.completedFuture(null);
        }
        return session.rows(ClosedAgreements.READ, plan.log())
                .thenAccept(rows -> {
                    ClosedAgreements read = ClosedAgreements.of(version, rows);
                    known.set(read);
                    check(read);
                });
    }

    private void check(ClosedAgreements closed) {
        for (Bond bond : plan.bonds()) {
            boolean changes =
                    plan.settlements().stream()
                            .anyMatch(one ->
                                    Arrays.equals(one.settled().agreement(), bond.agreement()));
            // What changes within this very group is looked at again in the next.
            if (changes || !closed.carries(bond)) {
                throw new LostCondition(bond.change());
            }
        }
    }

    /** Brings agreements into their new states. */
    CompletionStage<?> settle(long firstIndex) {
        CompletionStage<?> done = CompletableFuture.completedFuture(null);
        for (Settlement one : plan.settlements()) {
            done = done.thenCompose(_ -> settle(one, firstIndex + one.leaf().offset()));
        }
        return done;
    }

    private CompletionStage<?> settle(Settlement one, long index) {
        Settled settled = one.settled();
        CompletionStage<?> done =
                state(one, index)
                        .thenAccept(rows -> {
                            if (rows != 1) {
                                throw new LostCondition(one.change());
                            }
                        });
        for (Map.Entry<String, Long> last : settled.last().entrySet()) {
            done =
                    done.thenCompose(_ ->
                            session.change(
                                    LAST,
                                    plan.log(),
                                    settled.agreement(),
                                    last.getKey(),
                                    last.getValue()));
        }
        if (settled.handOver()) {
            done =
                    done.thenCompose(_ ->
                            session.change(
                                    ERRAND, plan.log(), settled.name(), index, settled.peer()));
        }
        return done.thenCompose(_ -> session.change(MARK, plan.log()));
    }

    private CompletionStage<Integer> state(Settlement one, long index) {
        Settled settled = one.settled();
        AgreementState from = settled.from();
        boolean begins = settled.to() == AgreementState.IN_FORCE;
        return from == null
                ? session.change(
                        NEW,
                        plan.log(),
                        settled.agreement(),
                        index,
                        settled.peer(),
                        settled.to().wireName(),
                        settled.at(),
                        begins ? settled.at() : null,
                        one.content().keyId(),
                        one.content().bytes())
                : session.change(
                        CHANGE,
                        plan.log(),
                        settled.agreement(),
                        from.wireName(),
                        settled.to().wireName(),
                        settled.at(),
                        begins ? settled.at() : null,
                        one.content().keyId(),
                        one.content().bytes());
    }
}
