package io.sealane.node.federation;

import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks a node that is not known yet what it says of itself. Whoever answers is not believed: the
 * answer is signed, and the operator has the fingerprint of the key.
 */
final class Introduction {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 64 << 10;

    private Introduction() {}

    /** {@code https://host:port}, nothing else. */
    static URI address(String text) throws Refusal {
        try {
            URI uri = new URI(text);
            boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
            if ("https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && bare) {
                int port = uri.getPort() < 0 ? 443 : uri.getPort();
                return URI.create("https://" + uri.getHost() + ":" + port);
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new Refusal(Code.INVALID_REQUEST, "An address is https://host:port.", "/address");
    }

    /**
     * The configuration that is published there, as it came.
     *
     * @throws Outage if nothing answers
     */
    static String ask(URI address) throws Refusal {
        var request =
                HttpRequest.newBuilder(address.resolve(EntityConfiguration.PATH))
                        .timeout(WITHIN)
                        .GET()
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(WITHIN)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .sslContext(anyone())
                        .build()) {
            HttpResponse<InputStream> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(MOST_BYTES + 1);
                if (answer.statusCode() != 200 || bytes.length > MOST_BYTES) {
                    throw new Refusal(
                            Code.INVALID_REQUEST,
                            "No node publishes its configuration at this address.",
                            "/address");
                }
                return new String(bytes, StandardCharsets.US_ASCII);
            }
        } catch (IOException e) {
            throw new Outage("nothing answers at " + address, 5, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted while waiting for " + address, 5, e);
        }
    }

    /** Takes any certificate: who looks decides. */
    static SSLContext anyone() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has no TLS 1.3", e);
        }
    }

    /** What is read over this connection proves itself. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new IllegalStateException("only for servers");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new IllegalStateException("only for servers");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("only for servers");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
