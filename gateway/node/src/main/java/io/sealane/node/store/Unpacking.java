package io.sealane.node.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Takes out what {@link Packing} put in, in the same order. What it reads was authenticated: a
 * fault in it is a bug.
 */
final class Unpacking {
    private final byte[] bytes;
    private int at;

    Unpacking(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    int count() {
        return Math.toIntExact(number());
    }

    byte[] bytes() {
        return raw(count());
    }

    byte[] raw(int length) {
        if (length < 0 || length > bytes.length - at) {
            throw new IllegalStateException("A packed column ends too early.");
        }
        byte[] content = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return content;
    }

    /** Whether something is left. */
    boolean hasMore() {
        return at < bytes.length;
    }

    /** All that is left. */
    byte[] rest() {
        return raw(bytes.length - at);
    }

    UUID uuid() {
        ByteBuffer id = ByteBuffer.wrap(raw(Packing.UUID_BYTES));
        return new UUID(id.getLong(), id.getLong());
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    List<String> texts() {
        int count = count();
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    String token() {
        int count = count();
        StringBuilder token = new StringBuilder();
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                token.append('.');
            }
            if (number() == 0) {
                token.append(text());
            } else {
                token.append(
                        new String(
                                Base64.getUrlEncoder().withoutPadding().encode(bytes()),
                                StandardCharsets.ISO_8859_1));
            }
        }
        return token.toString();
    }
}
