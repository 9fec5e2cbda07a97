package io.sealane.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows of text under a heading, drawn for a terminal. Long cells wrap at their blanks. */
final class Table {
    private static final int WIDEST_CELL = 44;

    // SPEC: ECMA-48 8.3.117 SGR: 9 crossed out, 29 not crossed out.
    private static final String STRIKE = "\u001b[9m";
    private static final String NO_STRIKE = "\u001b[29m";

    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();
    private final Set<Integer> struck = new HashSet<>();

    Table(String... heading) {
        this.heading = List.of(heading);
    }

    void row(Object... cells) {
        if (cells.length != heading.size()) {
            throw new IllegalArgumentException("a row has as many cells as the heading");
        }
        var row = new ArrayList<String>();
        for (Object cell : cells) {
            row.add(printable(cell.toString()));
        }
        rows.add(row);
    }

    /** A row that is struck through; for a terminal alone, since it takes control characters. */
    void struckRow(Object... cells) {
        struck.add(rows.size());
        row(cells);
    }

    void print(PrintWriter out) {
        int[] widths = widths();
        rule(out, widths, "┌", "┬", "┐");
        line(out, widths, heading, false);
        rule(out, widths, "├", "┼", "┤");
        for (int i = 0; i < rows.size(); i++) {
            line(out, widths, rows.get(i), struck.contains(i));
        }
        rule(out, widths, "└", "┴", "┘");
    }

    private int[] widths() {
        int[] widths = new int[heading.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = heading.get(i).length();
            for (List<String> row : rows) {
                for (String line : wrapped(row.get(i))) {
                    widths[i] = Math.max(widths[i], length(line));
                }
            }
        }
        return widths;
    }

    private static void line(PrintWriter out, int[] widths, List<String> cells, boolean isStruck) {
        List<List<String>> wrapped = cells.stream().map(Table::wrapped).toList();
        int height = wrapped.stream().mapToInt(List::size).max().orElse(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < widths.length; x++) {
                List<String> lines = wrapped.get(x);
                String text = y < lines.size() ? lines.get(y) : "";
                String shown = isStruck ? STRIKE + text + NO_STRIKE : text;
                out.print("│ " + shown + " ".repeat(widths[x] - length(text) + 1));
            }
            out.println("│");
        }
    }

    private static void rule(PrintWriter out, int[] widths, String left, String mid, String right) {
        for (int i = 0; i < widths.length; i++) {
            out.print((i == 0 ? left : mid) + "─".repeat(widths[i] + 2));
        }
        out.println(right);
    }

    /** The lines of a cell; a word that is longer than a cell stays whole. */
    private static List<String> wrapped(String cell) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : cell.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDEST_CELL) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Names and texts come from others: nothing in them that a terminal obeys. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
