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
     * Verifies all signatures that a token lists, with the party's keys, or with its node's if it
     * has none.
     *
     * @param second the signature that was beside the token, or null
     * @throws Refusal UNKNOWN_ISSUER, UNKNOWN_KEY, BAD_ISSUER_SIGNATURE, or ALGORITHM_NOT_ALLOWED
     *     if one was stripped or added
     */
    static String verify(IssuerToken token, @Nullable String second, Trust trust) throws Refusal {
        IssuerClaims claims = token.claims();
        PartyId party = claims.iss();
        Trust.Node node = trust.node(party.node());
        List<Key> own = node.keysOf(party.name());
        @Nullable String actor = claims.actor();
        if (actor == null) {
            verify(token, second, own);
            return signed(token) + "by " + party;
        }
        // SPEC: DESIGN 4: a node signs for a party only if that party has no key of its own.
        Checklist.require(
                own.isEmpty() && actor.equals(party.node()),
                Code.UNKNOWN_ISSUER,
                "Another signed for a party that has a key of its own.");
        verify(token, second, node.issuingKeys());
        return signed(token) + "by " + actor + " for " + party;
    }

    private static String signed(IssuerToken token) {
        return token.hasSecond()
                ? "signed twice (" + String.join(", ", token.claims().sigs()) + ") "
                : "signed ";
    }

    private static void verify(IssuerToken token, @Nullable String second, List<Key> keys)
            throws Refusal {
        String kid = token.jws().header().kid();
        Checklist.require(kid != null, Code.UNKNOWN_KEY, "The token names no key.");
        Trust.key(keys, String.valueOf(kid)); // else UNKNOWN_KEY
        token.verify(keys, second);
    }
}
