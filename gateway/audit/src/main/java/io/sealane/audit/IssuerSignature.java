package io.sealane.audit;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.IssuerToken;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Who signed a document, by the trust file. */
final class IssuerSignature {
    private IssuerSignature() {}

    /**
     * Verifies a token's signature with the party's key, or with its node's if it has none.
     *
     * @throws Refusal UNKNOWN_ISSUER, UNKNOWN_KEY, BAD_ISSUER_SIGNATURE
     */
    static String verify(IssuerToken token, Trust trust) throws Refusal {
        IssuerClaims claims = token.claims();
        PartyId party = claims.iss();
        Trust.Node node = trust.node(party.node());
        List<Key> own = node.keysOf(party.name());
        @Nullable String actor = claims.actor();
        if (actor == null) {
            token.verify(key(own, token));
            return "signed by " + party;
        }
        // SPEC: DESIGN 4: a node signs for a party only if that party has no key of its own.
        Checklist.require(
                own.isEmpty() && actor.equals(party.node()),
                Code.UNKNOWN_ISSUER,
                "Another signed for a party that has a key of its own.");
        token.verify(key(node.issuingKeys(), token));
        return "signed by " + actor + " for " + party;
    }

    private static Key key(List<Key> keys, IssuerToken token) throws Refusal {
        String kid = token.jws().header().kid();
        Checklist.require(kid != null, Code.UNKNOWN_KEY, "The token names no key.");
        return Trust.key(keys, String.valueOf(kid));
    }
}
