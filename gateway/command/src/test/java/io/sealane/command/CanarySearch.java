package io.sealane.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sealane.core.document.CanaryValues;

import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Looks for thousands of words in bytes at once: as they are, and in what is base64, hexadecimal,
 * escaped or compressed in them, however deep.
 */
final class CanarySearch {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9_+/-]{10,}");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){8,}");
    private static final Pattern ESCAPED = Pattern.compile("\\\\u00([0-7][0-9a-fA-F])");
    private static final int DEEPEST = 5;
    private static final int MOST_COMPRESSED = 1 << 18;
    private static final int MOST_INFLATED = 4 << 20;

    /** The second byte of a zlib stream, by level. */
    private static final String ZLIB = "\u0001^\u009c\u00da";

    private static final String GZIP = "\u001f\u008b\b";
    private static final int GZIP_HEADER = 10;

    private final Set<String> words = new HashSet<>();
    private final BitSet beginnings = new BitSet(1 << 16);
    private final int[] lengths;

    CanarySearch(Collection<String> words) {
        var lengths = new TreeSet<Integer>();
        for (String word : words) {
            this.words.add(word);
            beginnings.set(pair(word, 0));
            lengths.add(word.length());
        }
        this.lengths = lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int pair(String text, int at) {
        return (text.charAt(at) & 0xff) << 8 | (text.charAt(at + 1) & 0xff);
    }

    /** The words in a text or in bytes, whatever form they have there. */
    Set<String> in(String text) {
        var found = new TreeSet<String>();
        search(text, DEEPEST, found);
        return found;
    }

    Set<String> in(byte[] bytes) {
        return in(new String(bytes, ISO_8859_1));
    }

    private void search(String text, int deep, Set<String> found) {
        plain(text, found);
        if (deep == 0) {
            return;
        }
        encoded(text, deep, found);
        if (text.contains("\\u00")) {
            Matcher escaped = ESCAPED.matcher(text);
            search(
                    escaped.replaceAll(one ->
                            Matcher.quoteReplacement(
                                    Character.toString(Integer.parseInt(one.group(1), 16)))),
                    deep - 1,
                    found);
        }
        compressed(text, deep, found);
    }

    private void plain(String text, Set<String> found) {
        for (int at = 0; at + 1 < text.length(); at++) {
            if (!beginnings.get(pair(text, at))) {
                continue;
            }
            for (int length : lengths) {
                if (at + length > text.length()) {
                    break;
                }
                String part = text.substring(at, at + length);
                if (words.contains(part)
                        && (!CanaryValues.standsAlone(part) || isAlone(text, at, at + length))) {
                    found.add(part);
                }
            }
        }
    }

    /** Whether it is not just a piece of something longer. */
    private static boolean isAlone(String text, int start, int end) {
        return (start == 0 || !isPart(text.charAt(start - 1)))
                && (end == text.length() || !isPart(text.charAt(end)));
    }

    private static boolean isPart(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    /** A word may begin at each of the four letters of a group, if something stands before it. */
    private void encoded(String text, int deep, Set<String> found) {
        Matcher base64 = BASE64.matcher(text);
        while (base64.find()) {
            String run = base64.group().replace('+', '-').replace('/', '_');
            for (int skip = 0; skip < 4; skip++) {
                int length = run.length() - skip;
                // A last letter too many is no whole byte.
                String whole = run.substring(skip, run.length() - (length % 4 == 1 ? 1 : 0));
                search(
                        new String(Base64.getUrlDecoder().decode(whole), ISO_8859_1),
                        skip == 0 ? deep - 1 : 0,
                        found);
            }
        }
        Matcher hex = HEX.matcher(text);
        while (hex.find()) {
            byte[] bytes = HexFormat.of().parseHex(hex.group());
            search(new String(bytes, ISO_8859_1), deep - 1, found);
        }
    }

    /** zlib and gzip by how they begin; DEFLATE alone where a blob begins, or behind a length. */
    private void compressed(String text, int deep, Set<String> found) {
        for (int at = 0; deep == DEEPEST && at < Math.min(4, text.length()); at++) {
            inflate(text, at, true, deep, found);
        }
        for (int at = text.indexOf('x'); at >= 0; at = text.indexOf('x', at + 1)) {
            if (at + 1 < text.length() && ZLIB.indexOf(text.charAt(at + 1)) >= 0) {
                inflate(text, at, false, deep, found);
            }
        }
        for (int at = text.indexOf(GZIP); at >= 0; at = text.indexOf(GZIP, at + 1)) {
            inflate(text, at + GZIP_HEADER, true, deep, found);
        }
    }

    private void inflate(String text, int at, boolean bare, int deep, Set<String> found) {
        try (var inflater = new Inflater(bare)) {
            int end = Math.min(text.length(), at + MOST_COMPRESSED);
            inflater.setInput(text.substring(Math.min(at, end), end).getBytes(ISO_8859_1));
            byte[] plain = new byte[1024];
            int length = 0;
            int more = inflater.inflate(plain);
            while (more > 0 && length < MOST_INFLATED) {
                length += more;
                plain = length == plain.length ? Arrays.copyOf(plain, 4 * length) : plain;
                more = inflater.inflate(plain, length, plain.length - length);
            }
            search(new String(plain, 0, length, ISO_8859_1), deep - 1, found);
        } catch (DataFormatException notCompressed) {
            // Something else that looks like it.
        }
    }
}
