package io.sealane.core.ledger;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

/** The kinds of note signature that a node makes or verifies. */
// SPEC: C2SP signed-note, Signature types; C2SP tlog-cosignature, Format.
public enum SignatureType {
    /** Ed25519 over the note's text. */
    ED25519(0x01, 32, 64),
    /** A witness's Ed25519 co-signature of a checkpoint, with its time. */
    COSIGNATURE(0x04, 32, 8 + 64),
    /** An ML-DSA-44 signature or co-signature of a checkpoint, with its time. */
    ML_DSA_44(0x06, 1312, 8 + 2420);

    private final int identifier;
    private final int keyBytes;
    private final int signatureBytes;

    SignatureType(int identifier, int keyBytes, int signatureBytes) {
        this.identifier = identifier;
        this.keyBytes = keyBytes;
        this.signatureBytes = signatureBytes;
    }

    byte identifier() {
        return (byte) identifier;
    }

    /** Bytes of a public key. */
    int keyBytes() {
        return keyBytes;
    }

    /** Bytes of a signature line's signature, the time included and the key id not. */
    int signatureBytes() {
        return signatureBytes;
    }

    /** Whether its signatures carry a time. */
    public boolean isTimed() {
        return this != ED25519;
    }

    /**
     * Whether the key made the bare signature over the message: no time, no note around it.
     *
     * @throws Refusal MALFORMED_NOTE if the bytes are no key of this type
     */
    public boolean verifies(byte[] rawKey, byte[] message, byte[] signature) throws Refusal {
        return RawKeys.verifies(this, RawKeys.decode(this, rawKey), message, signature);
    }

    static SignatureType of(byte identifier) throws Refusal {
        for (SignatureType type : values()) {
            if (type.identifier() == identifier) {
                return type;
            }
        }
        throw new Refusal(
                Code.UNKNOWN_KEY,
                "A verifier key is of type 0x01, 0x04 or 0x06; no other is known.");
    }
}
