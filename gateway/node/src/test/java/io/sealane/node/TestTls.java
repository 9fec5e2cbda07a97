package io.sealane.node;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS for a test's own client. */
public final class TestTls {
    private TestTls() {}

    /** Trusts an authority, and shows no certificate. */
    public static SSLContext anonymous(X509Certificate authority) throws Exception {
        return context(new KeyManager[0], authority);
    }

    /** Trusts an authority, and shows a certificate. */
    public static SSLContext as(
            KeyPair pair, X509Certificate certificate, X509Certificate authority) throws Exception {
        char[] password = "test".toCharArray();
        KeyStore store = empty();
        store.setKeyEntry("me", pair.getPrivate(), password, new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, password);
        return context(keys.getKeyManagers(), authority);
    }

    /** A certificate as text. */
    public static String pem(X509Certificate certificate) throws GeneralSecurityException {
        String body = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    public static HttpClient client(SSLContext context, HttpClient.Version version) {
        return HttpClient.newBuilder().sslContext(context).version(version).build();
    }

    private static SSLContext context(KeyManager[] keys, X509Certificate authority)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
