package io.sealane.node.keys;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.TCPSSLOptions;

import java.util.Set;
import java.util.function.Supplier;

/** What all TLS of a node has in common. */
public final class Tls {
    /** What is offered, best first; an engine leaves out what it does not know. */
    private static final String GROUPS = "X25519MLKEM768,x25519,secp256r1,secp384r1";

    static {
        // Netty reads this once, when it loads BoringSSL, and offers no hybrid group without it.
        if (System.getProperty("jdk.tls.namedGroups") == null) {
            System.setProperty("jdk.tls.namedGroups", GROUPS);
        }
    }

    private Tls() {}

    /**
     * TLS 1.3 and nothing older; BoringSSL where the machine has it, which is half again as fast as
     * the JDK's and knows the post-quantum hybrid group X25519MLKEM768. It signs with keys in
     * memory only: one in a token is used by the JDK's TLS, without that group. So is every one
     * where {@code -Dsealane.crypto=jdk} says that nothing native is wanted.
     *
     * @param identity asked at each handshake: a renewed certificate is shown from the next one on
     */
    public static <T extends TCPSSLOptions> T thirteen(T options, Supplier<TlsIdentity> identity) {
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(KeyCertOptions.wrap(new OneKey(identity)));
        if (identity.get().isInMemory() && isNative()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions().setSessionCacheEnabled(false));
        }
        return options;
    }

    /** Whether BoringSSL is wanted, and there is one for this machine. */
    public static boolean isNative() {
        return !"jdk".equals(System.getProperty("sealane.crypto"))
                && OpenSSLEngineOptions.isAvailable();
    }

    /** Bounds that every listener has. */
    public static HttpServerOptions bounded(HttpServerOptions options) {
        options.setMaxHeaderSize(16_384)
                .setMaxInitialLineLength(4_096)
                .setHandle100ContinueAutomatically(false)
                .setDecompressionSupported(false)
                // Else a connection is not known to us before its first request is whole.
                .setHttp2ClearTextEnabled(false)
                .setTcpKeepAlive(true)
                .setIdleTimeout(120);
        options.getInitialSettings()
                .setMaxConcurrentStreams(128)
                .setMaxHeaderListSize(16_384)
                .setInitialWindowSize(1 << 20);
        return options;
    }
}
