package io.sealane.core.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/**
 * A public key that verifies signatures of one algorithm, named by its thumbprint.
 *
 * <p>There is no other kind of key: P-256 for ES256, Ed25519 for EdDSA. Two keys are equal if their
 * thumbprints are.
 */
public final class Key {
    private static final int SIGNATURE_LENGTH = 64;

    private final String kid;
    private final Algorithm algorithm;
    private final PublicKey publicKey;
    private final JWK jwk;
    private final @Nullable Provider provider;

    Key(Algorithm algorithm, PublicKey publicKey, JWK jwk, @Nullable Provider provider) {
        this.kid = thumbprint(jwk);
        this.algorithm = algorithm;
        this.publicKey = publicKey;
        this.jwk = jwk;
        this.provider = provider;
        signature(algorithm, provider); // fails now rather than at the first delivery
    }

    /** {@link #ofJwk(JsonNode, Provider)} with the platform's own choice of provider. */
    public static Key ofJwk(JsonNode jwk) throws Refusal {
        return ofJwk(jwk, null);
    }

    /**
     * Reads a public JSON Web Key (RFC 7517): {@code EC} on {@code P-256} or {@code OKP} on {@code
     * Ed25519}, meant for signatures, without private members; a {@code kid}, if there is one, is
     * its thumbprint.
     *
     * @param provider where its signatures are verified; null is the platform's choice
     */
    public static Key ofJwk(JsonNode jwk, @Nullable Provider provider) throws Refusal {
        return KeyReader.ofJwk(jwk, provider);
    }

    /** {@link #of(PublicKey, Provider)} with the platform's own choice of provider. */
    public static Key of(PublicKey publicKey) throws Refusal {
        return of(publicKey, null);
    }

    /** A key of a certificate or key store: P-256 or Ed25519, anything else is refused. */
    public static Key of(PublicKey publicKey, @Nullable Provider provider) throws Refusal {
        return KeyReader.ofPublicKey(publicKey, provider);
    }

    /** RFC 7638 thumbprint, SHA-256, base64url. */
    public String kid() {
        return kid;
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** The public JWK, with {@code kid}. */
    public ObjectNode toJwk() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        jwk.toPublicJWK().toJSONObject().forEach((name, value) -> node.put(name, (String) value));
        return node.put("kid", kid);
    }

    /** Whether {@code signature}, in JOSE form, was made over {@code input} with this key. */
    public boolean verifies(byte[] input, byte[] signature) {
        // JDK 25's P1363 form also accepts signatures of other lengths: 12 of Wycheproof's cases.
        if (signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        try {
            Signature verifier = signature(algorithm, provider);
            verifier.initVerify(publicKey);
            verifier.update(input);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // The bytes are not the encoding of a signature at all.
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was accepted cannot verify", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key key && key.kid.equals(kid);
    }

    @Override
    public int hashCode() {
        return kid.hashCode();
    }

    @Override
    public String toString() {
        return algorithm.joseName() + " " + kid;
    }

    /**
     * What makes and verifies the signatures of an algorithm.
     *
     * @throws IllegalArgumentException if the provider cannot, which is a mistake of the caller
     */
    static Signature signature(Algorithm algorithm, @Nullable Provider provider) {
        String name =
                switch (algorithm) {
                    // SPEC: RFC 7518 3.4: r and s, 32 bytes each, not ASN.1.
                    case ES256 -> "SHA256withECDSAinP1363Format";
                    case ED25519 -> "Ed25519";
                };
        try {
            return provider == null
                    ? Signature.getInstance(name)
                    : Signature.getInstance(name, provider);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("this provider has no " + name, e);
        }
    }

    private static String thumbprint(JWK jwk) {
        try {
            return jwk.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
