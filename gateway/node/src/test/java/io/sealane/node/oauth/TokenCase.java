package io.sealane.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import io.sealane.certs.Authority;
import io.sealane.certs.KeyPairs;
import io.sealane.certs.PartyKeys;
import io.sealane.core.document.Policy;
import io.sealane.core.identity.PartyId;
import io.sealane.core.json.Json;
import io.sealane.node.TestTls;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.Scope;
import io.sealane.node.http.Access;
import io.sealane.node.http.Answer;
import io.sealane.node.http.Listeners;
import io.sealane.node.http.Route;
import io.sealane.node.http.Routes;
import io.sealane.node.http.Server;
import io.sealane.node.http.TestClock;
import io.sealane.node.keys.TlsIdentity;
import io.sealane.node.party.Roster;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

/** A token endpoint and two routes behind its gate, on a real listener. */
@Timeout(60)
abstract class TokenCase {
    static final String NODE = "us.sealane.example";
    static final String ISSUER = "https://" + NODE;
    static final String BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** Real time, since TLS looks at the machine's clock; certificates outlive the run. */
    @SuppressWarnings("TimeInStaticInitializer") // Certificates of a whole class begin together.
    static final Instant NOW = Instant.now();

    static final Duration LIFE = Duration.ofDays(30);
    static final Authority AUTHORITY = Authority.create("US", NOW);
    static final PartyKeys ACME = keys("acme-line", NOW);
    static final PartyKeys OTHER = keys("newark-terminal", NOW);
    static final PartyKeys SLOW = keys("slow-line", NOW);
    static final PartyKeys ENDED = keys("ended-line", NOW.minus(Duration.ofDays(60)));

    static final PartyKeys EARLY = keys("early-line", NOW.plus(Duration.ofDays(2)));

    static final TestClock CLOCK = new TestClock(NOW);

    static final Roster ROSTER =
            new Roster(
                    List.of(
                            party("acme-line", ACME, Scope.DOCUMENTS),
                            party("newark-terminal", OTHER, Scope.DOCUMENTS, Scope.INBOX),
                            party("slow-line", SLOW, Scope.DOCUMENTS),
                            party("ended-line", ENDED, Scope.DOCUMENTS),
                            party("early-line", EARLY, Scope.DOCUMENTS)));

    /** For all classes of this case; it ends with the process. */
    private static final Vertx VERTX = Vertx.vertx();

    static Server server = server();

    static PartyKeys keys(String party, Instant from) {
        return PartyKeys.create(new PartyId(party, NODE), AUTHORITY, from, LIFE);
    }

    static NodeConfig.Party party(String name, PartyKeys keys, Scope... scopes) {
        return new NodeConfig.Party(
                name,
                Set.of(),
                Set.of(),
                Set.of(scopes),
                keys.thumbprint(),
                KeyPairs.publicKey(keys.assertion()),
                List.of(),
                name.equals("slow-line") ? 2 : 0,
                List.of());
    }

    static Server server() {
        return server(null);
    }

    /** A node whose tokens come from somebody else, if that is said. */
    static Server server(NodeConfig.@Nullable Issuer issuer) {
        KeyPair pair = KeyPairs.p256();
        var hosts = List.of("127.0.0.1");
        var certificate =
                AUTHORITY.issue(NODE, pair.getPublic(), Authority.Use.NODE, hosts, NOW, LIFE);
        var identity = new TlsIdentity(pair.getPrivate(), List.of(certificate));
        var listener = new NodeConfig.Listener("127.0.0.1", 0);
        Path none = Path.of("none");
        var config =
                new NodeConfig(
                        NODE,
                        none,
                        listener,
                        listener,
                        listener,
                        new NodeConfig.KeyFile(none, none, null),
                        null,
                        1,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        NodeConfig.Announced.NOTHING,
                        null,
                        Policy.NONE,
                        issuer,
                        NodeConfig.Approval.OF_ONE);
        var authorization = new Authorization(config, ROSTER, CLOCK);
        var routes = new ArrayList<>(authorization.routes());
        routes.add(open("/documents", Access.DOCUMENTS));
        routes.add(open("/inbox", Access.INBOX));
        return new Server(
                VERTX,
                "api",
                Listeners.api(listener, () -> identity),
                new Routes(routes),
                authorization.gate(),
                (name, route, caller, status, code, took) -> {},
                CLOCK);
    }

    static Route open(String path, Access access) {
        return Route.get(path, access, Set.of(), ask -> Answer.text(ask.caller().name()));
    }

    @BeforeAll
    static void start() {
        server = server().start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    static SSLContext as(PartyKeys keys) throws Exception {
        return TestTls.as(keys.tls(), keys.certificate(), AUTHORITY.certificate());
    }

    static HttpResponse<String> send(SSLContext tls, HttpRequest.Builder request) throws Exception {
        try (HttpClient client = TestTls.client(tls, HttpClient.Version.HTTP_2)) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    static HttpRequest.Builder ask(Map<String, String> form) {
        String body =
                form.entrySet().stream()
                        .map(entry ->
                                entry.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return request("/oauth/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    static String token(PartyKeys keys, String client) throws Exception {
        var answer =
                send(
                        as(keys),
                        ask(Map.of("grant_type", "client_credentials", "client_id", client)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body()).path("access_token").asText();
    }

    static HttpResponse<String> get(String path, PartyKeys keys, @Nullable String token)
            throws Exception {
        HttpRequest.Builder request = request(path);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(as(keys), request);
    }

    static void isRefused(HttpResponse<String> answer, int status, String code) throws Exception {
        JsonNode problem = Json.parse(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotBlank();
    }

    static SignedJWT assertion(JWTClaimsSet claims, KeyPair key) throws Exception {
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims);
        jwt.sign(new ECDSASigner((ECPrivateKey) key.getPrivate()));
        return jwt;
    }

    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("acme-line")
                .subject("acme-line")
                .audience(ISSUER)
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(120)));
    }

    static HttpResponse<String> asserted(SignedJWT jwt) throws Exception {
        return asserted(jwt.serialize());
    }

    static HttpResponse<String> asserted(String jwt) throws Exception {
        return send(
                as(ACME),
                ask(
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_assertion_type",
                                BEARER,
                                "client_assertion",
                                jwt)));
    }
}
