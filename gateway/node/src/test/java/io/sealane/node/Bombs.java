package io.sealane.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Bodies that are small to send and would be large to take. */
final class Bombs {
    static final int MILLION = 1_000_000;

    private Bombs() {}

    /** An object of so many members, each with a name of its own. */
    static String members(int count) {
        var text = new StringBuilder(12 * count).append("{\"-\":0");
        for (int i = 0; i < count; i++) {
            text.append(",\"").append(Integer.toString(i, Character.MAX_RADIX)).append("\":0");
        }
        return text.append('}').toString();
    }

    /** An object of 2 to the power of {@code bits} members whose names all have one hash code. */
    static String collisions(int bits) {
        List<String> names = List.of("");
        for (int i = 0; i < bits; i++) {
            var longer = new ArrayList<String>();
            for (String name : names) {
                // "Aa".hashCode() == "BB".hashCode(): so it is of all that is made of them.
                longer.add(name + "Aa");
                longer.add(name + "BB");
            }
            names = longer;
        }
        if (names.stream().mapToInt(String::hashCode).distinct().count() != 1) {
            throw new AssertionError("they do not collide");
        }
        return "{\"" + String.join("\":0,\"", names) + "\":0}";
    }

    /** So many bytes of blanks, which become some thousand times fewer. */
    static byte[] gzip(int bytes) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            for (int written = 0; written < bytes; written += blanks.length) {
                zip.write(blanks);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        if (out.size() * 500L > bytes) {
            throw new AssertionError("that is no bomb");
        }
        return out.toByteArray();
    }

    /** So many bytes, of which none is in memory before it is read, nor after. */
    static InputStream blanks(long bytes) {
        return new InputStream() {
            private long left = bytes;

            @Override
            public int read() {
                return left-- > 0 ? ' ' : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                if (left <= 0) {
                    return -1;
                }
                int some = (int) Math.min(left, length);
                Arrays.fill(into, from, from + some, (byte) ' ');
                left -= some;
                return some;
            }
        };
    }
}
