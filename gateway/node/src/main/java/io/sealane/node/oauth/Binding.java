package io.sealane.node.oauth;

import java.util.Map;

/** What a token is bound to: whoever shows the token proves to hold that. */
sealed interface Binding {
    /** SPEC: RFC 8705 3.1: {@code x5t#S256} of the client certificate of the connection. */
    record Certificate(String thumbprint) implements Binding {
        static final String NAME = "x5t#S256";
    }

    /** SPEC: RFC 9449 6.1: {@code jkt}, the RFC 7638 thumbprint of the key that signs proofs. */
    record ProofKey(String thumbprint) implements Binding {
        static final String NAME = "jkt";
    }

    /** The {@code cnf} of a token (RFC 7800). */
    default Map<String, Object> confirmation() {
        return switch (this) {
            case Certificate one -> Map.of(Certificate.NAME, one.thumbprint());
            case ProofKey one -> Map.of(ProofKey.NAME, one.thumbprint());
        };
    }

    /** The {@code token_type} of a token, and the scheme under which it is shown. */
    default String scheme() {
        return switch (this) {
            case Certificate _ -> "Bearer";
            case ProofKey _ -> "DPoP";
        };
    }
}
