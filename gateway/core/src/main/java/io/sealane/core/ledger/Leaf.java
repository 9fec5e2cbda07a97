package io.sealane.core.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sealane.core.json.Digest;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The entry of a leaf: 33 bytes that commit to a scope and a statement and show nothing of either.
 *
 * <p>{@code 0x01 || SHA-256("sealane-leaf/v1\0" || scope hash || body hash)} with scope hash =
 * {@code SHA-256("scope\0" || HMAC-SHA-256(r, "scope") || scope)} and body hash = {@code
 * SHA-256("body\0" || r || statement)}. The two have blindings of their own, so that the scope can
 * be opened and the statement stay closed. Source: DESIGN 7.
 */
public final class Leaf {
    /** Bytes of every entry. */
    public static final int ENTRY_BYTES = 33;

    /** Bytes of the blinding r. */
    public static final int BLINDING_BYTES = 32;

    /** The first byte of every entry. */
    public static final byte VERSION = 0x01;

    private static final byte[] LEAF_LABEL = "sealane-leaf/v1\0".getBytes(US_ASCII);
    private static final byte[] SCOPE_LABEL = "scope\0".getBytes(US_ASCII);
    private static final byte[] BODY_LABEL = "body\0".getBytes(US_ASCII);
    private static final byte[] SCOPE = "scope".getBytes(US_ASCII);

    private Leaf() {}

    /** The entry of a statement under a blinding of 32 random bytes, used once. */
    public static byte[] entry(Scope scope, byte[] blinding, byte[] statement) {
        return entry(scopeHash(scope, scopeBlinding(blinding)), bodyHash(blinding, statement));
    }

    /** The entry over the hashes of its two halves. */
    public static byte[] entry(byte[] scopeHash, byte[] bodyHash) {
        byte[] entry = new byte[ENTRY_BYTES];
        entry[0] = VERSION;
        byte[] hash = Digest.sha256(LEAF_LABEL, scopeHash, bodyHash);
        System.arraycopy(hash, 0, entry, 1, hash.length);
        return entry;
    }

    /** What opens the scope alone: HMAC-SHA-256(r, "scope"). */
    public static byte[] scopeBlinding(byte[] blinding) {
        checkBlinding(blinding);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(blinding, "HmacSHA256"));
            return mac.doFinal(SCOPE);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }

    public static byte[] scopeHash(Scope scope, byte[] scopeBlinding) {
        return Digest.sha256(SCOPE_LABEL, scopeBlinding, scope.bytes());
    }

    public static byte[] bodyHash(byte[] blinding, byte[] statement) {
        checkBlinding(blinding);
        return Digest.sha256(BODY_LABEL, blinding, statement);
    }

    /** The {@code rh} by which a statement names its blinding before it is told: SHA-256(r). */
    public static byte[] blindingHash(byte[] blinding) {
        checkBlinding(blinding);
        return Digest.sha256(blinding);
    }

    private static void checkBlinding(byte[] blinding) {
        if (blinding.length != BLINDING_BYTES) {
            throw new IllegalArgumentException("A blinding is 32 bytes.");
        }
    }
}
