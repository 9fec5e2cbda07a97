package io.sealane.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.node.Eventually;
import io.sealane.node.keys.Tls;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The HTTP edge by itself, over plain HTTP, so that a test can send any byte. */
@Timeout(60)
class ServerIT {
    private static final int LIMIT = 1_000;
    private static final String HOST = "Host: h\r\n";

    private static Vertx vertx = Vertx.vertx();

    private final TestClock clock = new TestClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private Server server = server();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void listen() {
        server = server().start();
    }

    @AfterEach
    void stop() {
        leave.countDown();
        server.stop();
    }

    private Server server() {
        var options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        return new Server(
                vertx,
                "test",
                Tls.bounded(options),
                new Routes(
                        List.of(
                                Route.post(
                                        "/echo",
                                        Access.OPEN,
                                        Set.of("a"),
                                        "text/plain",
                                        LIMIT,
                                        ask -> Answer.of(200, "text/plain", ask.body())),
                                get("/bug", ask -> bug()),
                                get("/outage", ask -> outage()),
                                get("/refused/{id}", ask -> Answer.text(ask.id("id").toString())),
                                get("/wait", ask -> waits()),
                                get("/secret", ask -> Answer.text("secret"), Access.LOG))),
                (request, access) -> {
                    if (access != Access.OPEN) {
                        throw new Refusal(Code.INVALID_TOKEN, "No token.");
                    }
                    return new Caller.Anyone();
                },
                (listener, route, caller, status, code, took) ->
                        heard.add(route + " " + status + " " + code),
                clock);
    }

    private static Route get(String path, Route.Handler handler) {
        return get(path, handler, Access.OPEN);
    }

    private static Route get(String path, Route.Handler handler, Access access) {
        return Route.get(path, access, Set.of(), handler);
    }

    private static Answer bug() {
        throw new IllegalStateException("hunter2");
    }

    private static Answer outage() {
        throw new Outage("db.internal is down", 7);
    }

