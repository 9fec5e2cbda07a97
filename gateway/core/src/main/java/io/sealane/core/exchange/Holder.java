package io.sealane.core.exchange;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.seal.IssuerToken;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** Which key of this node may present a document: the one that its {@code cnf} names. */
final class Holder {
    private Holder() {}

    /** Refuses a token that was signed with, or is bound to, a key that was revoked. */
    static void checkNotRevoked(String issuerJwt, @Nullable String second, Partner own)
            throws Refusal {
        if (!own.revoked().isEmpty()) {
            IssuerToken token = IssuerToken.parse(issuerJwt);
            for (String kid : token.kids(second)) {
                own.checkNotRevoked(kid);
            }
            own.checkNotRevoked(token.claims().holder());
        }
    }

    /** Whether a presentation was signed with a key that was revoked, or its document was. */
    static boolean isRevoked(String presentation, @Nullable String second, Partner own)
            throws Refusal {
        if (own.revoked().isEmpty()) {
            return false;
        }
        try {
            checkNotRevoked(presentation.substring(0, presentation.indexOf('~')), second, own);
            return false;
        } catch (Refusal refusal) {
            if (refusal.code() == Code.KEY_REVOKED) {
                return true;
            }
            throw refusal;
        }
    }

    /**
     * The signer that a token is bound to.
     *
     * @param issuerJwt as this node stored it
     * @throws Refusal UNKNOWN_KEY if this node does not hold that key any more
     */
    static Signer of(String issuerJwt, Self self) throws Refusal {
        Signer current = self.presentation();
        int from = issuerJwt.indexOf('.') + 1;
        byte[] payload = Base64Url.decode(issuerJwt.substring(from, issuerJwt.indexOf('.', from)));
        // Nearly always, and a twentieth of the price of reading the token. Inside a string the
        // quotes would be escaped.
        String bound = "\"cnf\":{\"kid\":\"" + current.kid() + "\"}";
        return new String(payload, StandardCharsets.ISO_8859_1).contains(bound)
                ? current
                : self.presentation(IssuerToken.parse(issuerJwt).claims().holder());
    }
}
