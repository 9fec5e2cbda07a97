package io.sealane.node.store;

import io.sealane.core.exchange.Store.Committed;
import io.sealane.core.ledger.Growth;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.RightEdge;
import io.sealane.node.store.GroupPlan.Line;
import io.sealane.node.store.GroupPlan.Numbering;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one transaction that stores a group, top to bottom. It begins with the lock of the head's
 * row, so the groups of a log come one after the other, whichever process they are from; what it
 * reads of channels, numbers and keys is then the truth until it ends.
 */
final class GroupCommit {
    /** Rows that must be new, before those that need no condition. */
    private static final List<Insert> CONDITIONAL =
            List.of(
                    Insert.IDEMPOTENCY,
                    Insert.DOCUMENT,
                    Insert.DELIVERY_ID,
                    Insert.NOTED,
                    Insert.REPLACEMENT);

    private static final List<Insert> PLAIN =
            List.of(
                    Insert.PEER_CHECKPOINT,
                    Insert.REFERENCE,
                    Insert.PENDING,
                    Insert.PRESENTATION,
                    Insert.CANCELLATION,
                    Insert.RECEIPT,
                    Insert.INBOX,
                    Insert.REFUSAL,
                    Insert.OPENING);

    private final Session session;
    private final GroupPlan plan;
    private final Set<String> knownChannels;
    private final Settlements settlements;
    private final Erasures erasures;
    private final Map<UUID, UUID> documents = new HashMap<>();
    private RightEdge before = RightEdge.empty();

    /**
     * @param knownChannels those that have a row: need not be all
     * @param closed the agreements that carry no new number, as last read
     */
    GroupCommit(
            Session session,
            GroupPlan plan,
            Set<String> knownChannels,
            AtomicReference<ClosedAgreements> closed) {
        this.session = session;
        this.plan = plan;
        this.knownChannels = knownChannels;
        this.settlements = new Settlements(session, plan, closed);
        this.erasures = new Erasures(session, plan);
    }

    /** Does it all; fails with {@link LostCondition}, which rolls everything back. */
    CompletionStage<Committed> run() {
        return session.rows(GroupSql.HEAD, plan.log())
                .thenCompose(this::takeHead)
                .thenCompose(_ -> numberChannels(true))
                .thenCompose(_ -> numberChannels(false))
                .thenCompose(_ -> takeFromPending())
                .thenCompose(_ -> eachOf(CONDITIONAL, this::insertNew))
                .thenCompose(_ -> settlements.settle(before.size()))
                .thenCompose(_ -> erasures.erase(before.size()))
                .thenCompose(_ -> eachChannel(plan.voided(), GroupSql.IN_FLIGHT))
                .thenCompose(_ -> eachChannel(plan.receipted(), GroupSql.NO_LONGER_IN_FLIGHT))
                .thenCompose(_ -> eachOf(PLAIN, this::insert))
                .thenCompose(_ -> putInFlight())
                .thenCompose(_ -> openChannels())
                .thenCompose(_ -> append());
        // Crash before the commit: nothing of the group happened. After: all of it did, and nobody
        // has been told; who asks again under the same ids finds it.
    }

    /** From here on no other group of this log is committed, and no agreement changes. */
    private CompletionStage<?> takeHead(List<Row> rows) {
        if (rows.isEmpty()) {
            throw new IllegalStateException("The log " + plan.log() + " has no head.");
        }
        before = RightEdge.of(rows.getFirst().number(0), rows.getFirst().bytes(1));
        return settlements.check(rows.getFirst().number(2));
    }

    /** Checks every numbering against its channel as the ones before it leave it, then moves it. */
    private CompletionStage<?> numberChannels(boolean outgoing) {
        List<Numbering> numberings =
                plan.numberings().stream().filter(one -> one.outgoing() == outgoing).toList();
        List<@Nullable Object[]> names =
                numberings.stream()
                        .map(Numbering::channel)
                        .distinct()
                        .map(channel -> new @Nullable Object[] {channel})
                        .toList();
        return (outgoing ? GroupSql.CHANNELS_OUT : GroupSql.CHANNELS_IN)
                .rows(session, names, plan.log())
                .thenCompose(rows -> {
                    Map<String, ChannelState> states = states(rows);
                    Set<String> moved = new HashSet<>();
                    for (Numbering one : numberings) {
                        ChannelState state = states.getOrDefault(one.channel(), ChannelState.NEW);
                        if (!state.allows(one)) {
                            throw new LostCondition(one.change());
                        }
                        if (one.next() > one.first()) {
                            moved.add(one.channel());
                        }
                        states.put(one.channel(), state.after(one));
                    }
                    return eachOf(moved, channel -> move(outgoing, channel, states.get(channel)));
                });
    }

    private static Map<String, ChannelState> states(List<Row> rows) {
        Map<String, ChannelState> states = new HashMap<>();
        for (Row row : rows) {
            states.put(row.text(0), new ChannelState(row.number(1), row.number(2), row.bytes(3)));
        }
        return states;
    }

