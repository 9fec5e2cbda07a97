package io.sealane.edifact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Map;

/**
 * An interchange's bytes in UTF-8, whatever character set its UNB names. A byte that is none of
 * that set becomes U+FFFD, by which its segment is known. A segment that does not end is refused,
 * so that reading takes little memory.
 */
final class Decoded extends InputStream {
    /** Characters of a segment: ten times what any directory allows. */
    static final int LONGEST_SEGMENT = 64 * 1024;

    private static final int CHUNK = 4096;
    private static final int HEAD = 64;

    // SPEC: ISO 9735-1 annex A: the repertoires of syntax identifiers.
    private static final Map<String, Charset> SETS =
            Map.ofEntries(
                    Map.entry("UNOA", US_ASCII),
                    Map.entry("UNOB", US_ASCII),
                    Map.entry("UNOC", ISO_8859_1),
                    Map.entry("UNOD", Charset.forName("ISO-8859-2")),
                    Map.entry("UNOE", Charset.forName("ISO-8859-5")),
                    Map.entry("UNOF", Charset.forName("ISO-8859-7")),
                    Map.entry("UNOG", Charset.forName("ISO-8859-3")),
                    Map.entry("UNOH", Charset.forName("ISO-8859-4")),
                    Map.entry("UNOI", Charset.forName("ISO-8859-6")),
                    Map.entry("UNOJ", Charset.forName("ISO-8859-8")),
                    Map.entry("UNOK", Charset.forName("ISO-8859-9")),
                    Map.entry("UNOW", UTF_8),
                    Map.entry("UNOY", UTF_8));

    private final Reader characters;
    private final char end;
    private final char release;
    private final char[] chunk = new char[CHUNK];
    private byte[] bytes = new byte[0];
    private int next;
    private int inSegment;
    private boolean released;

    private Decoded(Reader characters, char end, char release) {
        this.characters = characters;
        this.end = end;
        this.release = release;
    }

    static Decoded of(InputStream raw) throws IOException {
        var input = new BufferedInputStream(raw);
        input.mark(3 * HEAD);
        if (!(input.read() == 0xEF && input.read() == 0xBB && input.read() == 0xBF)) {
            input.reset();
        }
        input.mark(3 * HEAD);
        String head = new String(input.readNBytes(HEAD), ISO_8859_1);
        input.reset();
        boolean advised = head.startsWith("UNA") && head.length() >= 9;
        char end = advised ? head.charAt(8) : '\'';
        char release = advised ? head.charAt(6) : '?';
        Charset set = SETS.getOrDefault(syntax(head), US_ASCII);
        var decoder =
                set.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith("\uFFFD");
        return new Decoded(new InputStreamReader(input, decoder), end, release);
    }

    private static String syntax(String head) {
        int unb = head.indexOf("UNB");
        return unb < 0 || unb + 8 > head.length() ? "" : head.substring(unb + 4, unb + 8);
    }

    @Override
    public int read() throws IOException {
        return next < bytes.length || refill() ? bytes[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == bytes.length && !refill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - next);
        System.arraycopy(bytes, next, into, offset, count);
        next += count;
        return count;
    }

    private boolean refill() throws IOException {
        int length = characters.read(chunk, 0, CHUNK - 1);
        if (length < 0) {
            return false;
        }
        if (length > 0 && Character.isHighSurrogate(chunk[length - 1])) {
            int low = characters.read();
            if (low >= 0) {
                chunk[length++] = (char) low;
            }
        }
        for (int i = 0; i < length; i++) {
            count(chunk[i]);
        }
        bytes = new String(chunk, 0, length).getBytes(UTF_8);
        next = 0;
        return true;
    }

    private void count(char c) throws SegmentTooLong {
        if (c == end && !released) {
            inSegment = 0;
        } else if (++inSegment > LONGEST_SEGMENT) {
            throw new SegmentTooLong();
        }
        released = c == release && release != ' ' && !released;
    }

    @Override
    public void close() throws IOException {
        characters.close();
    }

    /** A segment is longer than any can be: the separators are not what UNA says. */
    static final class SegmentTooLong extends IOException {
        private static final long serialVersionUID = 1L;

        SegmentTooLong() {
            super("no segment ends within " + LONGEST_SEGMENT + " characters");
        }
    }
}
