package io.sealane.node.federation;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLEngine;

/**
 * How a connection is protected.
 *
 * @param protocol e.g. {@code TLSv1.3}
 * @param suite e.g. {@code TLS_AES_128_GCM_SHA256}
 * @param group of the key exchange, e.g. {@code X25519MLKEM768}; null where the engine does not
 *     tell: the JDK's
 */
public record Negotiated(String protocol, String suite, @Nullable String group) {

    static Negotiated of(HttpConnection connection) {
        SslHandler handler =
                connection instanceof ConnectionBase base
                        ? base.channel().pipeline().get(SslHandler.class)
                        : null;
        if (handler == null) {
            throw new IllegalStateException("a connection to a partner is not TLS");
        }
        SSLEngine engine = handler.engine();
        return new Negotiated(
                engine.getSession().getProtocol(),
                engine.getSession().getCipherSuite(),
                group(engine));
    }

    private static @Nullable String group(SSLEngine engine) {
        if (!(engine instanceof ReferenceCountedOpenSslEngine nativeEngine)) {
            return null;
        }
        try {
            return SSL.getGroupName(nativeEngine.sslPointer());
        } catch (Exception notTold) {
            return null;
        }
    }

    @Override
    public String toString() {
        return protocol + ", " + suite + ", group " + (group == null ? "not told" : group);
    }
}
