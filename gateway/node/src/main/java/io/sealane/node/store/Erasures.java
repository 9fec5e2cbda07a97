package io.sealane.node.store;

import io.sealane.core.exchange.Change.Erased;
import io.sealane.core.exchange.Holdings.Held;
import io.sealane.node.store.GroupPlan.LeafAt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Empties rows of inboxes, within a group's transaction. */
final class Erasures {
    private static final MultiRow EMPTY =
            MultiRow.in(
                    "update inbox set body = null, body_key_id = null, erased_idx = $2 where log ="
                        + " $1 and body_key_id is not null and at >= $3 and at <= $4 and idx in ",
                    4,
                    "returning idx");

    /** Whoever knows a number of a box finds nothing of it any more. */
    private static final MultiRow UNREFERENCED =
            MultiRow.in(
                    "delete from reference where log = $1 and at >= $2 and at <= $3"
                            + " and delivery in ",
                    3,
                    "returning delivery");

    private final Session session;
    private final GroupPlan plan;

    /** What is erased by one change. */
    record Erasure(int change, Erased erased, LeafAt leaf) {}

    Erasures(Session session, GroupPlan plan) {
        this.session = session;
        this.plan = plan;
    }

    /** Fails with {@link LostCondition} where something is gone already. */
    CompletionStage<?> erase(long firstIndex) {
        CompletionStage<?> done = CompletableFuture.completedFuture(null);
        for (Erasure one : plan.erasures()) {
            done = done.thenCompose(_ -> erase(one, firstIndex + one.leaf().offset()));
        }
        return done;
    }

    private CompletionStage<?> erase(Erasure one, long leaf) {
        List<Held> held = one.erased().held();
        // Partitions are by time: the others are not looked at.
        var first = held.stream().map(Held::at).min(java.util.Comparator.naturalOrder());
        var last = held.stream().map(Held::at).max(java.util.Comparator.naturalOrder());
        List<@Nullable Object[]> indexes = new ArrayList<>();
        List<@Nullable Object[]> deliveries = new ArrayList<>();
        for (Held row : held) {
            indexes.add(new @Nullable Object[] {row.index()});
            deliveries.add(new @Nullable Object[] {row.delivery()});
        }
        return EMPTY.rows(
                        session, indexes, plan.log(), leaf, first.orElseThrow(), last.orElseThrow())
                .thenAccept(rows -> {
                    if (rows.size() != held.size()) {
                        throw new LostCondition(one.change());
                    }
                })
                .thenCompose(_ ->
                        UNREFERENCED.rows(
                                session,
                                deliveries,
                                plan.log(),
                                first.orElseThrow(),
                                last.orElseThrow()));
    }
}
