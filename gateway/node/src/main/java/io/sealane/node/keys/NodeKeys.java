package io.sealane.node.keys;

import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.ledger.NoteSigner;

import org.jspecify.annotations.Nullable;

import java.util.List;

import javax.crypto.SecretKey;

/**
 * All private keys of a node. They are never written.
 *
 * @param federation signs directories and agreements
 * @param presentation signs key bindings and voids: the {@code cnf} of this node's documents
 * @param issuing signs documents for parties that have no key of their own
 * @param issuingSecond makes the second signature of documents, ML-DSA-65; null if there is none
 * @param log signs every checkpoint, Ed25519
 * @param logPostQuantum signs published checkpoints too, ML-DSA-44
 * @param storage wraps the data keys of the database's ciphertext columns, AES-256
 */
public record NodeKeys(
        TlsIdentity tls,
        KeySigner federation,
        KeySigner presentation,
        KeySigner issuing,
        @Nullable KeySigner issuingSecond,
        NoteSigner log,
        NoteSigner logPostQuantum,
        SecretKey storage) {
    /** These keys with the renewed certificate of another reading, and its key. */
    NodeKeys renewed(NodeKeys read) {
        return new NodeKeys(
                read.tls(),
                federation,
                presentation,
                issuing,
                issuingSecond,
                log,
                logPostQuantum,
                storage);
    }

    /** The public keys that documents of this node are verified with. */
    public List<Key> issuers() {
        return issuingSecond == null
                ? List.of(issuing.key())
                : List.of(issuing.key(), issuingSecond.key());
    }

    @Override
    public String toString() {
        return "the node's keys";
    }
}
