package io.sealane.core.ledger;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Public keys as the bare bytes that C2SP writes, and the JDK's signatures under them. */
final class RawKeys {
    // The SubjectPublicKeyInfo before the key's bytes. SPEC: RFC 8410 4 (Ed25519); RFC 9881 4
    // (ML-DSA-44).
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] ML_DSA_44_PREFIX =
            HexFormat.of().parseHex("30820532300b0609608648016503040311" + "0382052100");

    /** ML-DSA-44 is the JDK's: other providers have its keys and not its signatures. */
    private static final Provider PLATFORM = Security.getProvider("SUN");

    private RawKeys() {}

    static PublicKey decode(SignatureType type, byte[] raw) throws Refusal {
        if (raw.length != type.keyBytes()) {
            throw new Refusal(Code.MALFORMED_NOTE, "The verifier key has the wrong length.");
        }
        byte[] prefix = prefix(type);
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + raw.length);
        System.arraycopy(raw, 0, encoded, prefix.length, raw.length);
        try {
            PublicKey key = keyFactory(type).generatePublic(new X509EncodedKeySpec(encoded));
            if (type != SignatureType.ML_DSA_44) {
                // Refuses the points of small order, under which a signature proves nothing.
                Key.of(key);
            }
            return key;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("the platform knows " + algorithm(type), e);
        } catch (GeneralSecurityException e) {
            throw new Refusal(Code.MALFORMED_NOTE, "The verifier key is not a public key.");
        }
    }

    static byte[] encode(SignatureType type, PublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] prefix = prefix(type);
        if (encoded.length != prefix.length + type.keyBytes()
                || !Arrays.equals(encoded, 0, prefix.length, prefix, 0, prefix.length)) {
            throw new IllegalArgumentException("The key is not one for " + algorithm(type) + ".");
        }
        return Arrays.copyOfRange(encoded, prefix.length, encoded.length);
    }

    static boolean verifies(SignatureType type, PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verification = signature(type);
            verification.initVerify(key);
            verification.update(message);
            return verification.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("the key was made for " + algorithm(type), e);
        }
    }

    static Signature signature(SignatureType type) throws NoSuchAlgorithmException {
        return type == SignatureType.ML_DSA_44
                ? Signature.getInstance(algorithm(type), PLATFORM)
                : Signature.getInstance(algorithm(type));
    }

    static KeyFactory keyFactory(SignatureType type) throws NoSuchAlgorithmException {
        return type == SignatureType.ML_DSA_44
                ? KeyFactory.getInstance(algorithm(type), PLATFORM)
                : KeyFactory.getInstance(algorithm(type));
    }

    static String algorithm(SignatureType type) {
        return switch (type) {
            case ED25519, COSIGNATURE -> "Ed25519";
            case ML_DSA_44 -> "ML-DSA-44";
        };
    }

    private static byte[] prefix(SignatureType type) {
        return switch (type) {
            case ED25519, COSIGNATURE -> ED25519_PREFIX;
            case ML_DSA_44 -> ML_DSA_44_PREFIX;
        };
    }
}