    private Answer waits() {
        entered.countDown();
        try {
            assertThat(leave.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Answer.text("done");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(
                    request.timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private HttpRequest.Builder echo(HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(uri("/echo")).header("Content-Type", "text/plain").POST(body);
    }

    private static HttpRequest.BodyPublisher endless(long bytes) {
        return BodyPublishers.ofInputStream(() ->
                new InputStream() {
                    private long left = bytes;

                    @Override
                    public int read() {
                        return left-- > 0 ? 'x' : -1;
                    }

                    @Override
                    public int read(byte[] into, int from, int length) {
                        if (left <= 0) {
                            return -1;
                        }
                        int some = (int) Math.min(left, length);
                        Arrays.fill(into, from, from + some, (byte) 'x');
                        left -= some;
                        return some;
                    }
                });
    }

    @Test
    void answers_with_the_headers_of_every_answer() throws Exception {
        var answer = send(echo(BodyPublishers.ofString("hello")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(answer.headers().firstValue("strict-transport-security")).isPresent();
        assertThat(answer.headers().firstValue("content-security-policy")).isPresent();
    }

    /** An answer may arrive before its sender has told the observer. */
    private void awaitHeard(String what) throws Exception {
        Eventually.holds(() -> !heard.isEmpty());
        assertThat(heard).containsExactly(what);
    }

    @ParameterizedTest
    @ValueSource(longs = {LIMIT + 1, 50L << 20})
    void refuses_a_body_whose_announced_length_is_too_large(long bytes) throws Exception {
        var answer = send(echo(BodyPublishers.fromPublisher(endless(bytes), bytes)));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"code\":\"too-large\"");
        awaitHeard("POST /echo 413 too-large");
    }

    @Test
    void refuses_a_body_without_length_at_the_first_byte_too_many() throws Exception {
        var answer = send(echo(endless(50L << 20)));
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void refuses_before_the_body_is_sent_where_the_client_asks() throws Exception {
        String head = "POST /echo HTTP/1.1\r\n" + HOST + "Content-Type: text/plain\r\n";
        String large = head + "Content-Length: 50000000\r\nExpect: 100-continue\r\n\r\n";
        assertThat(RawHttp.exchange(server.port(), large)).startsWith("HTTP/1.1 413");
        String small = head + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\nhi";
        try (Socket socket = RawHttp.connect(server.port())) {
            socket.getOutputStream().write(small.getBytes(StandardCharsets.US_ASCII));
            byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
            assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Two lengths, a length and chunks, folded lines, spaces and control characters:
                // what one reader takes for one request and another for two.
                "Content-Length: 2\r\nContent-Length: 3\r\n",
                "Content-Length: 2, 3\r\n",
                "Content-Length: -2\r\n",
                "Content-Length: 0x2\r\n",
                "Content-Length: +2\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding : chunked\r\n",
                "Content-Length : 2\r\n",
                "X: a\u0000b\r\nContent-Length: 2\r\n",
                "X: a\rContent-Length: 2\r\n",
            })
    void refuses_and_closes_where_a_head_has_two_readings(String lines) throws IOException {
        String request =
                "POST /echo HTTP/1.1\r\n"
                        + HOST
                        + "Content-Type: text/plain\r\n"
                        + lines
                        + "\r\nhi"
                        + "GET /refused/x HTTP/1.1\r\n"
                        + HOST
                        + "\r\n";
        String answer = RawHttp.exchange(server.port(), request);
        assertThat(answer).matches("(?s)HTTP/1.1 (400|501) .*").doesNotContain("not-found");
    }

    @Test
    void reads_a_folded_line_as_one() throws IOException {
        // SPEC: RFC 9112 5.2: a server that does not refuse it reads it as a space.
        String request =
                "POST /echo HTTP/1.1\r\n"
                        + HOST
                        + "Content-Type: text/plain\r\nX: a\r\n"
                        + " Content-Length: 50\r\nContent-Length: 2\r\n\r\nhi"
                        + "GET /nothing HTTP/1.1\r\nConnection: close\r\n"
                        + HOST
                        + "\r\n";
        assertThat(RawHttp.exchange(server.port(), request))
                .startsWith("HTTP/1.1 200")
                .contains("HTTP/1.1 404");
    }

    @Test
    void refuses_a_compressed_body() throws Exception {
        var request = echo(BodyPublishers.ofString("x")).header("Content-Encoding", "gzip");
        assertThat(send(request).statusCode()).isEqualTo(415);
    }

    @Test
    void closes_a_connection_whose_head_never_ends() throws Exception {
        try (Socket socket = RawHttp.connect(server.port())) {
            socket.getOutputStream()
                    .write("GET /bug HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            Eventually.holds(() -> server.connections() == 1);
            clock.forward(Duration.ofSeconds(11));
            assertThat(RawHttp.readToEnd(socket)).isIn("", "(reset)");
        }
    }

    @Test
    void refuses_a_head_that_is_too_large() throws IOException {
        String request = "GET /bug HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(20_000) + "\r\n\r\n";
        assertThat(RawHttp.exchange(server.port(), request)).startsWith("HTTP/1.1 431");
    }

    @Test
    void tells_a_bug_by_a_reference_and_nothing_else() throws Exception {
        var answer = send(HttpRequest.newBuilder(uri("/bug")));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("urn:uuid:").doesNotContain("hunter2");
    }

    @Test
    void tells_an_outage_by_when_to_come_again() throws Exception {
        var answer = send(HttpRequest.newBuilder(uri("/outage")));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains("7");
        assertThat(answer.body()).contains("unavailable").doesNotContain("db.internal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/echo/",
                "//echo",
                "/ECHO",
                "/%65cho",
                "/x/../echo",
                "/refused/1-1-1-1-1",
                "/refused/NOT",
            })
    void answers_404_where_nothing_is(String path) throws Exception {
        var answer = send(HttpRequest.newBuilder(uri(path)));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"code\":\"not-found\"").doesNotContain("NOT\"");
    }

    @Test
    void says_which_methods_there_are() throws Exception {
        var answer = send(HttpRequest.newBuilder(uri("/echo")).DELETE());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("POST");
    }

    @Test
    void refuses_unknown_and_repeated_parameters() throws Exception {
        for (String query : List.of("?b=1", "?a=1&a=2", "?a=1&b")) {
            var request = HttpRequest.newBuilder(uri("/echo" + query));
            request.header("Content-Type", "text/plain").POST(BodyPublishers.noBody());
            assertThat(send(request).statusCode()).isEqualTo(400);
        }
        var request = HttpRequest.newBuilder(uri("/echo?a=1"));
        request.header("Content-Type", "text/plain").POST(BodyPublishers.ofString("x"));
        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void refuses_another_content_type() throws Exception {
        var request = HttpRequest.newBuilder(uri("/echo")).header("Content-Type", "text/html");
        assertThat(send(request.POST(BodyPublishers.ofString("x"))).statusCode()).isEqualTo(415);
    }

    @Test
    void asks_for_a_token_before_it_reads_a_body() throws Exception {
        var answer = send(HttpRequest.newBuilder(uri("/secret")));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate"))
                .contains("Bearer error=\"invalid_token\"");
        awaitHeard("GET /secret 401 invalid-token");
    }

    @Test
    void ends_what_is_under_way_before_it_stops() throws Exception {
        try (Socket socket = RawHttp.connect(server.port())) {
            socket.getOutputStream()
                    .write(
                            ("GET /wait HTTP/1.1\r\n" + HOST + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            Thread drain =
                    Thread.startVirtualThread(() -> {
                        try {
                            server.drain(Duration.ofSeconds(10));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            leave.countDown();
            assertThat(RawHttp.readToEnd(socket)).startsWith("HTTP/1.1 200").contains("done");
            assertThat(drain.join(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(RawHttp.exchange(server.port(), "GET /bug HTTP/1.1\r\n" + HOST + "\r\n"))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).startsWith("HTTP/1.1 503"),
                        answer -> assertThat(answer).isIn("", "(reset)"));
    }
}
