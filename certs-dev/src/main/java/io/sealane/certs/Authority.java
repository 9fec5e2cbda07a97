package io.sealane.certs;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;

import javax.security.auth.x500.X500Principal;

/**
 * A development certificate authority, one a nation. Nobody outside the development folder trusts
 * it: nodes pin each other's keys, and parties are known by their certificate's thumbprint.
 */
public final class Authority {
    private static final Duration LIFE = Duration.ofDays(365);
    private static final Duration CRL_LIFE = Duration.ofDays(7);

    /** Clocks of development machines differ, and a certificate is used at once. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** What a certificate is for. */
    public enum Use {
        /** A node's TLS: it answers parties and partners, and calls partners. */
        NODE,
        /** A party's TLS client certificate. */
        PARTY,
        /** A time-stamping authority. */
        TIME_STAMPING,
        /** A key that only needs an envelope in a PKCS#12 file: log, presentation and the like. */
        SIGNING
    }

    private final KeyPair pair;
    private final X509Certificate certificate;
    private long crlNumber;

    private Authority(KeyPair pair, X509Certificate certificate) {
        this.pair = pair;
        this.certificate = certificate;
    }

    /** A new self-signed authority, P-256, valid for a year. */
    public static Authority create(String name, Instant now) {
        KeyPair pair = KeyPairs.p256();
        var subject = new X500Principal("O=Sealane development,CN=" + name);
        var builder = builder(subject, pair.getPublic(), subject, now, now.plus(LIFE));
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new Authority(pair, signed(builder, pair));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("an extension cannot be encoded", e);
        }
    }

    /** The authority of files written earlier. */
    public static Authority of(X509Certificate certificate, KeyPair pair) {
        return new Authority(pair, certificate);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public KeyPair pair() {
        return pair;
    }

    /**
     * Certifies a key.
     *
     * @param names DNS names and IPv4 addresses of the holder; may be empty
     */
    public X509Certificate issue(
            String commonName,
            PublicKey key,
            Use use,
            List<String> names,
            Instant now,
            Duration life) {
        var subject = new X500Principal("O=Sealane development,CN=" + commonName);
        var builder =
                builder(
                        certificate.getSubjectX500Principal(),
                        key,
                        subject,
                        now.minus(BACKDATED),
                        now.plus(life));
        try {
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            KeyPurposeId[] purposes = purposes(use);
            if (purposes.length > 0) {
                // SPEC: RFC 3161 2.3: time stamping stands alone, and is critical.
                boolean critical = use == Use.TIME_STAMPING;
                builder.addExtension(
                        Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(purposes));
            }
            if (!names.isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names(names));
            }
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(key));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(certificate));
            return signed(builder, pair);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("an extension cannot be encoded", e);
        }
    }

    /** The list of certificates that are no longer good, valid for a week. */
    public X509CRL revocations(Collection<BigInteger> serials, Instant now) {
        X509v2CRLBuilder builder =
                new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(CRL_LIFE)));
        for (BigInteger serial : serials) {
            builder.addCRLEntry(serial, Date.from(now), CRLReason.keyCompromise);
        }
        try {
            // SPEC: RFC 5280 5.2.1, 5.2.3: both are mandatory in a CRL.
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
            builder.addExtension(
                    Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(++crlNumber)));
            return new JcaX509CRLConverter()
                    .getCRL(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(pair.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("a revocation list cannot be signed", e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, PublicKey key, X500Principal subject, Instant from, Instant to) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, RANDOM).setBit(126),
                Date.from(from),
                Date.from(to),
                subject,
                key);
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair pair) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(pair.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate cannot be signed", e);
        }
    }

    private static KeyPurposeId[] purposes(Use use) {
        return switch (use) {
            case NODE ->
                    new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    };
            case PARTY -> new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth};
            case TIME_STAMPING -> new KeyPurposeId[] {KeyPurposeId.id_kp_timeStamping};
            case SIGNING -> new KeyPurposeId[0];
        };
    }

    private static GeneralNames names(List<String> names) {
        var all = new ArrayList<GeneralName>();
        for (String name : names) {
            boolean address = name.matches("[0-9.]+");
            all.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name));
        }
        return new GeneralNames(all.toArray(GeneralName[]::new));
    }
}
