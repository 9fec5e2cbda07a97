package io.sealane.core.exchange;

import io.sealane.core.identity.Signer;
import io.sealane.core.ledger.NoteSigner;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The keys with which a node signs at one moment. Whoever needs a key's name and its signature
 * takes the signer once: the next ring may hold another.
 *
 * @param issuing signs documents for parties that have no key of their own
 * @param issuingSecond makes the second signature, ML-DSA-65, where it is agreed; null where the
 *     node has no such key
 * @param presentation sign key bindings and voids: the current one, which is the {@code cnf} of new
 *     documents, first; then those that older documents are bound to
 * @param federation signs the directory and agreements
 * @param log the Ed25519 keys named after the log's origin: every checkpoint carries a line of each
 * @param postQuantum the ML-DSA-44 keys for published checkpoints, likewise
 */
public record Keyring(
        Signer issuing,
        @Nullable Signer issuingSecond,
        List<Signer> presentation,
        Signer federation,
        List<NoteSigner> log,
        List<NoteSigner> postQuantum) {
    public Keyring {
        presentation = List.copyOf(presentation);
        log = List.copyOf(log);
        postQuantum = List.copyOf(postQuantum);
        if (presentation.isEmpty() || log.isEmpty()) {
            throw new IllegalArgumentException("A node has keys of every purpose.");
        }
    }

    @Override
    public String toString() {
        return "a node's keys";
    }
}
