package io.sealane.core.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

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
        // the way: this one first, and at most one more, which can only be ML-DSA-65.
        if (!claims.sigs().equals(sigs(jws, false)) && !claims.sigs().equals(sigs(jws, true))) {
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

    private static List<String> sigs(Jws jws, boolean second) {
        String first = jws.header().algorithm().joseName();
        return second ? List.of(first, Algorithm.ML_DSA_65.joseName()) : List.of(first);
    }

    /** Whether the token says that a second signature goes with it. */
    public boolean hasSecond() {
        return claims.sigs().size() > 1;
    }

    /**
     * Checks the signature of a token that has one alone.
     *
     * @throws Refusal BAD_ISSUER_SIGNATURE, or ALGORITHM_NOT_ALLOWED if it lists a second one
     */
    public void verify(Key issuer) throws Refusal {
        verifySecond(null, List.of());
        jws.verify(issuer, Code.BAD_ISSUER_SIGNATURE);
    }

    /**
     * Checks all the signatures that the token lists, and that there are no others.
     *
     * @param keys those that may sign for the issuer
     * @param second the detached signature that came beside the token, or null
     * @throws Refusal UNKNOWN_ISSUER if a key is none of them; BAD_ISSUER_SIGNATURE;
     *     ALGORITHM_NOT_ALLOWED if a signature is listed and not there, or the reverse
     */
    public void verify(List<Key> keys, @Nullable String second) throws Refusal {
        jws.verify(keyOf(keys, jws.header().kid()), Code.BAD_ISSUER_SIGNATURE);
        verifySecond(second, keys);
    }

    private void verifySecond(@Nullable String second, List<Key> keys) throws Refusal {
        if (hasSecond() != (second != null)) {
            throw new Refusal(
                    Code.ALGORITHM_NOT_ALLOWED,
                    hasSecond()
                            ? "The token lists a second signature, which is not there."
                            : "There is a second signature, which the token does not list.");
        }
        if (second != null) {
            SecondSignature.verify(second, jws.compact(), keys);
        }
    }

    static Key keyOf(List<Key> keys, @Nullable String kid) throws Refusal {
        return keys.stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                Code.UNKNOWN_ISSUER,
                                "The issuer's key is not one of the issuer's."));
    }

    /**
     * Names of the keys of its signatures.
     *
     * @param second the detached signature that came beside the token, or null
     * @throws Refusal as {@link #verify(List, String)} does of a signature in another form
     */
    public List<String> kids(@Nullable String second) throws Refusal {
        String first = String.valueOf(jws.header().kid());
        return second == null ? List.of(first) : List.of(first, SecondSignature.kid(second));
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