    private CompletionStage<?> move(
            boolean outgoing, String channel, @Nullable ChannelState state) {
        if (state == null) {
            throw new IllegalStateException("A channel moved that was not looked at.");
        }
        return session.change(
                outgoing ? GroupSql.MOVE_OUT : GroupSql.MOVE_IN,
                plan.log(),
                channel,
                state.nextSeq(),
                state.prev());
    }

    private CompletionStage<?> takeFromPending() {
        List<@Nullable Object[]> deliveries =
                plan.noLongerPending().keySet().stream()
                        .map(delivery -> new @Nullable Object[] {delivery})
                        .toList();
        return GroupSql.NO_LONGER_PENDING
                .rows(session, deliveries, plan.log())
                .thenAccept(rows -> {
                    rows.forEach(row -> documents.put(row.uuid(0), row.uuid(1)));
                    plan.noLongerPending()
                            .forEach((delivery, change) ->
                                    require(documents.containsKey(delivery), change));
                });
    }

    private CompletionStage<?> insertNew(Insert table) {
        return insert(table)
                .thenAccept(rows -> {
                    Set<Object> added = new HashSet<>();
                    rows.forEach(row -> added.add(table.key(row)));
                    plan.conditions(table)
                            .forEach((key, change) -> require(added.contains(key), change));
                });
    }

    private CompletionStage<List<Row>> insert(Insert table) {
        return table.statement().rows(session, plan.rows(table, before.size(), documents));
    }

    /** The numbers of a list must be in flight, each for its delivery. */
    private CompletionStage<?> eachChannel(Map<String, Map<Long, Line>> wanted, MultiRow find) {
        return eachOf(
                wanted.entrySet(),
                channel -> {
                    List<@Nullable Object[]> numbers =
                            channel.getValue().keySet().stream()
                                    .map(seq -> new @Nullable Object[] {seq})
                                    .toList();
                    return find.rows(session, numbers, plan.log(), channel.getKey())
                            .thenAccept(rows -> requireFound(channel.getValue(), rows));
                });
    }

    private static void requireFound(Map<Long, Line> wanted, List<Row> rows) {
        Map<Long, UUID> found = new HashMap<>();
        rows.forEach(row -> found.put(row.number(0), row.uuid(1)));
        for (Line line : wanted.values()) {
            require(line.delivery().equals(found.get(line.seq())), line.change());
        }
    }

    private CompletionStage<?> putInFlight() {
        return Insert.IN_FLIGHT.statement().rows(session, plan.inFlight());
    }

    private CompletionStage<?> openChannels() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (String channel : plan.channels()) {
            if (!knownChannels.contains(channel)) {
                ChannelState state = ChannelState.NEW;
                rows.add(
                        new @Nullable Object[] {
                            plan.log(), channel, state.nextSeq(), state.prev(), state.epoch()
                        });
            }
        }
        return GroupSql.NEW_CHANNELS.rows(session, rows);
    }

    /** Appends the leaves behind the head, and moves it. */
    private CompletionStage<Committed> append() {
        if (plan.entries().isEmpty()) {
            return CompletableFuture.completedFuture(new Committed(before.size(), before));
        }
        Growth growth = before.grow(plan.entries().stream().map(Merkle::leafHash).toList());
        RightEdge after = growth.after();
        List<@Nullable Object[]> entries = new ArrayList<>();
        long index = before.size();
        for (byte[] entry : plan.entries()) {
            entries.add(new @Nullable Object[] {plan.log(), index++, entry});
        }
        List<@Nullable Object[]> tiles = new ArrayList<>();
        for (Growth.Completed hash : growth.completed()) {
            tiles.add(
                    new @Nullable Object[] {
                        plan.log(), (short) hash.level(), hash.index(), hash.hash()
                    });
        }
        return Insert.ENTRY
                .statement()
                .rows(session, entries)
                .thenCompose(_ -> Insert.TILE.statement().rows(session, tiles))
                .thenCompose(_ ->
                        session.change(
                                GroupSql.MOVE_HEAD,
                                plan.log(),
                                after.size(),
                                after.bytes(),
                                before.size()))
                .thenApply(moved -> {
                    if (moved != 1) {
                        throw new IllegalStateException("The head moved under its lock.");
                    }
                    return new Committed(before.size(), after);
                });
    }

    private static void require(boolean holds, int change) {
        if (!holds) {
            throw new LostCondition(change);
        }
    }

    private interface Step<T> {
        CompletionStage<?> of(T one);
    }

    /** One after the other. */
    private static <T> CompletionStage<?> eachOf(Iterable<T> all, Step<T> step) {
        CompletionStage<?> done = CompletableFuture.completedFuture(null);
        for (T one : all) {
            done = done.thenCompose(_ -> step.of(one));
        }
        return done;
    }
}
