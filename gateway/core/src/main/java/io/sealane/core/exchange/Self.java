package io.sealane.core.exchange;

import io.sealane.core.identity.Signer;
import io.sealane.core.ledger.NoteSigner;

import org.jspecify.annotations.Nullable;

/**
 * This node: its name, its log and its keys.
 *
 * @param issuing signs documents for parties that have no key of their own
 * @param issuingSecond makes the second signature, ML-DSA-65, where it is agreed; null where the
 *     node has no such key
 * @param presentation signs key bindings and voids: the {@code cnf} of its documents
 * @param federation signs the directory and agreements
 * @param logSigner the Ed25519 key named after the log's origin
 * @param postQuantum the ML-DSA-44 key for published checkpoints
 */
public record Self(
        String node,
        int log,
        Signer issuing,
        @Nullable Signer issuingSecond,
        Signer presentation,
        Signer federation,
        NoteSigner logSigner,
        @Nullable NoteSigner postQuantum) {
    public String origin() {
        return node + "/log/" + log;
    }
}
