package io.sealane.node.store;

import io.sealane.core.identity.PartyId;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds what is encrypted: HMAC-SHA-256 of a value under a key that is not in the database, cut to
 * 16 bytes. Equal values have equal tags; a tag tells nothing else to who lacks the key.
 */
final class BlindIndex {
    static final int TAG_BYTES = 16;

    private final SecretKeySpec key;

    BlindIndex(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    byte[] reference(String value) {
        return tag("reference", "", value);
    }

    byte[] idempotencyKey(PartyId party, String idempotencyKey) {
        return tag("idempotency", party.toString(), idempotencyKey);
    }

    private byte[] tag(String what, String first, String second) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (String part : new String[] {what, first}) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) 0);
            }
            return Arrays.copyOf(mac.doFinal(second.getBytes(StandardCharsets.UTF_8)), TAG_BYTES);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }
}
