package io.sealane.node.federation;

import io.sealane.core.identity.Outage;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.keys.Thumbprint;
import io.sealane.node.keys.Tls;
import io.sealane.node.keys.TlsIdentity;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** HTTP/2 to one partner: its pinned key only, one connection for all, every wait bounded. */
final class PartnerClient {
    private static final Logger LOG = LoggerFactory.getLogger(PartnerClient.class);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 30_000;
    private static final int MOST_BYTES = 32 << 20;
    private static final int WINDOW_BYTES = 4 << 20;

    private final Vertx vertx;
    private final NodeConfig.Partner partner;
    private final String node;
    private final URI address;
    private final HttpClient client;
    private final Context context;
    private volatile @Nullable Negotiated negotiated;

    PartnerClient(
            Vertx vertx,
            NodeConfig.Partner partner,
            Supplier<TlsIdentity> identity,
            Predicate<X509Certificate> isRevoked,
            InstantSource clock) {
        this.vertx = vertx;
        this.partner = partner;
        this.node = partner.node();
        this.address = partner.address();
        this.context = vertx.getOrCreateContext();
        var options =
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setUseAlpn(true)
                        .setSsl(true)
                        .setTrustOptions(TrustOptions.wrap(trust(partner, isRevoked, clock)))
                        // The pin says who it is; the address is only where it is.
                        .setVerifyHost(false)
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setHttp2MaxPoolSize(1)
                        .setHttp2ConnectionWindowSize(WINDOW_BYTES)
                        .setMaxRedirects(0);
        options.getInitialSettings().setInitialWindowSize(WINDOW_BYTES);
        this.client =
                vertx.httpClientBuilder()
                        .with(Tls.thirteen(options, identity))
                        .withConnectHandler(this::connected)
                        .build();
    }

    private static PinnedTrust trust(
            NodeConfig.Partner partner, Predicate<X509Certificate> isRevoked, InstantSource clock) {
        return new PinnedTrust(
                its ->
                        partner.pins().contains(Thumbprint.pin(its.getPublicKey()))
                                && !isRevoked.test(its),
                clock);
    }

    private void connected(HttpConnection connection) {
        Negotiated now = Negotiated.of(connection);
        if (!now.equals(negotiated)) {
            LOG.info("event=connected partner={} tls=\"{}\"", node, now);
        }
        negotiated = now;
    }

    /** How the newest connection is protected; null before the first. */
    @Nullable Negotiated negotiated() {
        return negotiated;
    }

    NodeConfig.Partner partner() {
        return partner;
    }

    /**
     * What a partner answered.
     *
     * @param body at most 32 MiB
     * @param retryAfterSeconds when to come again, where it says so; else 1
     * @param date the time at which it says that it answered; empty if it does not
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes to read, never compared.
    record Reply(int status, byte[] body, int retryAfterSeconds, String date) {}

    Reply get(String path) {
        return call(HttpMethod.GET, path, "", Buffer.buffer());
    }

    Reply post(String path, String contentType, byte[] body) {
        return call(HttpMethod.POST, path, contentType, Buffer.buffer(body));
    }

    private Reply call(HttpMethod method, String path, String contentType, Buffer body) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        context.runOnContext(go ->
                client.request(options(method, path))
                        .compose(request -> send(request, contentType, body))
                        .onSuccess(reply::complete)
                        .onFailure(reply::completeExceptionally));
        try {
            return reply.get(CONNECT_MILLIS + ANSWER_MILLIS + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new Outage(node + " cannot be reached", 1, e);
        } catch (TimeoutException e) {
            throw new Outage(node + " did not answer in time", 1, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted while waiting for " + node, 1, e);
        }
    }

    private RequestOptions options(HttpMethod method, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(address.getHost())
                .setPort(address.getPort())
                .setURI(path)
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(ANSWER_MILLIS);
    }

    private Future<Reply> send(HttpClientRequest request, String contentType, Buffer body) {
        if (!contentType.isEmpty()) {
            request.putHeader("Content-Type", contentType);
        }
        Future<Reply> reply = request.send(body).compose(PartnerClient::read);
        long timer = vertx.setTimer(ANSWER_MILLIS, late -> request.reset());
        reply.onComplete(done -> vertx.cancelTimer(timer));
        // A connection on which an answer was lost may be dead: the next try makes a new one.
        return reply.onFailure(lost -> request.connection().close());
    }

    private static Future<Reply> read(HttpClientResponse response) {
        Promise<Reply> whole = Promise.promise();
        Buffer collected = Buffer.buffer();
        response.handler(chunk -> {
            if (collected.length() + chunk.length() > MOST_BYTES) {
                response.request().reset();
                whole.tryFail("the answer is too large");
            } else {
                collected.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end ->
                whole.tryComplete(
                        new Reply(
                                response.statusCode(),
                                collected.getBytes(),
                                retryAfterSeconds(response),
                                Objects.requireNonNullElse(response.getHeader("date"), ""))));
        return whole.future();
    }

    /** SPEC: RFC 9110 10.2.3: seconds, or a date, which our nodes do not write. */
    private static int retryAfterSeconds(HttpClientResponse response) {
        String told = response.getHeader("retry-after");
        return told != null && told.matches("[0-9]{1,4}") ? Integer.parseInt(told) : 1;
    }

    /** Closes when every call that is under way must have ended. */
    void retire() {
        vertx.setTimer(CONNECT_MILLIS + ANSWER_MILLIS, late -> client.close());
    }

    void close() {
        client.close();
    }
}
