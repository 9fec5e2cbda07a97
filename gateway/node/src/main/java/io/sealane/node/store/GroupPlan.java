package io.sealane.node.store;

import io.sealane.core.exchange.Change.Settled;
import io.sealane.core.exchange.ChannelName;
import io.sealane.node.store.AtRest.Sealed;
import io.sealane.node.store.Erasures.Erasure;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What one transaction will do for a group: rows to add and to take away, and under which
 * conditions. Made before the transaction, with everything encrypted, so that the head is held only
 * while the database works.
 */
final class GroupPlan {
    /** Stands in a row for the position of a leaf, which only the transaction knows. */
    record LeafAt(int offset) {}

    /** Stands in a row for the document of a pending delivery, which only the database knows. */
    record DocumentOf(UUID delivery) {}

    /** Numbers that are taken in a channel, in the order of the changes. */
    record Numbering(
            int change,
            String channel,
            boolean outgoing,
            long epoch,
            long first,
            long next,
            byte[] prev) {}

    /** One number of a channel that starts here, and the change that speaks of it. */
    record Line(int change, long seq, UUID delivery) {}

    /**
     * Numbers of a channel that were bound under an agreement, and the change that takes them.
     *
     * @param outgoing whether this node gives them
     */
    record Bond(int change, byte[] agreement, String channel, boolean outgoing, long lastSeq) {}

    /**
     * An agreement that comes into another state.
     *
     * @param content what is kept of it
     */
    record Settlement(int change, Settled settled, LeafAt leaf, Sealed content) {}

    private final int log;
    private final Map<Insert, List<@Nullable Object[]>> inserts = new EnumMap<>(Insert.class);
    private final Map<Insert, Map<Object, Integer>> conditions = new EnumMap<>(Insert.class);
    private final List<Numbering> numberings = new ArrayList<>();
    private final Map<UUID, Integer> noLongerPending = new LinkedHashMap<>();
    private final Map<String, Map<Long, Line>> sent = new HashMap<>();
    private final Map<String, Map<Long, Line>> receipted = new LinkedHashMap<>();
    private final Map<String, Map<Long, Line>> voided = new LinkedHashMap<>();
    private final Set<String> channels = new LinkedHashSet<>();
    private final List<Bond> bonds = new ArrayList<>();
    private final List<Settlement> settlements = new ArrayList<>();
    private final List<Erasure> erasures = new ArrayList<>();
    private final List<byte[]> entries = new ArrayList<>();

    GroupPlan(int log) {
        this.log = log;
    }

    int log() {
        return log;
    }

    /** A row to add, without the log's number, which every row begins with. */
    void add(Insert table, @Nullable Object... values) {
        @Nullable Object[] row = new @Nullable Object[values.length + 1];
        row[0] = log;
        System.arraycopy(values, 0, row, 1, values.length);
        inserts.computeIfAbsent(table, _ -> new ArrayList<>()).add(row);
    }

    /**
     * A row that must be new.
     *
     * @param key as {@link Insert#key} reads it from the answer
     */
    void addNew(int change, Insert table, Object key, @Nullable Object... values) {
        once(conditions.computeIfAbsent(table, _ -> new LinkedHashMap<>()), key, change);
        add(table, values);
    }

    /** A number under an agreement. Condition: the agreement carries it. */
    void bind(int change, byte[] agreement, String channel, boolean outgoing, long seq) {
        if (!bonds.isEmpty()) {
            Bond before = bonds.getLast();
            if (before.change() == change && Arrays.equals(before.agreement(), agreement)) {
                bonds.removeLast();
            }
        }
        bonds.add(new Bond(change, agreement, channel, outgoing, seq));
    }

    List<Bond> bonds() {
        return bonds;
    }

    void settle(Settlement settlement) {
        settlements.add(settlement);
    }

    List<Settlement> settlements() {
        return settlements;
    }

    void erase(Erasure erasure) {
        erasures.add(erasure);
    }

    List<Erasure> erasures() {
        return erasures;
    }

    /** A channel that something is pending for must have a row. */
    void startsAt(String channel) {
        channels.add(channel);
    }

    Set<String> channels() {
        return channels;
    }

    /** A leaf to append; its position is that of the group plus what this returns. */
    LeafAt append(byte[] entry) {
        entries.add(entry);
        return new LeafAt(entries.size() - 1);
    }

    void number(Numbering numbering) {
        numberings.add(numbering);
    }

    /** A delivery takes its number, or never will. Condition: it is pending. */
    void takeFromPending(int change, UUID delivery) {
        once(noLongerPending, delivery, change);
    }

    void putInFlight(ChannelName channel, Line line) {
        sent.computeIfAbsent(channel.toString(), _ -> new LinkedHashMap<>()).put(line.seq(), line);
    }

    /** A number has its receipt. Condition: it is in flight, be it through this very group. */
    void takeFromFlight(ChannelName channel, Line line) {
        Map<Long, Line> here = sent.get(channel.toString());
        if (here == null || here.remove(line.seq()) == null) {
            once(
                    receipted.computeIfAbsent(channel.toString(), _ -> new LinkedHashMap<>()),
                    line.seq(),
                    line);
        }
    }

    /** A number gets a void. Condition: it is in flight. */
    void replace(ChannelName channel, Line line) {
        once(
                voided.computeIfAbsent(channel.toString(), _ -> new LinkedHashMap<>()),
                line.seq(),
                line);
    }

    /** Two changes of one group that exclude one another: the later one has lost. */
    private static <K> void once(Map<K, Integer> map, K key, int change) {
        if (map.putIfAbsent(key, change) != null) {
            throw new LostCondition(change);
        }
    }

    private static void once(Map<Long, Line> map, Long seq, Line line) {
        if (map.putIfAbsent(seq, line) != null) {
            throw new LostCondition(line.change());
        }
    }

    List<byte[]> entries() {
        return entries;
    }

    List<Numbering> numberings() {
        return numberings;
    }

    Map<UUID, Integer> noLongerPending() {
        return noLongerPending;
    }

    Map<String, Map<Long, Line>> receipted() {
        return receipted;
    }

    Map<String, Map<Long, Line>> voided() {
        return voided;
    }

    /** Keys that must be new, and the change that wants them. */
    Map<Object, Integer> conditions(Insert table) {
        return conditions.getOrDefault(table, Map.of());
    }

    /** Rows that went in flight and did not come back within the group. */
    List<@Nullable Object[]> inFlight() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        sent.forEach((channel, lines) ->
                lines.values()
                        .forEach(line ->
                                rows.add(
                                        new @Nullable Object[] {
                                            log, channel, line.seq(), line.delivery()
                                        })));
        return rows;
    }

    /**
     * The rows of a table, with what is known now.
     *
     * @param firstIndex position of the group's first leaf
     * @param documents of the deliveries that were pending
     */
    List<@Nullable Object[]> rows(Insert table, long firstIndex, Map<UUID, UUID> documents) {
        List<@Nullable Object[]> rows = inserts.getOrDefault(table, List.of());
        for (@Nullable Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] =
                        switch (row[i]) {
                            case LeafAt leaf -> firstIndex + leaf.offset();
                            case DocumentOf delivery -> documents.get(delivery.delivery());
                            case null -> null;
                            case Object known -> known;
                        };
            }
        }
        return rows;
    }
}
