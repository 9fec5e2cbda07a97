package io.sealane.core.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;

import java.util.List;

/** The issuer's signed token of a document, as read: claims, digests, what stands in the clear. */
public final class IssuerToken {
    /** The {@code typ} of an issuer's token. */
    public static final String TYP = "sealane-document+sd-jwt";

    private final Jws jws;
    private final ObjectNode payload;
    private final IssuerClaims claims;

    private IssuerToken(Jws jws, ObjectNode payload, IssuerClaims claims) {
        this.jws = jws;
        this.payload = payload;
        this.claims = claims;
    }

    /**
     * Reads an issuer's token; it proves nothing before {@link #verify}.
     *
     * @throws Refusal MALFORMED_TOKEN, or ALGORITHM_NOT_ALLOWED if it asks for a signature that is
     *     not understood
     */
    public static IssuerToken parse(String compact) throws Refusal {
        Jws jws = Jws.parse(compact, TYP);
        ObjectNode payload = jws.claims();
        IssuerClaims claims = IssuerClaims.of(payload);
        // The signed list says what must be there, so that a second signature cannot be dropped on
        // the way. One signature is all that can be verified yet.
        if (!claims.sigs().equals(List.of(jws.header().algorithm().joseName()))) {
            throw new Refusal(
                    Code.ALGORITHM_NOT_ALLOWED, "The token lists signatures that are not there.");
        }
        if (!(payload.get("doc") instanceof ObjectNode)) {
            throw new Refusal(Code.MALFORMED_TOKEN, "The document is a JSON object.", "/doc");
        }
        JsonNode digests = payload.get("_sd");
        if (digests == null || digests.size() != 1 || !digests.path(0).isTextual()) {
            throw new Refusal(Code.MALFORMED_TOKEN, "One digest, of the classes.", "/_sd");
        }
        return new IssuerToken(jws, payload, claims);
    }

    /** Checks the issuer's signature, else BAD_ISSUER_SIGNATURE. */
    public void verify(Key issuer) throws Refusal {
        jws.verify(issuer, Code.BAD_ISSUER_SIGNATURE);
    }

    public Jws jws() {
        return jws;
    }

    public IssuerClaims claims() {
        return claims;
    }

    /** The whole payload as signed, with {@code _sd} and {@code ...}; not to be changed. */
    public ObjectNode payload() {
        return payload;
    }

    /** {@code doc} as signed, with {@code _sd} and {@code ...}; not to be changed. */
    public ObjectNode doc() {
        return (ObjectNode) payload.get("doc");
    }

    /** The digest of the disclosure that lists the class of every digest in the token. */
    public String classesDigest() {
        return payload.get("_sd").get(0).textValue();
    }
}
