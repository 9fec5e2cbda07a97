package io.sealane.core.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What two nodes allow each other: a payload in JSON and the signatures of both, in the General
 * JSON serialisation of JWS (RFC 7515 7.2.1). Signatures stand in the order of {@code parties}. A
 * house agreement, of a node with itself, has one.
 */
public final class Agreement {
    /** The {@code typ} of every signature's protected header. */
    public static final String TYP = "sealane-agreement+jws";

    private final AgreementTerms terms;
    private final String payload;
    private final List<Signature> signatures;
    private final byte[] hash;

    /** The protected header and the signature, both base64url, and what the header says. */
    private record Signature(String header, String value, Algorithm algorithm, String kid) {}

    private Agreement(
            AgreementTerms terms, String payload, byte[] bytes, List<Signature> signatures) {
        this.terms = terms;
        this.payload = payload;
        this.signatures = signatures;
        this.hash = Digest.sha256(bytes);
    }

    /** Reads an agreement strictly; {@link #verify} says whether its signatures hold. */
    public static Agreement parse(byte[] json) throws Refusal {
        return of(Json.parse(json));
    }

    /** As {@link #parse}, from JSON that was read already. */
    public static Agreement of(JsonNode jws) throws Refusal {
        Members members = members(jws).only(Set.of("payload", "signatures"));
        String payload = members.text("payload");
        byte[] bytes = Base64Url.decode(payload);
        JsonNode body = Json.parse(bytes);
        // Two nodes sign and hash the same bytes: only the canonical form (RFC 8785) is accepted.
        if (!Arrays.equals(bytes, Json.canonical(body))) {
            throw new Refusal(Code.NOT_CANONICAL, "The agreement's payload is not in JCS form.");
        }
        AgreementTerms terms = AgreementTerms.read(body);
        JsonNode lines = jws.path("signatures");
        int wanted = terms.isHouse() ? 1 : 2;
        if (!lines.isArray() || lines.size() != wanted) {
            throw new Refusal(
                    Code.BAD_SIGNATURE,
                    "An agreement between two nodes has the signatures of both.");
        }
        var signatures = new Signature[wanted];
        for (int i = 0; i < wanted; i++) {
            signatures[i] = signature(lines.get(i));
        }
        return new Agreement(terms, payload, bytes, List.of(signatures));
    }

    private static Signature signature(JsonNode line) throws Refusal {
        // SPEC: RFC 7515 7.2.1: a "header" member would be unprotected: it is refused.
        Members members = members(line).only(Set.of("protected", "signature"));
        String header = members.text("protected");
        Members claims =
                members(Json.parse(Base64Url.decode(header))).only(Set.of("alg", "kid", "typ"));
        if (!TYP.equals(claims.text("typ"))) {
            throw new Refusal(Code.BAD_SIGNATURE, "The signature is not one of an agreement.");
        }
        return new Signature(
                header,
                members.text("signature"),
                Algorithm.ofJose(claims.text("alg")),
                claims.text("kid"));
    }

    private static Members members(JsonNode json) throws Refusal {
        return Members.of(json, Code.MALFORMED_AGREEMENT, "An agreement");
    }

    /**
     * Checks the signatures of both nodes.
     *
     * @param keys the federation keys of a node, by its name
     */
    public void verify(KeysOfNode keys) throws Refusal {
        for (int i = 0; i < signatures.size(); i++) {
            Signature signature = signatures.get(i);
            String node = terms.parties().get(i);
            Key key =
                    keys.of(node).stream()
                            .filter(one -> one.kid().equals(signature.kid()))
                            .findFirst()
                            .orElseThrow(() ->
                                    new Refusal(
                                            Code.UNKNOWN_KEY,
                                            "No federation key of "
                                                    + node
                                                    + " has the agreement's kid."));
            if (key.algorithm() != signature.algorithm()
                    || !key.verifies(
                            input(signature.header(), payload),
                            Base64Url.decode(signature.value()))) {
                throw new Refusal(
                        Code.BAD_SIGNATURE, "The agreement's signature of " + node + " is wrong.");
            }
        }
    }

    /** The keys with which a node signs agreements. */
    @FunctionalInterface
    public interface KeysOfNode {
        List<Key> of(String node) throws Refusal;
    }

    /**
     * Signs terms as both nodes would, in one place: for development and tests, where one hand
     * holds both keys. The signers come in the order of {@code parties}.
     */
    public static Agreement sign(ObjectNode terms, List<Signer> signers) throws Refusal {
        String payload = Base64Url.encode(Json.canonical(terms));
        ObjectNode jws = Json.object().put("payload", payload);
        ArrayNode signatures = jws.putArray("signatures");
        for (Signer signer : signers) {
            ObjectNode header =
                    Json.object()
                            .put("alg", signer.algorithm().joseName())
                            .put("kid", signer.kid())
                            .put("typ", TYP);
            String encoded = Base64Url.encode(Json.canonical(header));
            signatures
                    .addObject()
                    .put("protected", encoded)
                    .put("signature", Base64Url.encode(signer.sign(input(encoded, payload))));
        }
        return of(jws);
    }

    private static byte[] input(String header, String payload) {
        return (header + "." + payload).getBytes(StandardCharsets.US_ASCII);
    }

    public AgreementTerms terms() {
        return terms;
    }

    /** SHA-256 of the payload's bytes: the {@code agr} of a presentation. */
    public byte[] hash() {
        return hash.clone();
    }

    /** The General JSON serialisation, as it is filed, sent and put into evidence. */
    public ObjectNode json() {
        ObjectNode jws = Json.object().put("payload", payload);
        ArrayNode lines = jws.putArray("signatures");
        for (Signature signature : signatures) {
            lines.addObject()
                    .put("protected", signature.header())
                    .put("signature", signature.value());
        }
        return jws;
    }

    /** Whether an exchange bound at that instant falls within the agreement's validity. */
    public boolean covers(Instant at) {
        return !at.isBefore(terms.validFrom()) && at.isBefore(terms.validUntil());
    }

    /** Whether the agreement's time is over, whatever was bound within it. */
    public boolean isOver(Instant at) {
        return !at.isBefore(terms.validUntil());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Agreement that && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }
}
