package io.sealane.edifact;

/**
 * One line of the report about a file. It holds tags, positions and codes, never a text of the
 * interchange.
 *
 * @param code e.g. {@code left-out}, {@code truncated}; README.md lists them
 * @param message which message of the file, from 1; 0 outside of messages
 * @param segment which segment of the file, UNA included, from 1; 0 if there is none
 * @param tag of that segment; may be empty
 */
public record Finding(Kind kind, String code, int message, int segment, String tag, String detail) {

    /** What it means for the file. */
    public enum Kind {
        /** An event, a message or all of the interchange does not become a document. */
        FAULT,
        /** This part of what becomes a document has no place in it. */
        LEFT_OUT,
        /** It was read, and is doubtful. */
        WARNING
    }

    @Override
    public String toString() {
        String where = segment == 0 ? "" : " at segment " + segment + (" " + tag).stripTrailing();
        String which = message == 0 ? "" : ", message " + message;
        return code + where + which + ": " + detail;
    }
}
