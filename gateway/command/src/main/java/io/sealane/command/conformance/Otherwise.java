package io.sealane.command.conformance;

/** Our code accepted a vector and read something else out of it than the vector says. */
final class Otherwise extends Exception {
    private static final long serialVersionUID = 1L;

    Otherwise(String what) {
        super(what, null, false, false);
    }

    String what() {
        return java.util.Objects.requireNonNull(getMessage());
    }

    /** Throws unless it holds. */
    static void unless(boolean holds, String what) throws Otherwise {
        if (!holds) {
            throw new Otherwise(what);
        }
    }
}
