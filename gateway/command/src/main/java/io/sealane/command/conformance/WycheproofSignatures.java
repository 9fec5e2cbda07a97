package io.sealane.command.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.SignatureType;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;

/** A group of Wycheproof's signatures over bytes. */
final class WycheproofSignatures {
    // SPEC: RFC 7518 3.4, RFC 8812 3.2, RFC 8037 3.1, RFC 9864 2.2.
    private static final Map<String, String> JOSE_NAMES =
            Map.of(
                    "secp256r1/SHA-256", "ES256",
                    "secp384r1/SHA-384", "ES384",
                    "secp521r1/SHA-512", "ES512",
                    "secp256k1/SHA-256", "ES256K",
                    "edwards25519", "EdDSA",
                    "edwards448", "Ed448");

    private WycheproofSignatures() {}

    /** ECDSA as JOSE writes it, r || s. */
    static void ecdsa(Cases cases, JsonNode group) {
        String curve = group.path("publicKey").path("curve").asText();
        curve = curve.isEmpty() ? group.path("key").path("curve").asText() : curve;
        String kind = curve + "/" + group.path("sha").asText();
        signatures(cases, group, "EC", JOSE_NAMES.getOrDefault(kind, "ECDSA/" + kind));
    }

    /** Ed25519 and Ed448. */
    static void eddsa(Cases cases, JsonNode group) {
        String curve = group.path("publicKey").path("curve").asText();
        curve = curve.isEmpty() ? group.path("key").path("curve").asText() : curve;
        signatures(cases, group, "Ed25519", JOSE_NAMES.getOrDefault(curve, "EdDSA/" + curve));
    }

    private static void signatures(Cases cases, JsonNode group, String kind, String algorithm) {
        for (JsonNode test : group.path("tests")) {
            String name = WycheproofVectors.name(test);
            cases.read(
                    name,
                    () -> {
                        byte[] spki =
                                Fields.hex(group, group.has("keyDer") ? "keyDer" : "publicKeyDer");
                        byte[] message = Fields.hex(test, "msg");
                        byte[] signature = Fields.hex(test, "sig");
                        cases.judge(
                                name,
                                ForeignKeys.accepted(algorithm),
                                Expected.of(test.path("result")),
                                () -> {
                                    Algorithm.ofJose(algorithm);
                                    Key key = Key.of(publicKey(kind, spki));
                                    checkJwk(group, key);
                                    requireSignature(key.verifies(message, signature));
                                });
                    });
        }
    }

    /** The other form of the same key is the same key. */
    private static void checkJwk(JsonNode group, Key key)
            throws Refusal, Otherwise, MalformedVector {
        for (String name : new String[] {"publicKeyJwk", "jwk"}) {
            if (group.path(name).isObject()) {
                Otherwise.unless(
                        ForeignKeys.read(group.get(name)).equals(key),
                        "the JWK and the DER form are two keys");
            }
        }
    }

    /** ML-DSA: ML-DSA-44 signs checkpoints here, ML-DSA-65 documents; ML-DSA-87 nothing. */
    static void mlDsa(Cases cases, String algorithm, JsonNode group) {
        boolean ours = algorithm.equals("ML-DSA-44") || algorithm.equals("ML-DSA-65");
        for (JsonNode test : group.path("tests")) {
            String name = WycheproofVectors.name(test);
            if (ours && !test.path("ctx").asText().isEmpty()) {
                cases.notRun(name, "a context string: nothing here signs with one");
                continue;
            }
            cases.read(
                    name,
                    () -> {
                        byte[] raw = Fields.hex(group, "publicKey");
                        byte[] message = Fields.hex(test, "msg");
                        byte[] signature = Fields.hex(test, "sig");
                        cases.judge(
                                name,
                                ours,
                                Expected.of(test.path("result")),
                                () -> {
                                    if (!ours) {
                                        Algorithm.ofJose(algorithm);
                                    }
                                    requireSignature(
                                            algorithm.equals("ML-DSA-65")
                                                    ? second(raw).verifies(message, signature)
                                                    : SignatureType.ML_DSA_44.verifies(
                                                            raw, message, signature));
                                });
                    });
        }
    }

    /** As partners publish it. */
    private static Key second(byte[] raw) throws Refusal {
        return Key.ofIssuersJwk(
                Json.object()
                        .put("kty", "AKP")
                        .put("alg", "ML-DSA-65")
                        .put("pub", Base64Url.encode(raw)));
    }

    private static PublicKey publicKey(String kind, byte[] spki) throws MalformedVector {
        try {
            return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw new MalformedVector("the key is not a SubjectPublicKeyInfo");
        }
    }

    private static void requireSignature(boolean verifies) throws Refusal {
        if (!verifies) {
            throw new Refusal(Code.BAD_SIGNATURE, "The signature does not verify.");
        }
    }
}
