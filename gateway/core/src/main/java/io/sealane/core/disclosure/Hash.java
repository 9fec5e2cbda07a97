package io.sealane.core.disclosure;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash algorithms an SD-JWT may use here, of the IANA registry that {@code _sd_alg} names. */
enum Hash {
    SHA_256("sha-256", "SHA-256", 43),
    SHA_384("sha-384", "SHA-384", 64),
    SHA_512("sha-512", "SHA-512", 86);

    private final String ianaName;
    private final String javaName;
    private final int characters;

    Hash(String ianaName, String javaName, int characters) {
        this.ianaName = ianaName;
        this.javaName = javaName;
        this.characters = characters;
    }

    /** Whether a text has the form of a digest: what has not could be a value in the clear. */
    boolean isDigest(String text) {
        return text.length() == characters && Base64Url.isCanonical(text);
    }

    /** The algorithm that a payload names. */
    static Hash of(JsonNode payload) throws Refusal {
        JsonNode name = payload.get("_sd_alg");
        if (name == null) {
            return SHA_256; // SPEC: RFC 9901 4.1.1: the default.
        }
        for (Hash hash : values()) {
            if (name.isTextual() && name.textValue().equals(hash.ianaName)) {
                return hash;
            }
        }
        // SPEC: RFC 9901 7.1(2)(d): understood, and deemed secure.
        throw new Refusal(
                Code.MALFORMED_TOKEN, "_sd_alg must be sha-256, sha-384 or sha-512.", "/_sd_alg");
    }

    /** SPEC: RFC 9901 4.2.3: the digest is over the US-ASCII bytes of the text as it stands. */
    String digest(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(javaName);
            return Base64Url.encode(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("the java.base module has " + javaName, e);
        }
    }
}
