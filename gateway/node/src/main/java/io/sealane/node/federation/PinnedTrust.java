package io.sealane.node.federation;

import io.sealane.node.keys.CertificateUse;
import io.sealane.node.keys.Thumbprint;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.function.Predicate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts keys, not names: the other end's certificate must hold one of the pinned public keys. No
 * authority vouches for a partner, and a host name proves nothing. A weak key is not trusted even
 * if it is pinned, nor is a certificate that says that it is for something else than TLS.
 *
 * <p>A server's certificate outside its dates fails the handshake. A client's does not: its first
 * request is answered with a problem document that says so, and so is one on a connection that
 * outlived its certificate.
 */
public final class PinnedTrust extends X509ExtendedTrustManager {
    private static final Logger LOG = LoggerFactory.getLogger(PinnedTrust.class);

    private final Predicate<X509Certificate> welcome;
    private final InstantSource clock;

    /**
     * For the partners with these pins.
     *
     * @param pins base64url SHA-256 of SubjectPublicKeyInfo
     */
    public PinnedTrust(Set<String> pins, InstantSource clock) {
        this(certificate -> pins.contains(Thumbprint.pin(certificate.getPublicKey())), clock);
    }

    /**
     * For the partners that there are at the time of a handshake.
     *
     * @param welcome whether a certificate holds the pinned key of one, and is not revoked
     */
    public PinnedTrust(Predicate<X509Certificate> welcome, InstantSource clock) {
        this.welcome = welcome;
        this.clock = clock;
    }

    private void checkPin(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !welcome.test(chain[0])) {
            LOG.warn("event=handshake-refused code=unknown-peer");
            throw new CertificateException("the key is not pinned, or the certificate is revoked");
        }
        if (!CertificateUse.isForTls(chain[0])) {
            LOG.warn("event=handshake-refused code=unknown-peer why=certificate-use");
            throw new CertificateException("the key is weak, or the certificate is not for TLS");
        }
    }

    private void checkServer(X509Certificate[] chain) throws CertificateException {
        checkPin(chain);
        chain[0].checkValidity(Date.from(clock.instant()));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkPin(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkPin(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        checkPin(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkServer(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkServer(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        checkServer(chain);
    }

    /** None: a server that named authorities would tell strangers whom it knows. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
