package io.sealane.node.keys;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;

/** Whether a certificate is one for TLS, whoever issued it, over a key that nobody can guess. */
public final class CertificateUse {
    private static final int RSA_BITS = 2048;
    private static final int EC_BITS = 256;

    /** Of a server, of a client, of anything: a node is both ends, and has one certificate. */
    private static final Set<String> TLS =
            Set.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

    private CertificateUse() {}

    /** Whether a connection may rest on it. */
    public static boolean isForTls(X509Certificate certificate) {
        return isStrong(certificate.getPublicKey())
                && signs(certificate)
                && isMeantForTls(certificate);
    }

    private static boolean isStrong(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= RSA_BITS;
            case ECPublicKey ec -> ec.getParams().getOrder().bitLength() >= EC_BITS;
            case EdECPublicKey _ -> true;
            default -> false;
        };
    }

    // SPEC: RFC 8446 4.4.2.2: where there is a key usage, it has digitalSignature.
    private static boolean signs(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return usage == null || usage[0];
    }

    // SPEC: RFC 5280 4.2.1.12: where purposes are named, it is good for those alone.
    private static boolean isMeantForTls(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.stream().anyMatch(TLS::contains);
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
