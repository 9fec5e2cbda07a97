package io.sealane.node.keys;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;

import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * A certificate revocation list (RFC 5280) together with its issuer's certificate: two PEM blocks,
 * {@code X509 CRL} and {@code CERTIFICATE}, in either order.
 *
 * <p>It proves itself, whoever brings it: it counts for a certificate only if that was signed with
 * the same key as the list. No authority has to be trusted for it.
 *
 * @param pem as it came
 * @param issuerKey signed the list
 */
record RevocationList(String pem, X509CRLHolder crl, PublicKey issuerKey) {
    static final int MOST_BYTES = 256 << 10;

    private static final Duration SKEW = Duration.ofMinutes(5);

    /**
     * Reads a list and checks its signature.
     *
     * @throws Refusal INVALID_REQUEST, BAD_SIGNATURE or CLOCK_SKEW
     */
    static RevocationList parse(String pem, Instant now) throws Refusal {
        if (pem.length() > MOST_BYTES) {
            throw new Refusal(Code.TOO_LARGE, "A revocation list is at most 256 KiB.");
        }
        try (var parser = new PEMParser(new StringReader(pem))) {
            Object first = parser.readObject();
            Object second = parser.readObject();
            boolean listFirst = first instanceof X509CRLHolder;
            if (!((listFirst ? first : second) instanceof X509CRLHolder crl)
                    || !((listFirst ? second : first) instanceof X509CertificateHolder issuer)
                    || parser.readObject() != null) {
                throw malformed();
            }
            check(crl, issuer, now);
            X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(issuer);
            return new RevocationList(pem, crl, certificate.getPublicKey());
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            throw malformed();
        }
    }

    private static void check(X509CRLHolder crl, X509CertificateHolder issuer, Instant now)
            throws Refusal {
        // SPEC: RFC 5280 5.2: a list with a critical extension that is not understood proves
        // nothing. Those of indirect and of delta lists are critical.
        if (!crl.getCriticalExtensionOIDs().isEmpty()) {
            throw new Refusal(
                    Code.INVALID_REQUEST, "Only whole lists of a certificate's own issuer count.");
        }
        if (!crl.getIssuer().equals(issuer.getSubject()) || !isSigned(crl, issuer)) {
            throw new Refusal(
                    Code.BAD_SIGNATURE, "The list is not signed by the certificate beside it.");
        }
        if (crl.getThisUpdate().toInstant().isAfter(now.plus(SKEW))) {
            throw new Refusal(Code.CLOCK_SKEW, "The list is from the future.");
        }
    }

    private static boolean isSigned(X509CRLHolder crl, X509CertificateHolder issuer) {
        try {
            return crl.isSignatureValid(new JcaContentVerifierProviderBuilder().build(issuer));
        } catch (CertException | OperatorCreationException | GeneralSecurityException e) {
            return false;
        }
    }

    private static Refusal malformed() {
        return new Refusal(
                Code.INVALID_REQUEST,
                "A revocation list is two PEM blocks: X509 CRL, and its issuer's CERTIFICATE.");
    }

    /** The issuer's key has one newest list: this names it. */
    String issuer() {
        return Base64Url.encode(Digest.sha256(issuerKey.getEncoded()));
    }

    Instant issuedAt() {
        return crl.getThisUpdate().toInstant();
    }

    /** Whether a certificate is of this issuer, and on the list. */
    boolean revokes(X509Certificate certificate) {
        return crl.getRevokedCertificate(certificate.getSerialNumber()) != null
                && isOfIssuer(certificate);
    }

    // Names are not compared: the signature says whose certificate it is.
    private boolean isOfIssuer(X509Certificate certificate) {
        try {
            certificate.verify(issuerKey);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
