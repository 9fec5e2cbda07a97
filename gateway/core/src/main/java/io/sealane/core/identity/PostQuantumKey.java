package io.sealane.core.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.util.Base64URL;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** Keys of ML-DSA-65: an issuer's second signature, and nothing else. */
final class PostQuantumKey {
    static final String KTY = "AKP";

    /**
     * The JDK's own, in whatever order providers stand: others have such keys under other names,
     * and cannot use each other's.
     */
    static final Provider PLATFORM = Security.getProvider("SUN");

    private static final String NAME = Algorithm.ML_DSA_65.joseName();
    private static final int KEY_BYTES = 1952;

    // SPEC: RFC 9881 4: SubjectPublicKeyInfo of ML-DSA-65 up to the bytes of the key.
    private static final byte[] SPKI =
            HexFormat.of().parseHex("308207b2300b0609608648016503040312" + "038207a100");

    private PostQuantumKey() {}

    /** SPEC: RFC 9964 4: kty AKP, alg, which says what kind it is, and pub. */
    static Key ofJwk(JsonNode jwk) throws Refusal {
        String pub = KeyReader.text(jwk, "pub");
        byte[] raw;
        try {
            raw = Base64.getUrlDecoder().decode(pub);
        } catch (IllegalArgumentException e) {
            throw KeyReader.refusal("pub is base64url.");
        }
        if (raw.length != KEY_BYTES || !Base64URL.encode(raw).toString().equals(pub)) {
            throw KeyReader.refusal("pub is 1,952 bytes in unpadded base64url.");
        }
        return ofBytes(raw);
    }

    /** The key, if it is one of ML-DSA-65; null if it is of another kind. */
    static @Nullable Key ofPublicKey(PublicKey publicKey) throws Refusal {
        byte[] spki = publicKey.getEncoded();
        boolean ours =
                spki != null
                        && spki.length == SPKI.length + KEY_BYTES
                        && Arrays.equals(SPKI, Arrays.copyOf(spki, SPKI.length));
        return ours ? ofBytes(Arrays.copyOfRange(spki, SPKI.length, spki.length)) : null;
    }

    private static Key ofBytes(byte[] raw) throws Refusal {
        byte[] spki = Arrays.copyOf(SPKI, SPKI.length + raw.length);
        System.arraycopy(raw, 0, spki, SPKI.length, raw.length);
        try {
            PublicKey key =
                    KeyFactory.getInstance(NAME, PLATFORM)
                            .generatePublic(new X509EncodedKeySpec(spki));
            // SPEC: RFC 9964 6: the thumbprint is over alg, kty and pub.
            Map<String, String> members =
                    Map.of("alg", NAME, "kty", KTY, "pub", Base64URL.encode(raw).toString());
            return new Key(Algorithm.ML_DSA_65, key, members, PLATFORM);
        } catch (GeneralSecurityException e) {
            throw KeyReader.refusal("The key cannot be read.");
        }
    }

    /** The same private key as an object of the provider that signs with it. */
    static PrivateKey readable(PrivateKey key) {
        try {
            return KeyFactory.getInstance(NAME, PLATFORM)
                    .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a private key of " + NAME, e);
        }
    }
}
