package io.sealane.core.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Jws;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Verifies any SD-JWT, whoever made it: RFC 9901 7.1 and 7.3, and nothing of Sealane's own form.
 *
 * <p>Deliveries are read by {@link Presentation}, which shares its steps and asks for more. This
 * one is for conformance vectors and for tokens of others.
 */
public final class SdJwt {
    private static final double MAX_SECONDS = 1e11; // the year 5138

    private SdJwt() {}

    /**
     * What the verifier asks for.
     *
     * @param binding what a key binding must say; null if none is required, and then one that is
     *     there counts for nothing (RFC 9901 7.3(1))
     * @param leeway how far the clocks may be apart
     */
    public record Policy(@Nullable Binding binding, Duration leeway) {
        /** No key binding, clocks that agree. */
        public static Policy withoutBinding() {
            return new Policy(null, Duration.ZERO);
        }

        /** A key binding for this audience and nonce, at most five minutes old. */
        public static Policy withBinding(String audience, String nonce) {
            return new Policy(new Binding(audience, nonce, Duration.ofMinutes(5)), Duration.ZERO);
        }
    }

    /**
     * What a key binding must say.
     *
     * @param audience the verifier, exactly
     * @param nonce of this transaction, exactly
     * @param maxAge how long ago it may have been made
     */
    public record Binding(String audience, String nonce, Duration maxAge) {}

    /**
     * The claims that an SD-JWT (with {@code +KB}, if the policy says so) proves.
     *
     * @param issuer the issuer's key, which the caller found by other means than the token
     * @throws Refusal with the step that failed
     */
    public static ObjectNode verify(String text, Key issuer, Policy policy, Instant now)
            throws Refusal {
        // SPEC: RFC 9901 7.1(1).
        Parts parts = Parts.of(text);
        Jws token = Jws.parseForeign(parts.issuerJwt());
        // SPEC: RFC 9901 7.3(3): what follows the last ~ is a KB-JWT, or it is not an SD-JWT.
        Jws keyBinding =
                parts.keyBindingJwt().isEmpty() ? null : Jws.parseForeign(parts.keyBindingJwt());
        // SPEC: RFC 9901 7.3(2).
        if (policy.binding() != null && keyBinding == null) {
            throw new Refusal(Code.BAD_KEY_BINDING, "A key binding is required and not there.");
        }
        // SPEC: RFC 9901 7.1(2).
        token.verify(issuer, Code.BAD_ISSUER_SIGNATURE);
        ObjectNode payload = token.claims();
        Hash hash = Hash.of(payload);
        // SPEC: RFC 9901 7.1(3)(a).
        List<String> digests = parts.disclosures().stream().map(hash::digest).toList();
        // SPEC: RFC 9901 7.1(3)(b) to (f), (4), (5).
        ObjectNode claims = Unfolding.unfold(payload, parts.disclosures(), digests).claims();
        // SPEC: RFC 9901 7.1(6).
        checkTimes(claims, policy.leeway(), now);
        if (policy.binding() != null && keyBinding != null) {
            String expected = hash.digest(parts.bound());
            checkBinding(keyBinding, claims, expected, policy.binding(), policy.leeway(), now);
        }
        return claims;
    }

    private static void checkBinding(
            Jws keyBinding,
            ObjectNode claims,
            String sdHash,
            Binding binding,
            Duration leeway,
            Instant now)
            throws Refusal {
        // SPEC: RFC 9901 7.3(5)(a), (b), (c).
        keyBinding.verify(holder(claims), Code.BAD_KEY_BINDING);
        // SPEC: RFC 9901 7.3(5)(d).
        if (!"kb+jwt".equals(keyBinding.header().typ())) {
            throw binding("The typ of a key binding is kb+jwt.");
        }
        ObjectNode said = keyBinding.claims();
        // SPEC: RFC 9901 7.3(5)(e), (h).
        checkTimes(said, leeway, now);
        Instant iat = time(said, "iat");
        if (iat == null || iat.isBefore(now.minus(binding.maxAge()).minus(leeway))) {
            throw binding("The key binding was made too long ago, or does not say when.");
        }
        // SPEC: RFC 9901 7.3(5)(f).
        if (!isText(said.get("aud"), binding.audience())) {
            throw new Refusal(Code.WRONG_AUDIENCE, "The key binding is for another verifier.");
        }
        if (!isText(said.get("nonce"), binding.nonce())) {
            throw binding("The key binding is of another transaction.");
        }
        // SPEC: RFC 9901 7.3(5)(g).
        if (!isText(said.get("sd_hash"), sdHash)) {
            throw binding("The key binding is of other disclosures.");
        }
    }

    /** SPEC: RFC 9901 4.1.2, RFC 7800 3.2: the holder's key is in {@code cnf.jwk}. */
    private static Key holder(ObjectNode claims) throws Refusal {
        if (!(claims.path("cnf").get("jwk") instanceof ObjectNode jwk)) {
            throw binding("The token has no cnf with a jwk.");
        }
        ObjectNode unnamed = Json.object();
        jwk.properties()
                .forEach(member -> {
                    // The names that others give their keys are theirs to choose.
                    if (!member.getKey().equals("kid")) {
                        unnamed.set(member.getKey(), member.getValue());
                    }
                });
        try {
            return Key.ofJwk(unnamed);
        } catch (Refusal refusal) {
            throw refusal.as(Code.BAD_KEY_BINDING);
        }
    }

    private static void checkTimes(ObjectNode claims, Duration leeway, Instant now) throws Refusal {
        Instant exp = time(claims, "exp");
        // SPEC: RFC 7519 4.1.4: not on or after.
        if (exp != null && !now.minus(leeway).isBefore(exp)) {
            throw new Refusal(Code.EXPIRED, "The token has expired.", "/exp");
        }
        for (String name : new String[] {"nbf", "iat"}) {
            Instant from = time(claims, name);
            if (from != null && from.isAfter(now.plus(leeway))) {
                throw new Refusal(Code.CLOCK_SKEW, "The token is of the future.", "/" + name);
            }
        }
    }

    /** SPEC: RFC 7519 2: NumericDate, seconds, a fraction allowed. */
    private static @Nullable Instant time(ObjectNode claims, String name) throws Refusal {
        JsonNode value = claims.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || Math.abs(value.doubleValue()) > MAX_SECONDS) {
            throw new Refusal(Code.MALFORMED_TOKEN, "A time is a number of seconds.", "/" + name);
        }
        return Instant.ofEpochMilli(Math.round(value.doubleValue() * 1000));
    }

    private static boolean isText(@Nullable JsonNode value, String expected) {
        return value != null && value.isTextual() && value.textValue().equals(expected);
    }

    private static Refusal binding(String detail) {
        return new Refusal(Code.BAD_KEY_BINDING, detail);
    }
}
