package io.sealane.node.keys;

import io.sealane.core.exchange.Keyring;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.ledger.NoteSigner;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

import javax.crypto.SecretKey;

/**
 * All private keys of a node. They are never written.
 *
 * @param federation sign directories and agreements
 * @param presentation sign key bindings and voids: the {@code cnf} of this node's documents
 * @param issuing sign documents for parties that have no key of their own
 * @param issuingSecond make the second signature of documents, ML-DSA-65; null if there is none
 * @param log sign every checkpoint, Ed25519, all that have begun
 * @param logPostQuantum sign published checkpoints too, ML-DSA-44, likewise
 * @param storage wrap the data keys of the database's ciphertext columns, AES-256
 */
public record NodeKeys(
        Succession<TlsIdentity> tls,
        Succession<KeySigner> federation,
        Succession<KeySigner> presentation,
        Succession<KeySigner> issuing,
        @Nullable Succession<KeySigner> issuingSecond,
        Succession<NoteSigner> log,
        Succession<NoteSigner> logPostQuantum,
        Succession<SecretKey> storage) {

    /** What the paths sign with at a time. */
    Keyring ring(Instant now) {
        return new Keyring(
                issuing.current(now),
                issuingSecond == null ? null : issuingSecond.current(now),
                presentation.each(now, signer -> signer),
                federation.current(now),
                log.begun(now),
                logPostQuantum.begun(now));
    }

    /** Which keys are current: another text where others are. */
    String inUse(Instant now) {
        return String.join(
                " ",
                tls.currentAlias(now),
                federation.currentAlias(now),
                presentation.currentAlias(now),
                issuing.currentAlias(now),
                issuingSecond == null ? "-" : issuingSecond.currentAlias(now),
                log.currentAlias(now),
                logPostQuantum.currentAlias(now),
                storage.currentAlias(now));
    }

    @Override
    public String toString() {
        return "the node's keys";
    }
}
