package io.sealane.core.identity;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;

/** A private key of the Java Cryptography Architecture: of a PKCS#12 file or a PKCS#11 token. */
public final class KeySigner implements Signer {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Key key;
    private final PrivateKey privateKey;
    private final @Nullable Provider provider;

    /** {@link #KeySigner(Key, PrivateKey, Provider)} with the platform's own choice of provider. */
    public KeySigner(Key key, PrivateKey privateKey) {
        this(key, privateKey, null);
    }

    /**
     * @param provider where the signatures are made; null is the platform's choice
     * @throws IllegalArgumentException if the two keys are not a pair
     */
    public KeySigner(Key key, PrivateKey privateKey, @Nullable Provider provider) {
        this.key = key;
        boolean second = !key.algorithm().isFirst();
        this.privateKey = second ? PostQuantumKey.readable(privateKey) : privateKey;
        this.provider = second ? PostQuantumKey.PLATFORM : provider;
        // A wrong pair would otherwise be noticed by partners, one refused delivery after the
        // other.
        byte[] probe = "sealane key pair probe".getBytes(StandardCharsets.US_ASCII);
        if (!key.verifies(probe, sign(probe))) {
            throw new IllegalArgumentException("private key does not belong to " + key);
        }
    }

    public Key key() {
        return key;
    }

    @Override
    public String kid() {
        return key.kid();
    }

    @Override
    public Algorithm algorithm() {
        return key.algorithm();
    }

    @Override
    public byte[] sign(byte[] input) {
        try {
            Signature signature = Key.signature(key.algorithm(), provider);
            signature.initSign(privateKey);
            signature.update(input);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            // The key was good when it was loaded: its token is gone or locked.
            throw new Outage(
                    "the signing key " + kid() + " cannot be used", RETRY_AFTER_SECONDS, e);
        }
    }
}
