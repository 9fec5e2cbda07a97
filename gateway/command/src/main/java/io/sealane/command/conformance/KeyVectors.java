package io.sealane.command.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Key;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** A JSON Web Key, or a set of them, alone in a file. */
final class KeyVectors implements Format {
    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        JsonNode json = file.json();
        if (json == null) {
            return null;
        }
        if (json.path("kty").isTextual()) {
            Cases cases = new Cases(file.name(), "JSON Web Key");
            judge(cases, "the key", json);
            return cases.result();
        }
        if (json.size() == 1 && json.path("keys").path(0).path("kty").isTextual()) {
            Cases cases = new Cases(file.name(), "JSON Web Key set");
            int number = 0;
            for (JsonNode key : json.get("keys")) {
                judge(cases, "key " + ++number, key);
            }
            return cases.result();
        }
        return null;
    }

    private static void judge(Cases cases, String name, JsonNode jwk) {
        boolean ours = ForeignKeys.accepted(jwk);
        // SPEC: RFC 7517 4.2: one that is meant for encryption must not verify signatures.
        boolean signs = jwk.path("use").asText("sig").equals("sig");
        cases.judge(
                name,
                ours,
                Expected.accepted(signs),
                () -> {
                    JsonNode shown = ForeignKeys.read(jwk).toJwk();
                    for (String member : List.of("kty", "crv", "x", "y")) {
                        Otherwise.unless(
                                shown.path(member).equals(jwk.path(member)),
                                member + " is read as another");
                    }
                });
        if (ours && signs && jwk.has("d")) {
            // Whoever is shown a private key takes it for no public one.
            cases.judge(name + ", private", Expected.REFUSED, () -> Key.ofJwk(jwk));
        }
    }
}
