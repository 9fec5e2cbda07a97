package io.sealane.core.exchange;

import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.seal.IssuerToken;

import java.nio.charset.StandardCharsets;

/** Which key of this node may present a document: the one that its {@code cnf} names. */
final class Holder {
    private Holder() {}

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
