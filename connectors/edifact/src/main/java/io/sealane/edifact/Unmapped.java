package io.sealane.edifact;

/** An event of a message cannot become a document: why, and where. */
final class Unmapped extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Segment segment;

    Unmapped(String code, Segment segment, String detail) {
        // An answer, not an accident: no stack trace.
        super(detail, null, false, false);
        this.code = code;
        this.segment = segment;
    }

    Finding toFinding(int message) {
        return new Finding(
                Finding.Kind.FAULT,
                code,
                message,
                segment.position(),
                segment.tag(),
                java.util.Objects.requireNonNull(getMessage()));
    }
}
