package io.sealane.core.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * One node's signature of terms: a line of the General JSON serialisation (RFC 7515 7.2.1).
 *
 * @param header the protected header, base64url
 * @param value the signature, base64url
 */
record TermsSignature(String header, String value, Algorithm algorithm, String kid) {
    /** The {@code typ} of every protected header. */
    static final String TYP = "sealane-agreement+jws";

    static TermsSignature read(JsonNode line) throws Refusal {
        // SPEC: RFC 7515 7.2.1: a "header" member would be unprotected: it is refused.
        Members members = members(line).only(Set.of("protected", "signature"));
        String header = members.text("protected");
        Members claims =
                members(Json.parse(Base64Url.decode(header))).only(Set.of("alg", "kid", "typ"));
        if (!TYP.equals(claims.text("typ"))) {
            throw new Refusal(Code.BAD_SIGNATURE, "The signature is not one of an agreement.");
        }
        return new TermsSignature(
                header,
                members.text("signature"),
                Algorithm.ofJose(claims.text("alg")),
                claims.text("kid"));
    }

    /**
     * Signs terms.
     *
     * @param payload base64url of their JCS form
     */
    static TermsSignature sign(String payload, Signer signer) {
        ObjectNode header =
                Json.object()
                        .put("alg", signer.algorithm().joseName())
                        .put("kid", signer.kid())
                        .put("typ", TYP);
        String encoded = Base64Url.encode(Json.canonical(header));
        String value = Base64Url.encode(signer.sign(input(encoded, payload)));
        return new TermsSignature(encoded, value, signer.algorithm(), signer.kid());
    }

    /** Checks that a node signed the payload with one of its keys. */
    void verify(String payload, String node, List<Key> keys) throws Refusal {
        Key key =
                keys.stream()
                        .filter(one -> one.kid().equals(kid))
                        .findFirst()
                        .orElseThrow(() ->
                                new Refusal(
                                        Code.UNKNOWN_KEY,
                                        "No federation key of "
                                                + node
                                                + " has the agreement's kid."));
        if (key.algorithm() != algorithm
                || !key.verifies(input(header, payload), Base64Url.decode(value))) {
            throw new Refusal(
                    Code.BAD_SIGNATURE, "The agreement's signature of " + node + " is wrong.");
        }
    }

    ObjectNode json() {
        return Json.object().put("protected", header).put("signature", value);
    }

    private static byte[] input(String header, String payload) {
        return (header + "." + payload).getBytes(StandardCharsets.US_ASCII);
    }

    private static Members members(JsonNode json) throws Refusal {
        return Members.of(json, Code.MALFORMED_AGREEMENT, "An agreement");
    }
}
