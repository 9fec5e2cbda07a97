package io.sealane.node.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads public keys and hashes of the configuration. */
final class PublicKeyReader {
    private static final int SHA256_BYTES = 32;

    private PublicKeyReader() {}

    /** A public JWK; null if it is missing or, with a problem noted, not one. */
    static @Nullable Key optional(Section section, String name) {
        Section jwk = section.section(name);
        return jwk == null ? null : key(section, name, jwk, Key::ofJwk);
    }

    /** A public JWK that must be there. */
    static @Nullable Key required(Section section, String name) {
        Section jwk = section.required(name, "Write the partner's public key as a JWK.");
        return jwk == null ? null : key(section, name, jwk, Key::ofJwk);
    }

    /** A list of public JWKs with at least one. */
    static List<Key> list(Section section, String name) {
        return keys(section, name, present(section, name), Key::ofJwk);
    }

    /** As {@link #list}, of keys that sign documents: beside the first, some may sign secondly. */
    static List<Key> issuers(Section section, String name) {
        return issuers(section, name, present(section, name));
    }

    /** As {@link #issuers}; empty if it is missing. */
    static List<Key> anyIssuers(Section section, String name) {
        return issuers(section, name, section.sections(name));
    }

    private static List<Section> present(Section section, String name) {
        List<Section> jwks = section.sections(name);
        if (jwks.isEmpty()) {
            section.note(name, "is missing.", "Write a list with the partner's key as a JWK.");
        }
        return jwks;
    }

    private static List<Key> issuers(Section section, String name, List<Section> jwks) {
        List<Key> keys = keys(section, name, jwks, Key::ofIssuersJwk);
        if (!keys.isEmpty() && keys.stream().noneMatch(key -> key.algorithm().isFirst())) {
            section.note(
                    name,
                    "holds keys of second signatures alone.",
                    "Add the key of the first, EC P-256 or Ed25519.");
        }
        return keys;
    }

    private interface Reading {
        Key of(JsonNode jwk) throws Refusal;
    }

    private static List<Key> keys(
            Section section, String name, List<Section> jwks, Reading reading) {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < jwks.size(); i++) {
            @Nullable Key key = key(section, name + "[" + i + "]", jwks.get(i), reading);
            if (key != null && !keys.contains(key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** Whether a text is a SHA-256 in base64url without padding. */
    static boolean isHash(String text) {
        try {
            return Base64Url.decode(text).length == SHA256_BYTES;
        } catch (Refusal e) {
            return false;
        }
    }

    private static @Nullable Key key(Section section, String name, Section jwk, Reading reading) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        jwk.allTexts().forEach(node::put);
        try {
            return reading.of(node);
        } catch (Refusal e) {
            section.note(name, "is not a usable key: " + e.detail(), "Copy the public JWK again.");
            return null;
        }
    }
}
