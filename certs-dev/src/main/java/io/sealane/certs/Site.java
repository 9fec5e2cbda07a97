package io.sealane.certs;

import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.SignatureType;

import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Map;

/**
 * One node's part of a development federation.
 *
 * @param folder holds {@code node.yaml}
 * @param authority of its nation
 * @param parties by name
 * @param operator who runs the node over its API
 */
public record Site(
        Plan.Node node,
        Path folder,
        Authority authority,
        NodeKeys keys,
        Map<String, PartyKeys> parties,
        PartyKeys operator) {
    public Site {
        parties = Map.copyOf(parties);
    }

    /** The Ed25519 verifier key of its log, as text. */
    public String logKey() {
        return vkey(SignatureType.ED25519, keys.log().getPublic());
    }

    /** The ML-DSA-44 verifier key of its log, as text. */
    public String postQuantumLogKey() {
        return vkey(SignatureType.ML_DSA_44, keys.logPostQuantum().getPublic());
    }

    /** The keys of one of its parties. */
    public PartyKeys keysOf(Plan.Party party) {
        PartyKeys found = parties.get(party.name());
        if (found == null) {
            throw new IllegalArgumentException("no party " + party.name() + " at " + node.name());
        }
        return found;
    }

    private String vkey(SignatureType type, PublicKey key) {
        return NoteVerifier.of(node.origin(), type, key).vkey();
    }
}
