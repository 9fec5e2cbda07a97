package io.sealane.core.identity;

/** The signature algorithms a node accepts. Nothing else is ever looked at. */
public enum Algorithm {
    ES256("ES256", 64),
    ED25519("EdDSA", 64),
    /** Never alone: an issuer's second signature, beside one that everybody can verify. */
    ML_DSA_65("ML-DSA-65", 3309);

    private final String joseName;
    private final int signatureBytes;

    Algorithm(String joseName, int signatureBytes) {
        this.joseName = joseName;
        this.signatureBytes = signatureBytes;
    }

    /** The {@code alg} value of RFC 7518, RFC 8037 and RFC 9964. */
    public String joseName() {
        return joseName;
    }

    /** How long each signature is: in JOSE form none is longer or shorter. */
    public int signatureBytes() {
        return signatureBytes;
    }

    /** Whether it signs tokens by itself: then it is one of those that a compact header names. */
    public boolean isFirst() {
        return this != ML_DSA_65;
    }

    /** The algorithm that the header of a compact token names. */
    public static Algorithm ofJose(String name) throws Refusal {
        for (Algorithm algorithm : values()) {
            if (algorithm.joseName.equals(name) && algorithm.isFirst()) {
                return algorithm;
            }
        }
        throw new Refusal(
                Code.ALGORITHM_NOT_ALLOWED, "Accepted algorithms are ES256 and EdDSA (Ed25519).");
    }
}
