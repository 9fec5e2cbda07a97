package io.sealane.core.identity;

/** The signature algorithms a node accepts. Nothing else is ever looked at. */
public enum Algorithm {
    ES256("ES256"),
    ED25519("EdDSA");

    private final String joseName;

    Algorithm(String joseName) {
        this.joseName = joseName;
    }

    /** The {@code alg} value of RFC 7518 and RFC 8037. */
    public String joseName() {
        return joseName;
    }

    /** The algorithm a JOSE header names. */
    public static Algorithm ofJose(String name) throws Refusal {
        for (Algorithm algorithm : values()) {
            if (algorithm.joseName.equals(name)) {
                return algorithm;
            }
        }
        throw new Refusal(
                Code.ALGORITHM_NOT_ALLOWED, "Accepted algorithms are ES256 and EdDSA (Ed25519).");
    }
}
