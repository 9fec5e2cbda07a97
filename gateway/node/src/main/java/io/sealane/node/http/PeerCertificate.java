package io.sealane.node.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The certificate at the other end of a connection. */
public final class PeerCertificate {
    private PeerCertificate() {}

    /** The certificate whose key the other end proved to hold, or null. */
    public static @Nullable X509Certificate of(HttpServerRequest request) {
        return of(request.sslSession());
    }

    /** As {@link #of(HttpServerRequest)}, of a connection. */
    static @Nullable X509Certificate of(HttpConnection connection) {
        return of(connection.sslSession());
    }

    private static @Nullable X509Certificate of(@Nullable SSLSession session) {
        if (session == null) {
            return null;
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
