package io.sealane.node.config;

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
        return jwk == null ? null : key(section, name, jwk);
    }

    /** A public JWK that must be there. */
    static @Nullable Key required(Section section, String name) {
        Section jwk = section.required(name, "Write the partner's public key as a JWK.");
        return jwk == null ? null : key(section, name, jwk);
    }

    /** A list of public JWKs with at least one. */
    static List<Key> list(Section section, String name) {
        List<Section> jwks = section.sections(name);
        if (jwks.isEmpty()) {
            section.note(name, "is missing.", "Write a list with the partner's key as a JWK.");
        }
        return keys(section, name, jwks);
    }

    /** A list of public JWKs; empty if it is missing. */
    static List<Key> any(Section section, String name) {
        return keys(section, name, section.sections(name));
    }

    private static List<Key> keys(Section section, String name, List<Section> jwks) {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < jwks.size(); i++) {
            @Nullable Key key = key(section, name + "[" + i + "]", jwks.get(i));
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

    private static @Nullable Key key(Section section, String name, Section jwk) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        jwk.allTexts().forEach(node::put);
        try {
            return Key.ofJwk(node);
        } catch (Refusal e) {
            section.note(name, "is not a usable key: " + e.detail(), "Copy the public JWK again.");
            return null;
        }
    }
}
