package io.sealane.command.conformance;

import io.sealane.client.Authorities;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.security.auth.x500.X500Principal;

/**
 * Certificates, one a file, of which those named {@code ValidXTest1EE} and {@code InvalidXTest2EE}
 * end a path: NIST PKITS. The paths are validated as a client validates the certificate of its
 * node, which asks nobody whether one was revoked.
 */
final class PathVectors implements Format {
    private static final String FORMAT = "X.509 path (PKITS)";
    private static final Pattern CASE = Pattern.compile("(Valid|Invalid|)(.*Test\\d+)EE\\.[a-z]+");

    // PKITS 4.8: the cases without a word in their names, with the default settings.
    private static final Pattern INVALID = Pattern.compile("DifferentPoliciesTest(4|5|7|8|9|12)");

    // PKITS 4.4, 4.5, 4.7.4, 4.7.5, 4.14 and 4.15: only a revocation list tells.
    private static final Pattern REVOCATION =
            Pattern.compile(
                    "(MissingCRL|Revoked(CA|EE)|BadCRL(Signature|IssuerName)|WrongCRL"
                            + "|UnknownCRL(Entry)?Extension|(Old|pre2000)CRLnextUpdate"
                            + "|(Negative|Long)SerialNumber|SeparateCertificateandCRLKeys"
                            + "|BasicSelfIssued(NewWithOld|OldWithNew)"
                            + "|keyUsage(Not)?CriticalcRLSignFalse|distributionPoint"
                            + "|onlyContains(User|CA|Attribute)Certs|onlySomeReasons"
                            + "|IDPwithindirectCRL|cRLIssuer|deltaCRL(IndicatorNoBase)?)Test\\d+"
                            + "|BasicSelfIssuedCRLSigningKeyTest7");
    private static final int MOST_BYTES = 64 * 1024;
    private static final int LONGEST_PATH = 12;
    private static final int MOST_PATHS = 64;

    private final Map<String, Suite> suites = new HashMap<>();

    PathVectors(Collection<VectorFile> files) throws IOException {
        for (VectorFile file : files) {
            X509Certificate certificate = certificate(file);
            if (certificate != null) {
                Suite suite = suites.computeIfAbsent(file.folder(), folder -> new Suite());
                suite.certificates.put(file.name(), certificate);
                if (isSignedWithItself(certificate)) {
                    suite.anchors.add(certificate);
                }
                suite.anyCase |= CASE.matcher(file.fileName()).matches();
            }
            file.forget();
        }
    }

    /** The certificates of one folder: paths are made of them alone. */
    private static final class Suite {
        private final Map<String, X509Certificate> certificates = new TreeMap<>();
        private final List<X509Certificate> anchors = new ArrayList<>();
        private boolean anyCase;

        private void collect(List<X509Certificate> path, List<List<X509Certificate>> paths) {
            X500Principal issuer = path.getLast().getIssuerX500Principal();
            if (paths.size() < MOST_PATHS
                    && anchors.stream().anyMatch(a -> a.getSubjectX500Principal().equals(issuer))) {
                paths.add(path);
            }
            if (path.size() == LONGEST_PATH || paths.size() == MOST_PATHS) {
                return;
            }
            for (X509Certificate next : certificates.values()) {
                if (next.getSubjectX500Principal().equals(issuer)
                        && !path.contains(next)
                        && !anchors.contains(next)) {
                    List<X509Certificate> longer = new ArrayList<>(path);
                    longer.add(next);
                    collect(longer, paths);
                }
            }
        }
    }

    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        Suite suite = suites.get(file.folder());
        X509Certificate end = suite == null ? null : suite.certificates.get(file.name());
        if (suite == null || end == null) {
            return unread(file);
        }
        Matcher name = CASE.matcher(file.fileName());
        if (!name.matches()) {
            return suite.anyCase
                    ? Result.read(file.name(), "X.509 certificate of others' paths")
                    : Result.notUnderstood(file.name(), "X.509 certificate without a verdict");
        }
        Cases cases = new Cases(file.name(), FORMAT);
        boolean invalid =
                name.group(1).equals("Invalid") || INVALID.matcher(name.group(2)).matches();
        if (suite.anchors.isEmpty()) {
            cases.notRun(name.group(2), "no trust anchor is in the folder");
        } else if (invalid && REVOCATION.matcher(name.group(2)).matches()) {
            cases.notRun(name.group(2), "only a revocation list tells, and nothing here reads one");
        } else {
            cases.judge(name.group(2), Expected.accepted(!invalid), () -> validate(suite, end));
        }
        return cases.result();
    }

    /** What is no certificate: a revocation list, or one that was to be one. */
    private static @Nullable Result unread(VectorFile file) throws IOException {
        if (!looksLikeX509(file)) {
            return null;
        }
        if (isRevocationList(file)) {
            return Result.notUnderstood(
                    file.name(), "X.509 revocation list: nothing here reads one");
        }
        Matcher name = CASE.matcher(file.fileName());
        if (!name.matches()) {
            return null;
        }
        Cases cases = new Cases(file.name(), FORMAT);
        cases.judge(
                name.group(2),
                Expected.accepted(name.group(1).equals("Valid")),
                () -> {
                    throw new Refusal(Code.BAD_SIGNATURE, "it is no certificate");
                });
        return cases.result();
    }

    /** Accepts if one of the paths that the names of the issuers allow is good. */
    private static void validate(Suite suite, X509Certificate end) throws Refusal {
        Authorities authorities = new Authorities(suite.anchors, middle(suite.anchors.getFirst()));
        List<List<X509Certificate>> paths = new ArrayList<>();
        suite.collect(List.of(end), paths);
        String why = "there is no path";
        for (List<X509Certificate> path : paths) {
            try {
                authorities.check(path);
                return;
            } catch (CertificateException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        throw new Refusal(Code.BAD_SIGNATURE, why);
    }

    /** PKITS states no time; its anchor's middle age is one at which all of it makes sense. */
    private static Instant middle(X509Certificate anchor) {
        Instant from = anchor.getNotBefore().toInstant();
        return from.plus(Duration.between(from, anchor.getNotAfter().toInstant()).dividedBy(2));
    }

    private static boolean isSignedWithItself(X509Certificate certificate) {
        try {
            certificate.verify(certificate.getPublicKey());
            return certificate
                    .getSubjectX500Principal()
                    .equals(certificate.getIssuerX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static @Nullable X509Certificate certificate(VectorFile file) throws IOException {
        if (!looksLikeX509(file)) {
            return null;
        }
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(file.bytes()));
        } catch (CertificateException e) {
            return null;
        }
    }

    private static boolean isRevocationList(VectorFile file) throws IOException {
        try {
            var in = new ByteArrayInputStream(file.bytes());
            return CertificateFactory.getInstance("X.509").generateCRL(in) != null;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A DER sequence of more than 127 bytes, or PEM. */
    private static boolean looksLikeX509(VectorFile file) throws IOException {
        if (file.size() > MOST_BYTES || file.size() < 64) {
            return false;
        }
        byte[] bytes = file.bytes();
        return (bytes[0] == 0x30 && bytes[1] < 0)
                || new String(bytes, 0, 11, StandardCharsets.US_ASCII).equals("-----BEGIN ");
    }
}
