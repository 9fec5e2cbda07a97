package io.sealane.core.document;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of a node that pseudonyms follow from. Who has it can tell which names stand behind
 * them: it stays with the node's other secrets, outside the database and its backups.
 */
public final class PseudonymKey {
    /** What the derivation is for, so that the secret serves nothing else. */
    private static final String PURPOSE = "sealane-pseudonyms/1";

    private final SecretKeySpec secret;

    /**
     * A key of this secret.
     *
     * @param secret 32 random bytes, always the same of a node
     */
    public PseudonymKey(byte[] secret) {
        this.secret = key(secret);
    }

    /** The pseudonyms at one partner, which tell nothing of those at another. */
    public Pseudonyms at(String partner) {
        return new Pseudonyms(partner, key(mac(secret, PURPOSE, partner)));
    }

    static SecretKeySpec key(byte[] bytes) {
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** HMAC-SHA-256 of texts, the first of which are names of ours without a zero byte in them. */
    static byte[] mac(SecretKeySpec key, String... texts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(String.join("\0", texts).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "the key of pseudonyms";
    }
}
