package io.sealane.node;

import io.sealane.core.exchange.KeyRevocations;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.node.federation.Directories;
import io.sealane.node.keys.LiveKeys;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The keys that this node's operator can revoke: its own, and those of its parties. */
record RevocableKeys(LiveKeys keys, Directories directories) implements KeyRevocations.Keys {
    @Override
    public Signer federationWithout(String kid) throws Refusal {
        for (Map.Entry<String, List<String>> purpose : keys.thumbprints().entrySet()) {
            if (purpose.getValue().contains(kid)) {
                checkOther(kid, purpose);
                return keys.federationWithout(kid);
            }
        }
        boolean isOfParty =
                directories.own().parties().values().stream()
                        .flatMap(party -> party.keys().stream())
                        .map(Key::kid)
                        .anyMatch(kid::equals);
        if (!isOfParty) {
            throw new Refusal(Code.NOT_FOUND, "No key here, or of a party here, is called that.");
        }
        return keys.federation();
    }

    private void checkOther(String kid, Map.Entry<String, List<String>> purpose) throws Refusal {
        Map<String, Instant> revoked = keys.published().revoked();
        if (purpose.getValue().stream()
                .allMatch(one -> one.equals(kid) || revoked.containsKey(one))) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "It is the only %s key: put another one into the key file first."
                            .formatted(purpose.getKey()),
                    "/kid");
        }
    }

    @Override
    public void revoked(Map<String, Instant> since) {
        keys.revoked(since);
    }
}
