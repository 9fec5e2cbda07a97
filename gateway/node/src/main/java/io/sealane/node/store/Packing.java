package io.sealane.node.store;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Puts what goes into one encrypted column one after the other; {@link Unpacking} takes it out. */
final class Packing {
    static final int UUID_BYTES = 16;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

    /** A number from 0 on: seven bits a byte, the lowest first. */
    Packing number(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("Only numbers from 0 on are packed.");
        }
        long rest = number;
        while (rest >= 0x80) {
            bytes.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    Packing bytes(byte[] content) {
        number(content.length);
        return raw(content);
    }

    /** Bytes whose length the reader knows. */
    Packing raw(byte[] content) {
        bytes.writeBytes(content);
        return this;
    }

    Packing uuid(UUID id) {
        return raw(
                ByteBuffer.allocate(UUID_BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array());
    }

    Packing text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Packing texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
        return this;
    }

    /**
     * A JWS or a disclosure: base64url in parts between dots. What encodes to the same text again
     * is kept decoded, which is a quarter shorter and can be compressed; the text comes back
     * exactly.
     */
    Packing token(String token) {
        String[] parts = token.split("\\.", -1);
        number(parts.length);
        for (String part : parts) {
            byte[] decoded = decoded(part);
            if (decoded == null) {
                number(0).text(part);
            } else {
                number(1).bytes(decoded);
            }
        }
        return this;
    }

    private static byte @Nullable [] decoded(String part) {
        try {
            byte[] ascii = part.getBytes(StandardCharsets.ISO_8859_1);
            byte[] decoded = Base64.getUrlDecoder().decode(ascii);
            byte[] again = Base64.getUrlEncoder().withoutPadding().encode(decoded);
            return Arrays.equals(ascii, again) && part.length() == again.length ? decoded : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
