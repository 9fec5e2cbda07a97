package io.sealane.node.store;

/** A key that encrypts columns, with what the file of keys says of it. */
final class DataKey {
    private final long id;
    private final Slot slot;
    private final byte[] secret;
    private final byte[] wrapped;
    private final Xaes256Gcm cipher;

    /**
     * @param purpose what it encrypts, or for whom
     * @param month e.g. {@code 2026-11}
     */
    record Slot(String purpose, String month) {}

    /**
     * @param id as it stands beside the ciphertext; random, so that it is never given twice
     * @param secret 32 bytes
     * @param wrapped the secret under the storage key
     */
    DataKey(long id, Slot slot, byte[] secret, byte[] wrapped) {
        this.id = id;
        this.slot = slot;
        this.secret = secret;
        this.wrapped = wrapped;
        this.cipher = new Xaes256Gcm(secret);
    }

    long id() {
        return id;
    }

    Slot slot() {
        return slot;
    }

    byte[] secret() {
        return secret.clone();
    }

    byte[] wrapped() {
        return wrapped;
    }

    /** The same key, wrapped by another storage key. */
    DataKey wrapped(byte[] anew) {
        return new DataKey(id, slot, secret, anew);
    }

    Xaes256Gcm cipher() {
        return cipher;
    }
}
