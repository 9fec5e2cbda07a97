package io.sealane.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

import io.sealane.certs.Site;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** Answers as told, over mutual TLS, and remembers what it was asked. */
final class FakeNode implements AutoCloseable {
    private final HttpsServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** What the next request to a path is answered. */
    private record Answer(int status, String body, Map<String, String> headers) {}

    /**
     * A request as it came.
     *
     * @param peer subject of the client's certificate
     */
    record Asked(String path, String body, Headers headers, String peer) {}

    /** Serves with the certificate of a site, and trusts its nation's authority. */
    FakeNode(Site site) throws IOException, GeneralSecurityException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SSLContext context = context(site);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters ssl = context.getDefaultSSLParameters();
                        ssl.setProtocols(new String[] {"TLSv1.3"});
                        ssl.setNeedClientAuth(true);
                        parameters.setSSLParameters(ssl);
                    }
                });
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    FakeNode will(String path, int status, String body) {
        return will(path, status, body, Map.of());
    }

    FakeNode will(String path, int status, String body, Map<String, String> headers) {
        answers.computeIfAbsent(path, key -> new ArrayDeque<>())
                .add(new Answer(status, body, headers));
        return this;
    }

    /** Gives a token to whoever asks, so many times. */
    FakeNode willGiveTokens(int times) {
        for (int i = 1; i <= times; i++) {
            will("/oauth/token", 200, "{\"access_token\":\"token-" + i + "\",\"expires_in\":300}");
        }
        return this;
    }

    List<Asked> asked(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).toList();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String peer = ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
        asked.add(new Asked(path, body, exchange.getRequestHeaders(), peer));
        Deque<Answer> next = answers.get(path);
        Answer answer =
                next == null || next.isEmpty()
                        ? new Answer(404, "{\"code\":\"not-told\"}", Map.of())
                        : next.remove();
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        byte[] bytes = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static SSLContext context(Site site) throws IOException, GeneralSecurityException {
        byte[] file = Files.readAllBytes(site.folder().resolve("keys/node.p12"));
        char[] password =
                Files.readString(site.folder().resolve("keys/password")).strip().toCharArray();
        KeyStore all = KeyStore.getInstance("PKCS12");
        all.load(new ByteArrayInputStream(file), password);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "tls", all.getKey("tls", password), password, all.getCertificateChain("tls"));
        own.setCertificateEntry("authority", site.authority().certificate());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(own);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
