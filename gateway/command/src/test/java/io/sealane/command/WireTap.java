package io.sealane.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sealane.command.fleet.Berth;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PfxOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Between two nodes, with the TLS keys of both: it passes everything on and writes down what goes
 * by, in the clear.
 */
final class WireTap implements AutoCloseable {
    private final Berth server;
    private final HttpClient onward;
    private final int port;
    private final List<String> requests = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();

    /** In front of the {@code server}'s listener for partners, for one of them. */
    WireTap(Vertx vertx, Berth client, Berth server) throws IOException {
        this.server = server;
        onward =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setSsl(true)
                                .setUseAlpn(true)
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setKeyCertOptions(tls(client))
                                .setTrustAll(true)
                                .setVerifyHost(false));
        port =
                vertx.createHttpServer(
                                new HttpServerOptions()
                                        .setHost("127.0.0.1")
                                        .setPort(0)
                                        .setSsl(true)
                                        .setUseAlpn(true)
                                        .setKeyCertOptions(tls(server)))
                        .requestHandler(this::pass)
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
    }

    private static PfxOptions tls(Berth berth) throws IOException {
        return new PfxOptions()
                .setPath(berth.folder().resolve("keys/node.p12").toString())
                .setPassword(Files.readString(berth.folder().resolve("keys/password")).strip())
                .setAlias("tls");
    }

    /** Where the client finds the server now. */
    String address() {
        return "https://127.0.0.1:" + port;
    }

    private void pass(HttpServerRequest request) {
        request.body()
                .compose(body -> passOn(request, body))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    private Future<Void> passOn(HttpServerRequest request, Buffer body) {
        note(requests, request.method() + " " + request.uri(), request.headers(), body);
        var to =
                new RequestOptions()
                        .setMethod(request.method())
                        .setHost("127.0.0.1")
                        .setPort(server.federationPort())
                        .setURI(request.uri());
        return onward.request(to)
                .compose(out -> {
                    out.headers().addAll(request.headers());
                    return out.send(body);
                })
                .compose(in ->
                        in.body()
                                .compose(answer -> {
                                    note(answers, "" + in.statusCode(), in.headers(), answer);
                                    var response =
                                            request.response().setStatusCode(in.statusCode());
                                    response.headers().addAll(in.headers());
                                    return response.end(answer);
                                }));
    }

    private static void note(List<String> to, String line, MultiMap headers, Buffer body) {
        var whole = new StringBuilder(line).append('\n');
        headers.forEach(
                (name, value) -> whole.append(name).append(": ").append(value).append('\n'));
        whole.append('\n').append(new String(body.getBytes(), ISO_8859_1));
        synchronized (to) {
            to.add(whole.toString());
        }
    }

    /** What the server was asked: each request with its headers and its body. */
    List<String> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** What the client was answered. */
    List<String> answers() {
        synchronized (answers) {
            return List.copyOf(answers);
        }
    }

    @Override
    public void close() {
        onward.close();
    }
}
