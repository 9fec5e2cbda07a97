package io.sealane.core.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Terms with signatures, whosever and how many: what an offer and an agreement have in common.
 *
 * @param payload base64url of the terms' JCS form
 */
record SignedTerms(AgreementTerms terms, String payload, List<TermsSignature> signatures) {
    SignedTerms {
        signatures = List.copyOf(signatures);
    }

    static SignedTerms read(JsonNode jws) throws Refusal {
        Members members =
                Members.of(jws, Code.MALFORMED_AGREEMENT, "An agreement")
                        .only(Set.of("payload", "signatures"));
        String payload = members.text("payload");
        byte[] bytes = Base64Url.decode(payload);
        JsonNode body = Json.parse(bytes);
        // Two nodes sign and hash the same bytes: only the canonical form (RFC 8785) is accepted.
        if (!Arrays.equals(bytes, Json.canonical(body))) {
            throw new Refusal(Code.NOT_CANONICAL, "The agreement's payload is not in JCS form.");
        }
        JsonNode lines = jws.path("signatures");
        if (!lines.isArray() || lines.isEmpty() || lines.size() > 2) {
            throw new Refusal(Code.BAD_SIGNATURE, "An agreement has one signature or two.");
        }
        var signatures = new ArrayList<TermsSignature>();
        for (JsonNode line : lines) {
            signatures.add(TermsSignature.read(line));
        }
        return new SignedTerms(AgreementTerms.read(body), payload, signatures);
    }

    /** Terms that are to be signed. */
    static SignedTerms unsigned(ObjectNode terms) throws Refusal {
        byte[] bytes = Json.canonical(terms);
        return new SignedTerms(
                AgreementTerms.read(Json.parse(bytes)), Base64Url.encode(bytes), List.of());
    }

    SignedTerms with(List<TermsSignature> its) {
        return new SignedTerms(terms, payload, its);
    }

    byte[] hash() {
        try {
            return Digest.sha256(Base64Url.decode(payload));
        } catch (Refusal wasDecodedBefore) {
            throw new IllegalStateException(wasDecodedBefore);
        }
    }

    ObjectNode json() {
        ObjectNode jws = Json.object().put("payload", payload);
        ArrayNode lines = jws.putArray("signatures");
        signatures.forEach(one -> lines.add(one.json()));
        return jws;
    }
}
