package io.sealane.client;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Who vouches for a node's certificate: its path must end at one of these (RFC 5280, 6). The path
 * is as the node shows it, and nobody is asked whether a certificate on it was revoked.
 */
public final class Authorities {
    // JSSE's word for a suite of TLS 1.3, which leaves the kind of key open.
    private static final String ANY_KEY = "UNKNOWN";

    private final X509TrustManager manager;

    /** {@link #Authorities(Collection, Instant)} at the time of each check. */
    public Authorities(Collection<X509Certificate> anchors) {
        this(anchors, null);
    }

    /**
     * @param anchors at least one
     * @param at the time for which dates are judged; null is that of the check
     */
    public Authorities(Collection<X509Certificate> anchors, @Nullable Instant at) {
        try {
            Set<TrustAnchor> trusted =
                    anchors.stream()
                            .map(anchor -> new TrustAnchor(anchor, null))
                            .collect(Collectors.toUnmodifiableSet());
            var parameters = new PKIXBuilderParameters(trusted, null);
            parameters.setRevocationEnabled(false);
            if (at != null) {
                parameters.setDate(Date.from(at));
            }
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            this.manager = (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("these authorities cannot be used", e);
        }
    }

    /**
     * Checks the certificate of a server.
     *
     * @param path the server's certificate first, each vouched for by the next
     */
    public void check(List<X509Certificate> path) throws CertificateException {
        manager.checkServerTrusted(path.toArray(X509Certificate[]::new), ANY_KEY);
    }

    TrustManager[] trustManagers() {
        return new TrustManager[] {manager};
    }
}
