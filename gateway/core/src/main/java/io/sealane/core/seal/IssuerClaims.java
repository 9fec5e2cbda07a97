package io.sealane.core.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an issuer says of a document, never hidden (DESIGN 5.1).
 *
 * @param iss the party that issues the document
 * @param actor the issuer's node, if it signed for a party that has no key of its own; else null
 * @param iat when it was signed, in whole seconds
 * @param jti {@code urn:uuid:} and a UUIDv7
 * @param vct type and version, {@code transport-document/1.0}
 * @param prof {@code transport-document/1.0#<base64url SHA-256 of the profile>}
 * @param sigs the algorithms of all the issuer's signatures
 * @param holder thumbprint of the presentation key of the issuer's node
 */
public record IssuerClaims(
        PartyId iss,
        @Nullable String actor,
        Instant iat,
        String jti,
        String vct,
        String prof,
        List<String> sigs,
        String holder) {
    private static final int FORMAT = 1;
    private static final Set<String> MEMBERS =
            Set.of(
                    "iss", "act", "iat", "jti", "ver", "vct", "prof", "sigs", "cnf", "_sd_alg",
                    "doc", "_sd");
    private static final Pattern JTI =
            Pattern.compile(
                    "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Pattern VCT = Pattern.compile("[a-z0-9-]{1,64}/[0-9]{1,4}\\.[0-9]{1,4}");
    private static final Pattern PROF =
            Pattern.compile("[a-z0-9-]{1,64}/[0-9]{1,4}\\.[0-9]{1,4}#[A-Za-z0-9_-]{43}");

    public IssuerClaims {
        iat = Instant.ofEpochSecond(iat.getEpochSecond());
        sigs = List.copyOf(sigs);
    }

    /** The payload of a token with these claims, {@code doc} and top-level {@code _sd}. */
    ObjectNode payload(JsonNode doc, JsonNode digests) {
        ObjectNode payload = Json.object();
        payload.put("iss", iss.toString());
        if (actor != null) {
            payload.putObject("act").put("sub", actor);
        }
        payload.put("iat", iat.getEpochSecond()).put("jti", jti).put("ver", FORMAT);
        payload.put("vct", vct).put("prof", prof);
        sigs.forEach(payload.putArray("sigs")::add);
        payload.putObject("cnf").put("kid", holder);
        payload.put("_sd_alg", "sha-256");
        payload.set("doc", doc);
        payload.set("_sd", digests);
        return payload;
    }

    /**
     * Reads the claims of a payload and refuses every claim that is not of this form.
     *
     * @throws Refusal MALFORMED_TOKEN
     */
    static IssuerClaims of(ObjectNode payload) throws Refusal {
        Members claims = Members.of(payload, Code.MALFORMED_TOKEN, "The issuer's token");
        claims.only(MEMBERS);
        PartyId iss = party(claims.text("iss"));
        String actor =
                claims.has("act") ? claims.object("act").only(Set.of("sub")).text("sub") : null;
        // SPEC: RFC 8693 4.1. Only a party's own node ever signs for it (DESIGN 4).
        if (actor != null && !actor.equals(iss.node())) {
            throw malformed("Only the issuer's own node acts for it.");
        }
        if (claims.count("ver") != FORMAT) {
            throw malformed("The form of the token has version 1.");
        }
        if (!claims.text("_sd_alg").equals("sha-256")) {
            throw malformed("The digests are SHA-256.");
        }
        return new IssuerClaims(
                iss,
                actor,
                Instant.ofEpochSecond(claims.count("iat")),
                matching(JTI, claims.text("jti"), "jti is urn:uuid: and a UUIDv7."),
                matching(VCT, claims.text("vct"), "vct is type/version."),
                matching(PROF, claims.text("prof"), "prof is type/version#hash."),
                claims.texts("sigs"),
                claims.object("cnf").only(Set.of("kid")).base64Url("kid", Digest.LENGTH));
    }

    private static PartyId party(String text) throws Refusal {
        try {
            return PartyId.parse(text);
        } catch (Refusal refusal) {
            throw refusal.as(Code.MALFORMED_TOKEN);
        }
    }

    private static String matching(Pattern pattern, String text, String detail) throws Refusal {
        if (!pattern.matcher(text).matches()) {
            throw malformed(detail);
        }
        return text;
    }

    private static Refusal malformed(String detail) {
        return new Refusal(Code.MALFORMED_TOKEN, detail);
    }
}
