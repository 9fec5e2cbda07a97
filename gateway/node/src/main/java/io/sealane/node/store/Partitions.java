package io.sealane.node.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes partitions before anything falls into them: at the start, once a day, and when the log
 * comes to the middle of the last one.
 */
public final class Partitions {
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

    /** Leaves in a partition of the log: somewhat more than a gigabyte of entries. */
    static final long LEAVES = 1L << 24;

    private static final int MONTHS_AHEAD = 3;

    /** Rows to 8 KB stay in the table itself: no second table to write to and to look into. */
    private static final String WIDE = " with (toast_tuple_target = 8160)";

    private static final List<String> BY_INDEX = List.of("log_entry", "log_opening");
    private static final List<String> BY_ID =
            List.of("document", "presentation", "replacement", "cancellation", "receipt");
    private static final List<String> BY_TIME = List.of("reference", "attempt", "inbox", "refusal");
    private static final List<String> WIDE_TABLES =
            List.of("document", "presentation", "receipt", "inbox", "refusal", "log_opening");

    private static final String THERE =
            "select relname::text from pg_class"
                    + " where relispartition and relnamespace = 'public'::regnamespace";

    private final Database database;

    /** Leaves below this have their partition. */
    private volatile long covered;

    /** The size of the largest log, as far as this process knows. */
    private final AtomicLong size = new AtomicLong();

    public Partitions(Database database) {
        this.database = database;
    }

    /** Makes what the months ahead and the log's growth need, if it is not there yet. */
    public void extend(Instant now) {
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        Set<String> there = new HashSet<>();
        database.statement(session -> session.rows(THERE)).forEach(row -> there.add(row.text(0)));
        List<Partition> wanted = new ArrayList<>();
        BY_ID.forEach(table -> wanted.add(otherwise(table)));
        BY_TIME.forEach(table -> wanted.add(otherwise(table)));
        // The month before too: clocks differ.
        for (int ahead = -1; ahead <= MONTHS_AHEAD; ahead++) {
            YearMonth one = month.plusMonths(ahead);
            YearMonth next = one.plusMonths(1);
            BY_ID.forEach(table -> wanted.add(range(table, suffix(one), id(one), id(next))));
            BY_TIME.forEach(table -> wanted.add(range(table, suffix(one), time(one), time(next))));
        }
        make(wanted.stream().filter(one -> !there.contains(one.name())).toList());
        grown(largestHead());
        cover(0);
    }

    /** A log has grown to this size. */
    void grown(long newSize) {
        size.accumulateAndGet(newSize, Math::max);
    }

    /** Makes the partitions that so many more leaves need, and one ahead. */
    void cover(long leaves) {
        long needed = size.get() + leaves;
        if (needed + LEAVES / 2 < covered) {
            return;
        }
        long last = needed / LEAVES + 1;
        List<Partition> wanted = new ArrayList<>();
        for (long part = size.get() / LEAVES; part <= last; part++) {
            String from = Long.toString(part * LEAVES);
            String to = Long.toString((part + 1) * LEAVES);
            String suffix = Long.toString(part);
            BY_INDEX.forEach(table -> wanted.add(range(table, suffix, from, to)));
        }
        make(wanted);
        covered = (last + 1) * LEAVES;
    }

    private long largestHead() {
        return database.statement(
                        session -> session.rows("select coalesce(max(size), 0) from log_head"))
                .getFirst()
                .number(0);
    }

    private record Partition(String table, String name, String statement) {}

    private static Partition otherwise(String table) {
        return partition(table, "other", "default");
    }

    private static Partition range(String table, String suffix, String from, String to) {
        return partition(table, suffix, "for values from ('" + from + "') to ('" + to + "')");
    }

    private static Partition partition(String table, String suffix, String bounds) {
        String name = table + "_" + suffix;
        return new Partition(
                table,
                name,
                "create table if not exists %s partition of %s %s%s"
                        .formatted(name, table, bounds, storage(table)));
    }

    private static String storage(String table) {
        return WIDE_TABLES.contains(table) ? WIDE : "";
    }

    private static String suffix(YearMonth month) {
        return month.toString().replace('-', '_');
    }

    private static String time(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    }

    // SPEC: RFC 9562 5.7: a UUIDv7 begins with 48 bits of milliseconds since 1970.
    private static String id(YearMonth month) {
        long millis = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        return new UUID(millis << 16, 0).toString();
    }

    /** A table at a time: who locks several at once may be in the way of what writes into them. */
    private void make(List<Partition> wanted) {
        wanted.stream().collect(groupingBy(Partition::table)).values().forEach(this::makeOfTable);
    }

    private void makeOfTable(List<Partition> wanted) {
        try {
            run(wanted.stream().map(Partition::statement).collect(joining(";")));
        } catch (IllegalStateException e) {
            if (!isInTheWay(e)) {
                throw e;
            }
            // Rows of a range were put into the default partition, by a clock that ran ahead. They
            // are found there as well; that range stays without a partition of its own.
            if (wanted.size() == 1) {
                LOG.warn(
                        "not made, since rows of its range are elsewhere: {}",
                        wanted.getFirst().name());
            } else {
                wanted.forEach(one -> makeOfTable(List.of(one)));
            }
        }
    }

    /** Processes that start together wait for one another. */
    private void run(String statements) {
        database.transaction(session ->
                session.rows("select pg_advisory_xact_lock(hashtext('sealane'))")
                        .thenCompose(_ -> session.run(statements)));
    }

    private static boolean isInTheWay(IllegalStateException failure) {
        Throwable cause = failure.getCause();
        return cause != null && "23514".equals(Failures.sqlState(cause));
    }
}
