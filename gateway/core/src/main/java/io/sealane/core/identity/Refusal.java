package io.sealane.core.identity;

import org.jspecify.annotations.Nullable;

/**
 * The other side's fault: expected, final, with a code of a closed list. It is the one checked
 * exception of the core: steps throw it, a path catches it once.
 *
 * <p>The detail says what, where and what to do. It never holds the value of a document's field, a
 * key or a token, since it travels into answers, logs and partners' databases.
 */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final @Nullable String pointer;
    private final @Nullable Long expected;

    public Refusal(Code code, String detail) {
        this(code, detail, null);
    }

    /**
     * @param pointer the JSON Pointer (RFC 6901) of what is wrong
     */
    public Refusal(Code code, String detail, @Nullable String pointer) {
        this(code, detail, pointer, null);
    }

    /**
     * @param expected the number or size with which to come back, where that is the trouble
     */
    public Refusal(Code code, String detail, @Nullable String pointer, @Nullable Long expected) {
        // A refusal is an answer, not an accident: no stack trace.
        super(detail, null, false, false);
        this.code = code;
        this.pointer = pointer;
        this.expected = expected;
    }

    /** The same, as the reader of an outer form calls it: broken JSON in a token is a bad token. */
    public Refusal as(Code outer) {
        return new Refusal(outer, detail(), pointer);
    }

    /** The same, with the place in the request that it is about. */
    public Refusal at(String place) {
        return new Refusal(code, detail(), place, expected);
    }

    public Code code() {
        return code;
    }

    public String detail() {
        return java.util.Objects.requireNonNull(getMessage());
    }

    public @Nullable String pointer() {
        return pointer;
    }

    /** The next number of a channel, or the size of the checkpoint that is kept here. */
    public @Nullable Long expected() {
        return expected;
    }
}
