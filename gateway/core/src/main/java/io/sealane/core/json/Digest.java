package io.sealane.core.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java has, in the three forms the wire formats use. */
public final class Digest {
    /** Bytes of a SHA-256 value. */
    public static final int LENGTH = 32;

    private Digest() {}

    public static byte[] sha256(byte[]... parts) {
        MessageDigest digest = newSha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** SHA-256 over the ASCII bytes of a text that is known to be ASCII, such as a compact JWS. */
    public static byte[] sha256(String ascii) {
        return newSha256().digest(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** {@link #sha256(String)} in base64url. */
    public static String base64Url(String ascii) {
        return Base64Url.encode(sha256(ascii));
    }

    /** {@link #sha256(byte[][])} in base64url. */
    public static String base64Url(byte[] bytes) {
        return Base64Url.encode(sha256(bytes));
    }

    /** {@link #sha256(String)} in lower-case hexadecimal. */
    public static String hex(String ascii) {
        return HexFormat.of().formatHex(sha256(ascii));
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
