package io.sealane.certs;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;

/** A development time-stamping authority (RFC 3161), ECDSA on P-256: openssl ts accepts it. */
public final class TimeStampAuthority {
    /** A policy of ours that promises nothing: arc 2.25 of a random UUID (X.667). */
    private static final ASN1ObjectIdentifier POLICY =
            new ASN1ObjectIdentifier("2.25.214308574914532867304196529083617224107");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X509Certificate issuer;
    private final InstantSource clock;

    /**
     * @param certificate for {@link Authority.Use#TIME_STAMPING}
     * @param issuer who signed it
     */
    public TimeStampAuthority(
            PrivateKey key,
            X509Certificate certificate,
            X509Certificate issuer,
            InstantSource clock) {
        this.key = key;
        this.certificate = certificate;
        this.issuer = issuer;
        this.clock = clock;
    }

    /**
     * Answers a request ({@code application/timestamp-query}).
     *
     * @return a response ({@code application/timestamp-reply}), which may be a rejection
     * @throws IOException if the bytes are not a request at all
     */
    public byte[] answer(byte[] request) throws IOException {
        try {
            var query = new TimeStampRequest(request);
            var generator = new TimeStampResponseGenerator(tokens(), TSPAlgorithms.ALLOWED);
            return generator
                    .generate(query, new BigInteger(63, RANDOM), Date.from(clock.instant()))
                    .getEncoded();
        } catch (TSPException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("a time stamp cannot be signed", e);
        }
    }

    private TimeStampTokenGenerator tokens()
            throws TSPException, GeneralSecurityException, OperatorCreationException {
        var sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
        // SPEC: RFC 5816: the certificate is named by its SHA-256 (ESSCertIDv2).
        var tokens =
                new TimeStampTokenGenerator(
                        new JcaSimpleSignerInfoGeneratorBuilder()
                                .build("SHA256withECDSA", key, certificate),
                        new JcaDigestCalculatorProviderBuilder().build().get(sha256),
                        POLICY);
        tokens.addCertificates(new JcaCertStore(List.of(certificate, issuer)));
        return tokens;
    }
}
