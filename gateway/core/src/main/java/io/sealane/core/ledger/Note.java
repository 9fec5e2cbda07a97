package io.sealane.core.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * A signed note: text and the signature lines under it. Nothing of it is to be believed before
 * {@link #verify}.
 *
 * @param text ends in a newline
 * @param lines one or more, as they came
 */
public record Note(String text, List<Line> lines) {
    /** Far above 100 lines of the largest signature. */
    static final int MAX_BYTES = 1 << 20;

    // SPEC: C2SP signed-note, Format: at least 16 signatures must be accepted, a limit is advised.
    static final int MAX_LINES = 100;

    /** The em dash and space that begin a signature line. */
    private static final String LINE_START = "\u2014 ";

    public Note {
        lines = List.copyOf(lines);
    }

    /** One signature line. The name and id say which key is claimed. */
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the bytes
    public record Line(String name, int id, byte[] signature) {
        /** The line with its newline. */
        public String text() {
            ByteBuffer bytes = ByteBuffer.allocate(4 + signature.length).putInt(id).put(signature);
            return LINE_START + name + " " + StandardBase64.encode(bytes.array()) + "\n";
        }

        boolean isOf(NoteVerifier key) {
            return name.equals(key.name()) && id == key.id();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Line that
                    && name.equals(that.name)
                    && id == that.id
                    && Arrays.equals(signature, that.signature);
        }

        @Override
        public int hashCode() {
            return 31 * id + Arrays.hashCode(signature);
        }
    }

    /**
     * A signature that verified.
     *
     * @param timeSeconds what a timed signature states, since 1970; 0 for the others
     */
    public record Verified(NoteVerifier key, long timeSeconds) {}

    /**
     * Reads a note without verifying it.
     *
     * @throws Refusal MALFORMED_NOTE, NOT_CANONICAL, TOO_LARGE
     */
    public static Note parse(byte[] utf8) throws Refusal {
        if (utf8.length > MAX_BYTES) {
            throw new Refusal(Code.TOO_LARGE, "A signed note holds at most 1 MiB.");
        }
        String all = decode(utf8);
        // SPEC: C2SP signed-note, Format: no ASCII control characters other than newline.
        if (all.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw malformed("A note holds no control character but the newline.");
        }
        // SPEC: C2SP signed-note, Format: the last empty line parts the text from the signatures.
        int split = all.lastIndexOf("\n\n");
        if (split < 0 || !all.endsWith("\n") || split + 2 == all.length()) {
            throw malformed("A note is text, an empty line and at least one signature line.");
        }
        String[] signatures = all.substring(split + 2, all.length() - 1).split("\n", -1);
        if (signatures.length > MAX_LINES) {
            throw new Refusal(Code.TOO_LARGE, "A signed note holds at most 100 signatures.");
        }
        List<Line> lines = new ArrayList<>(signatures.length);
        for (String signature : signatures) {
            lines.add(line(signature));
        }
        return new Note(all.substring(0, split + 1), lines);
    }

    /** Signs a text. */
    public static Note sign(String text, long timeSeconds, List<NoteSigner> signers) {
        checkText(text);
        return new Note(
                text, signers.stream().map(signer -> signer.sign(text, timeSeconds)).toList());
    }

    /** This note with one more signature. */
    public Note with(NoteSigner signer, long timeSeconds) {
        return with(List.of(signer.sign(text, timeSeconds)));
    }

    /** This note with more lines, such as a witness's answer. */
    public Note with(List<Line> more) {
        List<Line> all = new ArrayList<>(lines);
        all.addAll(more);
        return new Note(text, all);
    }

    /**
     * Reads signature lines that stand alone, such as a witness's answer.
     *
     * @throws Refusal MALFORMED_NOTE, NOT_CANONICAL, TOO_LARGE
     */
    public static List<Line> parseLines(byte[] utf8) throws Refusal {
        ByteBuffer bytes = ByteBuffer.allocate(2 + utf8.length).put((byte) '\n').put((byte) '\n');
        Note note = parse(bytes.put(utf8).array());
        if (!note.text().equals("\n")) {
            throw malformed("There is more than signature lines.");
        }
        return note.lines();
    }

    /**
     * Verifies every line of a known key and ignores the others.
     *
     * @return the signatures that verified, in the order of their lines: never empty
     * @throws Refusal BAD_SIGNATURE if a line of a known key does not verify; UNKNOWN_KEY if no
     *     line is of a known key
     */
    // SPEC: C2SP signed-note, Signatures.
    public List<Verified> verify(Collection<NoteVerifier> known) throws Refusal {
        List<Verified> verified = new ArrayList<>();
        for (Line line : lines) {
            for (NoteVerifier key : new LinkedHashSet<>(known)) {
                if (!line.isOf(key)) {
                    continue;
                }
                if (!key.verifies(text, line.signature())) {
                    throw new Refusal(
                            Code.BAD_SIGNATURE, "The signature of " + key + " does not verify.");
                }
                long time = key.type().isTimed() ? ByteBuffer.wrap(line.signature).getLong() : 0;
                verified.add(new Verified(key, time));
            }
        }
        if (verified.isEmpty()) {
            throw new Refusal(Code.UNKNOWN_KEY, "The note has no signature of a known key.");
        }
        return List.copyOf(verified);
    }

    /** The whole note. */
    public String format() {
        StringBuilder note = new StringBuilder(text).append('\n');
        lines.forEach(line -> note.append(line.text()));
        return note.toString();
    }

    public byte[] bytes() {
        return format().getBytes(UTF_8);
    }

    private static Line line(String text) throws Refusal {
        int space = text.indexOf(' ', LINE_START.length());
        if (!text.startsWith(LINE_START) || space < 0) {
            throw malformed("A signature line is an em dash, a key name and base64.");
        }
        String name = text.substring(LINE_START.length(), space);
        if (!NoteVerifier.isKeyName(name)) {
            throw malformed("A signature line names no key.");
        }
        byte[] signature = StandardBase64.decode(text.substring(space + 1));
        if (signature.length < 5) {
            throw malformed("A signature line holds no signature.");
        }
        return new Line(
                name,
                ByteBuffer.wrap(signature).getInt(),
                Arrays.copyOfRange(signature, 4, signature.length));
    }

    private static void checkText(String text) {
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw new IllegalArgumentException(
                    "A note's text ends in a newline and holds no other control character.");
        }
    }

    static String decode(byte[] utf8) throws Refusal {
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("A note is valid UTF-8.");
        }
    }

    private static Refusal malformed(String detail) {
        return new Refusal(Code.MALFORMED_NOTE, detail);
    }
}
