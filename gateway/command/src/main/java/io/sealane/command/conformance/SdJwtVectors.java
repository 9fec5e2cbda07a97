package io.sealane.command.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.disclosure.SdJwt;
import io.sealane.core.disclosure.SdJwt.Policy;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Jws;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RFC 9901 tokens with their issuer's key: {@code {"issuer_jwk", "vectors": [{"sd_jwt",
 * "expect", ...}]}}. Clock, audience and nonce are what the case, the file, or the file's note say.
 */
final class SdJwtVectors implements Format {
    private static final Pattern CLOCK = Pattern.compile("clock (\\d+)");
    private static final Pattern AUDIENCE = Pattern.compile("\\baud ([^\\s,;]+)");
    private static final Pattern NONCE = Pattern.compile("\\bnonce ([^\\s,;]*[^\\s,;.])");

    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        JsonNode all = file.json();
        if (all == null || !all.path("vectors").path(0).has("sd_jwt")) {
            return null;
        }
        Cases cases = new Cases(file.name(), "SD-JWT (RFC 9901)");
        int number = 0;
        for (JsonNode vector : all.get("vectors")) {
            number++;
            String name = vector.path("id").asText(vector.path("name").asText("case " + number));
            cases.read(name, () -> run(cases, name, all, vector));
        }
        return cases.result();
    }

    private static void run(Cases cases, String name, JsonNode all, JsonNode vector)
            throws MalformedVector {
        String text = Fields.text(vector, "sd_jwt");
        JsonNode jwk = member(all, vector, "issuer_jwk");
        boolean ours = ForeignKeys.accepted(jwk);
        cases.judge(
                name,
                ours,
                expected(vector),
                () -> {
                    Key issuer = ForeignKeys.read(jwk);
                    ObjectNode claims =
                            SdJwt.verify(text, issuer, policy(all, vector), now(all, vector, text));
                    compare(vector, text, claims);
                });
    }

    private static Expected expected(JsonNode vector) throws MalformedVector {
        if (vector.has("expect")) {
            return Expected.of(vector.get("expect"));
        }
        // The RFC's own examples: good, if their signature is.
        return Expected.accepted(
                vector.path("issuer_signature_verifies_with_rfc_key").asBoolean(true));
    }

    private static Policy policy(JsonNode all, JsonNode vector) throws MalformedVector {
        JsonNode required = vector.path("require_kb");
        if (!required.asBoolean(false)) {
            return Policy.withoutBinding();
        }
        return Policy.withBinding(
                said(all, vector, "aud", AUDIENCE), said(all, vector, "nonce", NONCE));
    }

    private static Instant now(JsonNode all, JsonNode vector, String text)
            throws MalformedVector, Refusal {
        JsonNode now = member(all, vector, "now");
        if (now.isIntegralNumber()) {
            return Instant.ofEpochSecond(now.longValue());
        }
        Matcher note = CLOCK.matcher(all.path("note").asText());
        if (note.find()) {
            return Instant.ofEpochSecond(Long.parseLong(note.group(1)));
        }
        // Examples without a clock are looked at when they were issued.
        String token = text.substring(0, Math.max(text.indexOf('~'), 0));
        return Instant.ofEpochSecond(Jws.parseForeign(token).claims().path("iat").asLong());
    }

    private static String said(JsonNode all, JsonNode vector, String name, Pattern inNote)
            throws MalformedVector {
        JsonNode value = member(all, vector, name);
        if (value.isTextual()) {
            return value.textValue();
        }
        Matcher note = inNote.matcher(all.path("note").asText());
        if (note.find()) {
            return note.group(1);
        }
        throw new MalformedVector("a key binding is required, and the file names no " + name);
    }

    private static JsonNode member(JsonNode all, JsonNode vector, String name) {
        return vector.has(name) ? vector.get(name) : all.path(name);
    }

    private static void compare(JsonNode vector, String text, ObjectNode claims)
            throws Otherwise, MalformedVector {
        if (vector.has("processed")) {
            Otherwise.unless(
                    Json.canonicalText(claims).equals(canonical(vector.get("processed"))),
                    "the claims are not those of the vector");
        }
        if (vector.has("disclosure_digests_sha256")) {
            List<String> digests = new ArrayList<>();
            vector.get("disclosure_digests_sha256").forEach(one -> digests.add(one.asText()));
            List<String> parts = List.of(text.split("~", -1));
            Otherwise.unless(
                    parts.subList(1, parts.size() - 1).stream()
                            .map(Digest::base64Url)
                            .toList()
                            .equals(digests),
                    "the digests are not those of the vector");
        }
    }

    private static String canonical(JsonNode processed) throws MalformedVector {
        try {
            return Json.canonicalText(Json.parse(processed.toString()));
        } catch (Refusal refusal) {
            throw new MalformedVector("processed is " + refusal.code());
        }
    }
}
