package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.certs.PartyKeys;
import io.sealane.core.json.Json;
import io.sealane.node.federation.FederationRoutes;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

/**
 * Bodies that cost whoever takes them more than whoever sends them, from a party and from a partner
 * (FAULTS A04): each is refused by its code, soon and with little memory, and what is good is taken
 * right after it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BombsIT extends DeliveriesCase {
    private static final String PARTY = "acme-line";
    private static final String JSON = "application/json";
    private static final String LINES = "application/jsonl";
    private static final int MOST_OF_DOCUMENT = (1 << 20) + (64 << 10);

    /** Of a machine that does other things too. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final int MOST_KEPT_BYTES = 50 << 20;

    /** More than the time that a body may take. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** More than the answer has: its end is the connection's. */
    private static final int ANSWER_BYTES = 16 << 10;

    private static HttpClient acme;
    private static String token;
    private static Socket slow;
    private static long keptAtFirst;
    private static int keys;

    @BeforeAll
    static void connect() throws Exception {
        acme = client("us", PARTY);
        token = token(site("us"), PARTY, acme);
        slow = slow();
        good();
        keptAtFirst = kept();
    }

    @AfterAll
    static void disconnect() throws Exception {
        slow.close();
        acme.close();
    }

    /** What is made when it is sent, so that none lies in memory beside another. */
    interface Made {
        BodyPublisher body();
    }

    record Bomb(String what, int status, String code, String type, String encoding, Made made) {
        static Bomb of(String what, int status, String code, String type, Made made) {
            return new Bomb(what, status, code, type, "", made);
        }

        HttpRequest.Builder sent(HttpRequest.Builder request) {
            if (!encoding.isEmpty()) {
                request.setHeader("Content-Encoding", encoding);
            }
            return request.setHeader("Content-Type", type).POST(made.body());
        }

        @Override
        public String toString() {
            return what;
        }
    }

    /**
     * Those that are the same for everybody.
     *
     * @param most bytes that the route takes
     */
    private static List<Bomb> bombs(String type, int most) {
        return List.of(
                Bomb.of(
                        "a million members",
                        413,
                        "too-large",
                        type,
                        () -> BodyPublishers.ofString(Bombs.members(Bombs.MILLION))),
                Bomb.of(
                        "a byte too many without a length",
                        413,
                        "too-large",
                        type,
                        () -> BodyPublishers.ofInputStream(() -> Bombs.blanks(most + 1L))),
                new Bomb(
                        "gzip of 1 to 1,000",
                        415,
                        "invalid-request",
                        type,
                        "gzip",
                        () -> BodyPublishers.ofByteArray(Bombs.gzip(2 * LENGTH))),
                new Bomb(
                        "zstd",
                        415,
                        "invalid-request",
                        type,
                        "zstd",
                        () -> BodyPublishers.ofString("(\u00b5/\u00fd")),
                Bomb.of(
                        "a multipart of 100,000 parts",
                        415,
                        "invalid-request",
                        "multipart/form-data; boundary=b",
                        () -> BodyPublishers.ofString("--b\r\n\r\n\r\n".repeat(DEPTH))));
    }

    static List<Bomb> ofParty() {
        var all = new ArrayList<>(bombs(JSON, MOST_OF_DOCUMENT));
        all.add(
                Bomb.of(
                        "members that collide",
                        400,
                        "invalid-request",
                        JSON,
                        () -> BodyPublishers.ofString(Bombs.collisions(14))));
        return all;
    }

    static List<Bomb> ofPartner() {
        var all = new ArrayList<>(bombs(LINES, FederationRoutes.MOST_BYTES));
        all.add(
                Bomb.of(
                        "members that collide",
                        400,
                        "malformed-delivery",
                        LINES,
                        () -> BodyPublishers.ofString(Bombs.collisions(14))));
        all.add(
                Bomb.of(
                        "a million lines",
                        400,
                        "malformed-delivery",
                        LINES,
                        () -> BodyPublishers.ofString("{}\n".repeat(Bombs.MILLION))));
        all.add(
                Bomb.of(
                        "line feeds alone",
                        400,
                        "malformed-delivery",
                        LINES,
                        () -> BodyPublishers.ofString("\n".repeat(15 << 20))));
        return all;
    }

    private static HttpResponse<String> good() throws Exception {
        return submit(acme, token, "key-" + ++keys);
    }

    private static HttpRequest.Builder submission() {
        return to(site("us"), "/v1/documents")
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", "key-" + ++keys);
    }

    /** What is in use when everything that can be let go of is. */
    private static long kept() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    @ParameterizedTest
    @MethodSource("ofParty")
    void what_a_party_sends_is_refused_soon_and_the_next_good_one_taken(Bomb bomb)
            throws Exception {
        HttpRequest.Builder request = bomb.sent(submission());
        long begun = System.nanoTime();
        HttpResponse<String> answer = send(acme, request);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(bomb.status());
        description.covers("POST /v1/documents", answer);
        assertThat(Json.parse(answer.body()).path("code").asText()).isEqualTo(bomb.code());
        assertThat(took).isLessThan(SOON);
        assertThat(kept() - keptAtFirst).isLessThan(MOST_KEPT_BYTES);
        HttpResponse<String> taken = good();
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
    }

    @ParameterizedTest
    @MethodSource("ofPartner")
    void what_a_partner_sends_is_refused_soon_and_the_next_good_one_taken(Bomb bomb)
            throws Exception {
        isRefusedWithoutTrace(
                bomb.status(),
                bomb.code(),
                () -> {
                    long begun = System.nanoTime();
                    Rogue.Reply reply = rogue.post(new byte[0], bomb::sent);
                    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
                    return reply;
                });
        assertThat(kept() - keptAtFirst).isLessThan(MOST_KEPT_BYTES);
    }

    /** The body of this one does not come: the others are sent while it is waited for. */
    private static Socket slow() throws Exception {
        PartyKeys keysOfParty = site("us").parties().get(PARTY);
        if (keysOfParty == null) {
            throw new AssertionError("no such party");
        }
        SSLContext tls =
                TestTls.as(
                        keysOfParty.tls(),
                        keysOfParty.certificate(),
                        site("us").authority().certificate());
        int port = site("us").node().ports().api();
        // The JDK's client would keep the answer until it has sent the body.
        Socket socket = tls.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout((int) LONGEST_WAIT.toMillis());
        socket.getOutputStream()
                .write(
                        """
                        POST /v1/documents HTTP/1.1
                        Host: us.sealane.example
                        Authorization: Bearer %s
                        Content-Type: application/json
                        Idempotency-Key: slow
                        Content-Length: 1000

                        {\
                        """
                                .formatted(token)
                                .replace("\n", "\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void a_body_that_does_not_come_is_given_up_and_holds_nobody_up() throws Exception {
        byte[] answer = slow.getInputStream().readNBytes(ANSWER_BYTES);
        assertThat(new String(answer, StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 400")
                .contains("\"invalid-request\"", "did not arrive in time");
        assertThat(good().statusCode()).isEqualTo(201);
    }
}
