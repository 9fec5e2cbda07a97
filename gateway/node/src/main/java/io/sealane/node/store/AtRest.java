package io.sealane.node.store;

import io.sealane.core.identity.PartyId;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** How confidential columns are kept: encrypted for their place, found by blind tags. */
public final class AtRest {
    /** Documents of a node's own parties. */
    static final String DOCUMENTS = "documents";

    /** Tokens, openings, receipts: what outlives the disclosures, and holds no hidden field. */
    static final String EVIDENCE = "evidence";

    private static final String INDEX = "index";

    private final DataKeys keys;
    private final SecureRandom random;
    private final BlindIndex index;

    public AtRest(DataKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
        this.index = new BlindIndex(keys.permanent(INDEX));
    }

    /**
     * A ciphertext and the number of its key: the two columns of a row.
     *
     * @param bytes nonce, ciphertext, tag
     */
    record Sealed(long keyId, byte[] bytes) {}

    Sealed seal(String purpose, Instant now, Place place, byte[] plain) {
        DataKey key = keys.current(purpose, now);
        return new Sealed(key.id(), key.cipher().seal(random, place.name(), plain));
    }

    /**
     * What was sealed for this place.
     *
     * @throws IllegalStateException if the ciphertext is not what was stored here, or its key is
     *     gone
     */
    byte[] open(long keyId, Place place, byte[] sealed) {
        try {
            return keys.byId(keyId).cipher().open(place.name(), sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A column was changed outside of the node.", e);
        }
    }

    /**
     * The purpose of what a grant lets in: a key of its own, so that the grant's retention can be
     * kept by forgetting the key.
     *
     * @param agreement hash of the agreement's payload
     */
    static String grant(byte[] agreement, String vct, String role) {
        byte[] rest = (vct + "\0" + role).getBytes(StandardCharsets.UTF_8);
        return "grant:" + Base64Url.encode(Digest.sha256(agreement, rest));
    }

    /** The keys of a purpose, the oldest first. */
    List<Long> keysOf(String purpose) {
        return keys.ids(purpose, Instant.MAX);
    }

    /** Those of a purpose with which nothing was encrypted since a time. */
    List<Long> keysBefore(String purpose, Instant time) {
        return keys.ids(purpose, time);
    }

    /** Whether what this key covered was erased. */
    boolean isForgotten(long key) {
        return keys.isForgotten(key);
    }

    /** Lets go of a key: whatever it covered, in whatever copy, is gone. */
    void forget(long key) {
        keys.forget(key);
    }

    /** The tag of a reference's value. */
    byte[] tag(String value) {
        return index.reference(value);
    }

    byte[] tag(PartyId party, String idempotencyKey) {
        return index.idempotencyKey(party, idempotencyKey);
    }
}
