package io.sealane.node.store;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * A statement about a list of rows. It is issued for 64, 32, 16 ... 1 of them at once, so that a
 * handful of prepared statements serves lists of every length.
 */
final class MultiRow {
    private static final int SIZES = 7;

    private final int columns;
    private final int leading;
    private final List<String> texts;

    private MultiRow(int columns, int leading, List<String> texts) {
        this.columns = columns;
        this.leading = leading;
        this.texts = texts;
    }

    /**
     * {@code insert into table (columns) values ($1,$2),($3,$4)... after}.
     *
     * @param columns their names, separated by commas
     * @param after e.g. {@code on conflict do nothing returning tag}
     */
    static MultiRow insert(String table, String columns, String after) {
        int count = columns.split(",", -1).length;
        String before = "insert into " + table + " (" + columns + ") values ";
        return new MultiRow(
                count,
                0,
                IntStream.range(0, SIZES)
                        .mapToObj(size -> before + tuples(1 << size, count) + " " + after)
                        .toList());
    }

    static MultiRow insert(String table, String columns) {
        return insert(table, columns, "");
    }

    /**
     * {@code before ($3,$4...) after}: the rows whose key is in a list.
     *
     * @param leading how many parameters stand in {@code before}
     */
    static MultiRow in(String before, int leading, String after) {
        return new MultiRow(
                1,
                leading,
                IntStream.range(0, SIZES)
                        .mapToObj(size -> before + tuple(leading, 1 << size) + " " + after)
                        .toList());
    }

    private static String tuples(int rows, int columns) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            text.append(row > 0 ? "," : "").append(tuple(row * columns, columns));
        }
        return text.toString();
    }

    private static String tuple(int before, int count) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 1; i <= count; i++) {
            text.append(i > 1 ? ",$" : "$").append(before + i);
        }
        return text.append(')').toString();
    }

    /** Issues it for all rows, and answers with the rows that it returns. */
    CompletionStage<List<Row>> rows(
            Session session, List<@Nullable Object[]> rows, @Nullable Object... first) {
        return rest(session, rows, first, 0, new ArrayList<>());
    }

    private CompletionStage<List<Row>> rest(
            Session session,
            List<@Nullable Object[]> rows,
            @Nullable Object[] first,
            int from,
            List<Row> returned) {
        int left = rows.size() - from;
        if (left == 0) {
            return CompletableFuture.completedFuture(returned);
        }
        int size = Math.min(SIZES - 1, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(left));
        int count = 1 << size;
        @Nullable Object[] parameters = new @Nullable Object[leading + count * columns];
        System.arraycopy(first, 0, parameters, 0, leading);
        for (int row = 0; row < count; row++) {
            System.arraycopy(rows.get(from + row), 0, parameters, leading + row * columns, columns);
        }
        return session.rows(texts.get(size), parameters)
                .thenCompose(more -> {
                    returned.addAll(more);
                    return rest(session, rows, first, from + count, returned);
                });
    }
}
