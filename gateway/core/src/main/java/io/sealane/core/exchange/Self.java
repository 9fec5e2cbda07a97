package io.sealane.core.exchange;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.ledger.NoteSigner;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/**
 * This node: its name, its log and its keys.
 *
 * @param keys as they are now; another time they may be others
 */
public record Self(String node, int log, Supplier<Keyring> keys) {
    /** A node whose keys stay what they are. */
    public Self(
            String node,
            int log,
            Signer issuing,
            @Nullable Signer issuingSecond,
            Signer presentation,
            Signer federation,
            NoteSigner logSigner,
            @Nullable NoteSigner postQuantum) {
        this(
                node,
                log,
                always(
                        new Keyring(
                                issuing,
                                issuingSecond,
                                List.of(presentation),
                                federation,
                                List.of(logSigner),
                                postQuantum == null ? List.of() : List.of(postQuantum))));
    }

    private static Supplier<Keyring> always(Keyring ring) {
        return () -> ring;
    }

    public String origin() {
        return node + "/log/" + log;
    }

    public Signer issuing() {
        return keys.get().issuing();
    }

    /** What makes the second signature, where it is agreed; null where the node has no such key. */
    public @Nullable Signer issuingSecond() {
        return keys.get().issuingSecond();
    }

    /** The key that new documents are bound to. */
    public Signer presentation() {
        return keys.get().presentation().getFirst();
    }

    // SPEC: DESIGN 4: an old presentation key stays usable for what it bound until it is revoked.
    /**
     * The key that a document is bound to, by the thumbprint in its {@code cnf}.
     *
     * @throws Refusal UNKNOWN_KEY if this node does not hold it, or no longer
     */
    public Signer presentation(String kid) throws Refusal {
        return keys.get().presentation().stream()
                .filter(signer -> signer.kid().equals(kid))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                Code.UNKNOWN_KEY,
                                "The document is bound to a key that this node does not hold."));
    }

    public Signer federation() {
        return keys.get().federation();
    }

    /** What signs every checkpoint. */
    public List<NoteSigner> logSigners() {
        return keys.get().log();
    }

    /** The first of {@link #logSigners}. */
    public NoteSigner logSigner() {
        return logSigners().getFirst();
    }

    /** What signs published checkpoints too. */
    public List<NoteSigner> postQuantum() {
        return keys.get().postQuantum();
    }
}
