package io.sealane.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The PEM files of a profile, as TLS wants them. */
final class Credentials {
    // SPEC: RFC 7468 10: PKCS#8, not encrypted.
    private static final Pattern PRIVATE_KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Credentials() {}

    /**
     * @throws IOException if a file cannot be read or does not hold what it should
     */
    static SSLContext tls(Profile profile) throws IOException {
        try {
            // The store lives in memory only; its password protects nothing.
            char[] password = new char[0];
            KeyStore own = emptyStore();
            own.setKeyEntry(
                    "client",
                    privateKey(profile.key()),
                    password,
                    certificates(profile.certificate()).toArray(Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, password);

            var authorities = new Authorities(certificates(profile.authority()));
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), authorities.trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("The certificates of the profile cannot be used.", e);
        }
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            List<X509Certificate> read =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(Files.readAllBytes(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (read.isEmpty()) {
                throw new IOException(file + " holds no certificate in PEM form.");
            }
            return read;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificate in PEM form.", e);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        Matcher pem = PRIVATE_KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IOException(file + " holds no private key in PEM form (PKCS#8).");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " holds no key on an elliptic curve.", e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
