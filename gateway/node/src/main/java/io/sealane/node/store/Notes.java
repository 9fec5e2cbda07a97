package io.sealane.node.store;

/**
 * The first two lines of a checkpoint that a path has verified: whose it is and how large its tree.
 */
final class Notes {
    private Notes() {}

    static String origin(String note) {
        return line(note, 0);
    }

    static long size(String note) {
        return Long.parseLong(line(note, 1));
    }

    private static String line(String note, int number) {
        int from = 0;
        for (int i = 0; i < number; i++) {
            from = note.indexOf('\n', from) + 1;
        }
        int end = note.indexOf('\n', from);
        if (end <= from || (number > 0 && from == 0)) {
            throw new IllegalArgumentException("Not a checkpoint.");
        }
        return note.substring(from, end);
    }
}
