package io.sealane.command.conformance;

/** A vector file is of a known form and a part of it cannot be read: the vector's own fault. */
final class MalformedVector extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedVector(String what) {
        super(what, null, false, false);
    }

    String what() {
        return java.util.Objects.requireNonNull(getMessage());
    }
}
