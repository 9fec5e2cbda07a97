package io.sealane.core.json;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.Arrays;
import java.util.Base64;

/**
 * Base64url without padding, one text for one value: RFC 4648 sections 3.5 and 5.
 *
 * <p>Digests here are taken over the text, so two texts for the same bytes would be two digests of
 * one disclosure. Decoders that skip stray characters, accept padding or ignore the unused bits of
 * the last character are how that happens.
 */
public final class Base64Url {
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private Base64Url() {}

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The bytes of {@code text}; refused unless {@link #encode} gives that very text back. */
    public static byte[] decode(String text) throws Refusal {
        if (!isCanonical(text)) {
            throw new Refusal(
                    Code.MALFORMED_TOKEN,
                    "Base64url must be unpadded and canonical (RFC 4648 3.5).");
        }
        return Base64.getUrlDecoder().decode(text);
    }

    /** The bytes of {@code text}, which must be exactly {@code length} of them. */
    public static byte[] decode(String text, int length) throws Refusal {
        byte[] bytes = decode(text);
        if (bytes.length != length) {
            throw new Refusal(Code.MALFORMED_TOKEN, "Expected " + length + " bytes in base64url.");
        }
        return bytes;
    }

    /** Whether {@code text} is what {@link #encode} makes of some bytes. */
    public static boolean isCanonical(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 128 || VALUES[c] < 0) {
                return false;
            }
        }
        // The last character of a group of 2 carries 4 unused bits, of a group of 3 carries 2.
        return switch (length % 4) {
            case 0 -> true;
            case 2 -> (VALUES[text.charAt(length - 1)] & 0b1111) == 0;
            case 3 -> (VALUES[text.charAt(length - 1)] & 0b11) == 0;
            default -> false;
        };
    }
}
