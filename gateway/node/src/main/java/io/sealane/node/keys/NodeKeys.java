package io.sealane.node.keys;

import io.sealane.core.exchange.Keyring;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.ledger.NoteSigner;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** Those that are not revoked; of a purpose of which all are, all. */
    NodeKeys without(Set<String> revoked) {
        return new NodeKeys(
                tls,
                federation.without(key -> revoked.contains(key.kid())),
                presentation.without(key -> revoked.contains(key.kid())),
                issuing.without(key -> revoked.contains(key.kid())),
                issuingSecond == null
                        ? null
                        : issuingSecond.without(key -> revoked.contains(key.kid())),
                log.without(key -> revoked.contains(key.verifier().thumbprint())),
                logPostQuantum.without(key -> revoked.contains(key.verifier().thumbprint())),
                storage);
    }

    /** The thumbprints of all keys whose signatures others verify, by purpose. */
    Map<String, List<String>> thumbprints(Instant now) {
        var all = new LinkedHashMap<String, List<String>>();
        all.put("federation", federation.each(now, KeySigner::kid));
        all.put("presentation", presentation.each(now, KeySigner::kid));
        all.put("issuing", issuing.each(now, KeySigner::kid));
        if (issuingSecond != null) {
            all.put("issuing-second", issuingSecond.each(now, KeySigner::kid));
        }
        all.put("log", log.each(now, key -> key.verifier().thumbprint()));
        all.put("log-pq", logPostQuantum.each(now, key -> key.verifier().thumbprint()));
        return all;
    }

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
