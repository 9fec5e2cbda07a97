package io.sealane.node.http;

import io.sealane.node.config.NodeConfig;
import io.sealane.node.keys.Tls;
import io.sealane.node.keys.TlsIdentity;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.TrustOptions;

import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.X509TrustManager;

/** How the three listeners of a node are set. */
public final class Listeners {
    private static final int WINDOW_BYTES = 4 << 20;

    private Listeners() {}

    /** For parties: a client certificate is asked for; its thumbprint decides, not its issuer. */
    public static HttpServerOptions api(NodeConfig.Listener at, Supplier<TlsIdentity> identity) {
        return secured(at, identity)
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(new AnyCertificate()))
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
    }

    /** For partners: HTTP/2 and mutual TLS. */
    public static HttpServerOptions federation(
            NodeConfig.Listener at, Supplier<TlsIdentity> identity, X509TrustManager partners) {
        HttpServerOptions options =
                secured(at, identity)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(TrustOptions.wrap(partners))
                        .setAlpnVersions(List.of(HttpVersion.HTTP_2))
                        .setHttp2ConnectionWindowSize(2 * WINDOW_BYTES);
        options.getInitialSettings().setInitialWindowSize(WINDOW_BYTES);
        return options;
    }

    /** For this machine. */
    public static HttpServerOptions management(NodeConfig.Listener at) {
        return Tls.bounded(new HttpServerOptions().setHost(at.host()).setPort(at.port()));
    }

    private static HttpServerOptions secured(
            NodeConfig.Listener at, Supplier<TlsIdentity> identity) {
        HttpServerOptions options =
                new HttpServerOptions().setHost(at.host()).setPort(at.port()).setUseAlpn(true);
        return Tls.thirteen(Tls.bounded(options), identity);
    }
}
