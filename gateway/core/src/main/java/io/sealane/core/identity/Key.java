package io.sealane.core.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ThumbprintUtils;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A public key that verifies signatures of one algorithm, named by its thumbprint.
 *
 * <p>There is no other kind of key: P-256 for ES256, Ed25519 for EdDSA, and for an issuer's second
 * signature ML-DSA-65. Two keys are equal if their thumbprints are.
 */
public final class Key {
    private final String kid;
    private final Algorithm algorithm;
    private final PublicKey publicKey;
    private final Map<String, String> members;
    private final @Nullable Provider provider;

    /**
     * A key that was looked at.
     *
     * @param members of its JWK those that its thumbprint is made of, which are all that it needs
     */
    Key(
            Algorithm algorithm,
            PublicKey publicKey,
            Map<String, String> members,
            @Nullable Provider provider) {
        this.members = new TreeMap<>(members);
        this.kid = thumbprint(this.members);
        this.algorithm = algorithm;
        this.publicKey = publicKey;
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

    /**
     * As {@link #ofJwk(JsonNode)}, of a key that signs documents: it may also be {@code AKP} of
     * {@code ML-DSA-65} (RFC 9964), for second signatures.
     */
    public static Key ofIssuersJwk(JsonNode jwk) throws Refusal {
        return KeyReader.isPostQuantum(jwk)
                ? KeyReader.postQuantum(jwk)
                : KeyReader.ofJwk(jwk, null);
    }

    /** The key of second signatures, ML-DSA-65, of a certificate or key store. */
    public static Key ofSecond(PublicKey publicKey) throws Refusal {
        Key key = PostQuantumKey.ofPublicKey(publicKey);
        if (key == null) {
            throw new Refusal(Code.ALGORITHM_NOT_ALLOWED, "A second key is one of ML-DSA-65.");
        }
        return key;
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
        members.forEach(node::put);
        return node.put("kid", kid);
    }

    /** Whether {@code signature}, in JOSE form, was made over {@code input} with this key. */
    public boolean verifies(byte[] input, byte[] signature) {
        // JDK 25's P1363 form also accepts signatures of other lengths: 12 of Wycheproof's cases.
        if (signature.length != algorithm.signatureBytes()) {
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
                    // SPEC: RFC 9964 3: pure ML-DSA, the context empty.
                    case ML_DSA_65 -> "ML-DSA-65";
                };
        try {
            return provider == null
                    ? Signature.getInstance(name)
                    : Signature.getInstance(name, provider);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("this provider has no " + name, e);
        }
    }

    private static String thumbprint(Map<String, String> members) {
        try {
            // SPEC: RFC 7638 3.3: in the order of their names.
            return ThumbprintUtils.compute("SHA-256", new LinkedHashMap<>(members)).toString();
        } catch (JOSEException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
