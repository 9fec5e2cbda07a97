package io.sealane.node.store;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * How data keys lie in their file: wrapped (AES key wrap, RFC 3394) by the node's storage key.
 *
 * @param storageKeys AES-256; the first wraps, the others did before it
 */
record Wrapping(List<SecretKey> storageKeys) {
    Wrapping {
        storageKeys = List.copyOf(storageKeys);
    }

    byte[] wrap(byte[] secret) {
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.WRAP_MODE, storageKeys.getFirst());
            return cipher.wrap(new SecretKeySpec(secret, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The storage key cannot wrap: is it AES-256?", e);
        }
    }

    /** What was wrapped by one of the keys; null if by another. */
    byte @Nullable [] unwrap(byte[] wrapped) {
        for (SecretKey key : storageKeys) {
            byte[] secret = unwrap(wrapped, key);
            if (secret != null) {
                return secret;
            }
        }
        return null;
    }

    /** Whether it lies as it would be wrapped now. */
    boolean isCurrent(byte[] wrapped) {
        return unwrap(wrapped, storageKeys.getFirst()) != null;
    }

    private static byte @Nullable [] unwrap(byte[] wrapped, SecretKey key) {
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.UNWRAP_MODE, key);
            return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
        } catch (GeneralSecurityException anotherKey) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "the storage keys";
    }
}
