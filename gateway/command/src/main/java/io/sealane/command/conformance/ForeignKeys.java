package io.sealane.command.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;

import java.util.List;
import java.util.Set;

/** JSON Web Keys of vectors: their names are not thumbprints, and many are printed with secrets. */
final class ForeignKeys {
    // Said here anew: what is accepted is not taken from the code that is being tested.
    private static final Set<String> ACCEPTED_ALGORITHMS = Set.of("ES256", "EdDSA");
    private static final Set<String> ACCEPTED_KEYS = Set.of("EC/P-256", "OKP/Ed25519");

    private ForeignKeys() {}

    /** Whether a JOSE algorithm is one of those that a node accepts. */
    static boolean accepted(String algorithm) {
        return ACCEPTED_ALGORITHMS.contains(algorithm);
    }

    /** Whether a key is of a kind that a node accepts. */
    static boolean accepted(JsonNode jwk) {
        return ACCEPTED_KEYS.contains(jwk.path("kty").asText() + "/" + jwk.path("crv").asText());
    }

    /** The public half, read as a node reads it. */
    static Key read(JsonNode jwk) throws Refusal, MalformedVector {
        if (!(jwk instanceof ObjectNode object)) {
            throw new MalformedVector("a key is not a JSON object");
        }
        ObjectNode copy = object.deepCopy();
        copy.remove("kid");
        // Symmetric and RSA keys stay as they are: they are refused for their kind.
        if (accepted(jwk)) {
            copy.remove(List.of("d"));
        }
        return Key.ofJwk(copy);
    }
}
