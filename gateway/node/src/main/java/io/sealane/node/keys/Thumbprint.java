package io.sealane.node.keys;

import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;

import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** The names by which certificates and their keys are known: SHA-256, base64url. */
public final class Thumbprint {
    private Thumbprint() {}

    /** SPEC: RFC 8705 3.1: {@code x5t#S256}, the hash of the DER certificate. */
    public static String of(X509Certificate certificate) {
        try {
            return Base64Url.encode(Digest.sha256(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has no encoding", e);
        }
    }

    /** The pin of a key: the hash of its SubjectPublicKeyInfo. */
    public static String pin(PublicKey key) {
        return Base64Url.encode(Digest.sha256(key.getEncoded()));
    }
}
