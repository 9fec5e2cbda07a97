package io.sealane.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.json.Base64Url;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads what a node packs into one column: numbers, texts and tokens, one after the other. */
final class Packed {
    private static final int HASH_BYTES = 32;

    private final byte[] bytes;
    private int at;

    Packed(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What was compressed: its length, then DEFLATE without a header. */
    static byte[] inflated(byte[] compressed) throws DataFormatException {
        var packed = new Packed(compressed);
        byte[] plain = new byte[packed.number()];
        try (var inflater = new Inflater(true)) {
            inflater.setInput(compressed, packed.at, compressed.length - packed.at);
            int length = 0;
            int more = 1;
            while (length < plain.length && more > 0) {
                more = inflater.inflate(plain, length, plain.length - length);
                length += more;
            }
            if (length < plain.length) {
                throw new DataFormatException("it ends too early");
            }
        }
        return plain;
    }

    int number() {
        int number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            number |= (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    byte[] bytes() {
        int length = number();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** A leaf of another log: its blinding and the hashes of its proof. */
    void skipLeaf() {
        at += HASH_BYTES;
        int hashes = number();
        at += hashes * HASH_BYTES;
    }

    String text() {
        return new String(bytes(), UTF_8);
    }

    /** Base64url in parts between dots; a part is kept decoded where that is the same. */
    String token() {
        int count = number();
        var parts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            parts.add(number() == 0 ? text() : Base64Url.encode(bytes()));
        }
        return String.join(".", parts);
    }

    List<String> tokens() {
        int count = number();
        var tokens = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            tokens.add(token());
        }
        return tokens;
    }
}
