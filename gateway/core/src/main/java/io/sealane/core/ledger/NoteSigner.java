package io.sealane.core.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** A private key that signs notes: a log's, or a witness's. */
public final class NoteSigner {
    /** Makes the bare signature over a message. */
    private interface RawSignature {
        byte[] over(byte[] message);
    }

    private final NoteVerifier verifier;
    private final RawSignature signature;

    private NoteSigner(NoteVerifier verifier, RawSignature signature) {
        this.verifier = verifier;
        this.signature = signature;
    }

    /**
     * A signer over the port that holds a node's Ed25519 key.
     *
     * @param type ED25519 for a log, COSIGNATURE for a witness; one key, one name
     * @param key the signer's public key
     */
    public static NoteSigner of(String name, SignatureType type, PublicKey key, Signer signer) {
        if (signer.algorithm() != Algorithm.ED25519 || type == SignatureType.ML_DSA_44) {
            throw new IllegalArgumentException("Such a note is signed with Ed25519.");
        }
        return new NoteSigner(NoteVerifier.of(name, type, key), signer::sign);
    }

    /** A signer with a key pair of the JDK: Ed25519 or ML-DSA-44, as the type asks. */
    public static NoteSigner of(String name, SignatureType type, KeyPair pair) {
        PrivateKey key = readable(type, pair.getPrivate());
        return new NoteSigner(
                NoteVerifier.of(name, type, pair.getPublic()),
                message -> {
                    try {
                        Signature signing = RawKeys.signature(type);
                        signing.initSign(key);
                        signing.update(message);
                        return signing.sign();
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException("The key cannot sign.", e);
                    }
                });
    }

    /** The same key as an object of the provider that signs with it. */
    private static PrivateKey readable(SignatureType type, PrivateKey key) {
        try {
            return RawKeys.keyFactory(type)
                    .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not a private key for " + type + ".", e);
        }
    }

    /** The public side, as others configure it. */
    public NoteVerifier verifier() {
        return verifier;
    }

    /**
     * One signature over a note's text.
     *
     * @param timeSeconds since 1970; used by the timed types only
     * @throws IllegalArgumentException if a timed type is to sign what is not a checkpoint
     */
    Note.Line sign(String text, long timeSeconds) {
        return new Note.Line(verifier.name(), verifier.id(), signatureOver(text, timeSeconds));
    }

    private byte[] signatureOver(String text, long timeSeconds) {
        if (!verifier.type().isTimed()) {
            return signature.over(text.getBytes(UTF_8));
        }
        try {
            byte[] bare =
                    signature.over(
                            SignedMessage.timed(
                                    verifier.type(), verifier.name(), text, timeSeconds));
            return ByteBuffer.allocate(8 + bare.length).putLong(timeSeconds).put(bare).array();
        } catch (Refusal e) {
            throw new IllegalArgumentException("Only a checkpoint is co-signed.", e);
        }
    }
}
