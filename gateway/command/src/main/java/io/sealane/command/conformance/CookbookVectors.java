package io.sealane.command.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Code;
import io.sealane.core.json.Base64Url;
import io.sealane.core.seal.Jws;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Worked examples of JOSE (RFC 7520 and its kin): a signed text in each serialisation. */
final class CookbookVectors implements Format {
    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        JsonNode example = file.json();
        if (example == null || !example.path("input").has("key") || !example.has("output")) {
            return null;
        }
        Cases cases = new Cases(file.name(), "JOSE example");
        if (!example.has("signing")) {
            cases.notRun("all", "encryption: nothing here decrypts");
            return cases.result();
        }
        JsonNode output = example.get("output");
        if (output.has("compact")) {
            cases.read("compact", () -> compact(cases, example));
        }
        int number = 0;
        for (JsonNode signature : output.path("json").path("signatures")) {
            String name = "json, signature " + (number + 1);
            int at = number++;
            cases.read(name, () -> inJson(cases, name, example, at, signature));
        }
        if (output.has("json_flat")) {
            String name = "json_flat";
            cases.read(name, () -> inJson(cases, name, example, 0, output.get(name)));
        }
        return cases.result();
    }

    private static void compact(Cases cases, JsonNode example) throws MalformedVector {
        String token = Fields.text(example.get("output"), "compact");
        // A detached payload travels beside the token: RFC 7515, appendix F.
        int gap = token.indexOf("..");
        String whole =
                gap < 0
                        ? token
                        : token.substring(0, gap + 1)
                                + Base64Url.encode(payload(example))
                                + token.substring(gap + 1);
        judge(cases, "compact", example, 0, whole);
    }

    /** A signature in JSON with a protected header is that of a compact token. */
    private static void inJson(
            Cases cases, String name, JsonNode example, int at, JsonNode signature)
            throws MalformedVector {
        if (!signature.path("protected").isTextual()) {
            cases.notRun(name, "its header is not protected: no form that is read here has that");
            return;
        }
        String token =
                Fields.text(signature, "protected")
                        + "."
                        + Base64Url.encode(payload(example))
                        + "."
                        + Fields.text(signature, "signature");
        judge(cases, name, example, at, token);
    }

    private static void judge(Cases cases, String name, JsonNode example, int at, String token)
            throws MalformedVector {
        JsonNode input = example.get("input");
        JsonNode key = input.get("key").isArray() ? input.get("key").path(at) : input.get("key");
        JsonNode alg = input.path("alg").isArray() ? input.get("alg").path(at) : input.path("alg");
        byte[] payload = payload(example);
        cases.judge(
                name,
                ForeignKeys.accepted(alg.asText()) && ForeignKeys.accepted(key),
                Expected.ACCEPTED,
                () -> {
                    Jws jws = Jws.parseForeign(token);
                    jws.verify(ForeignKeys.read(key), Code.BAD_SIGNATURE);
                    Otherwise.unless(
                            Arrays.equals(jws.payload(), payload), "the payload is another");
                });
    }

    private static byte[] payload(JsonNode example) throws MalformedVector {
        return Fields.text(example.get("input"), "payload").getBytes(StandardCharsets.UTF_8);
    }
}
