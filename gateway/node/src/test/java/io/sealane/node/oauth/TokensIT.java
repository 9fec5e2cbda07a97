package io.sealane.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Tokens at the wire: who gets one, and where it is good. */
@Timeout(60)
class TokensIT {
    private static final String NODE = "us.sealane.example";
    private static final String ISSUER = "https://" + NODE;
    private static final String BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** Real time, since TLS looks at the machine's clock; the run is shorter than any of it. */
    @SuppressWarnings("TimeInStaticInitializer") // Certificates of a whole class begin together.
    private static final Instant NOW = Instant.now();

    private static final Duration LIFE = Duration.ofDays(30);
    private static final Authority AUTHORITY = Authority.create("US", NOW);
    private static final PartyKeys ACME = keys("acme-line", NOW);
    private static final PartyKeys OTHER = keys("newark-terminal", NOW);
    private static final PartyKeys ENDED = keys("ended-line", NOW.minus(Duration.ofDays(60)));

    private static final TestClock CLOCK = new TestClock(NOW);
    private static final Vertx VERTX = Vertx.vertx();
    private static Server server = server();

    private static PartyKeys keys(String party, Instant from) {
        return PartyKeys.create(new PartyId(party, NODE), AUTHORITY, from, LIFE);
    }

    private static NodeConfig.Party party(String name, PartyKeys keys, Scope... scopes) {
        return new NodeConfig.Party(
                name,
                Set.of(),
                Set.of(),
                Set.of(scopes),
                keys.thumbprint(),
                KeyPairs.publicKey(keys.assertion()),
                List.of());
    }

    private static Server server() {
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
                        List.of(
                                party("acme-line", ACME, Scope.DOCUMENTS),
                                party("newark-terminal", OTHER, Scope.DOCUMENTS, Scope.INBOX),
                                party("ended-line", ENDED, Scope.DOCUMENTS)),
                        List.of(),
                        List.of(),
                        List.of(),
                        NodeConfig.Announced.NOTHING,
                        null,
                        Policy.NONE);
        var authorization = new Authorization(config, CLOCK);
        var routes = new ArrayList<>(authorization.routes());
        routes.add(open("/documents", Access.DOCUMENTS));
        routes.add(open("/inbox", Access.INBOX));
        return new Server(
                VERTX,
                "api",
                Listeners.api(listener, identity),
                new Routes(routes),
                authorization.gate(),
                (name, route, caller, status, code, took) -> {},
                CLOCK);
    }

    private static Route open(String path, Access access) {
        return Route.get(path, access, Set.of(), ask -> Answer.text(ask.caller().name()));
    }

    @BeforeAll
    static void start() {
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static SSLContext as(PartyKeys keys) throws Exception {
        return TestTls.as(keys.tls(), keys.certificate(), AUTHORITY.certificate());
    }

    private static HttpResponse<String> send(SSLContext tls, HttpRequest.Builder request)
            throws Exception {
        try (HttpClient client = TestTls.client(tls, HttpClient.Version.HTTP_2)) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpRequest.Builder ask(Map<String, String> form) {
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

    private static String token(PartyKeys keys, String client) throws Exception {
        var answer =
                send(
                        as(keys),
                        ask(Map.of("grant_type", "client_credentials", "client_id", client)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body()).path("access_token").asText();
    }

    private static HttpResponse<String> get(String path, PartyKeys keys, @Nullable String token)
            throws Exception {
        HttpRequest.Builder request = request(path);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(as(keys), request);
    }

    private static void isRefused(HttpResponse<String> answer, int status, String code)
            throws Exception {
        JsonNode problem = Json.parse(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotBlank();
    }

    private static SignedJWT assertion(JWTClaimsSet claims, KeyPair key) throws Exception {
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims);
        jwt.sign(new ECDSASigner((ECPrivateKey) key.getPrivate()));
        return jwt;
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("acme-line")
                .subject("acme-line")
                .audience(ISSUER)
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(NOW.plusSeconds(120)));
    }

    private static HttpResponse<String> asserted(SignedJWT jwt) throws Exception {
        return send(
                as(ACME),
                ask(
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_assertion_type",
                                BEARER,
                                "client_assertion",
                                jwt.serialize())));
    }

    @Test
    void a_party_is_known_by_the_certificate_of_its_connection() throws Exception {
        String token = token(ACME, "acme-line");
        SignedJWT jwt = SignedJWT.parse(token);
        // SPEC: RFC 9068 2.1, 2.2; RFC 8705 3.1.
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo(ISSUER);
        assertThat(jwt.getJWTClaimsSet().getStringClaim("scope")).isEqualTo("documents");
        assertThat(jwt.getJWTClaimsSet().getJSONObjectClaim("cnf"))
                .containsEntry("x5t#S256", ACME.thumbprint());
        assertThat(get("/documents", ACME, token).body()).isEqualTo("acme-line");
    }

    @Test
    void a_party_is_known_by_its_signed_assertion() throws Exception {
        var answer = asserted(assertion(claims().build(), ACME.assertion()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void an_assertion_is_good_once() throws Exception {
        SignedJWT jwt = assertion(claims().build(), ACME.assertion());
        assertThat(asserted(jwt).statusCode()).isEqualTo(200);
        isRefused(asserted(jwt), 401, "invalid-client");
    }

    @ParameterizedTest
    @ValueSource(strings = {ISSUER + "/oauth/token", ISSUER + "/", "https://nl.sealane.example"})
    void an_assertion_names_the_issuer_as_its_audience(String audience) throws Exception {
        var claims = claims().audience(audience).build();
        isRefused(asserted(assertion(claims, ACME.assertion())), 401, "invalid-client");
    }

    @Test
    void an_assertion_names_the_issuer_alone() throws Exception {
        var claims = claims().audience(List.of(ISSUER, "https://nl.sealane.example")).build();
        isRefused(asserted(assertion(claims, ACME.assertion())), 401, "invalid-client");
    }

    @Test
    void an_assertion_is_refused_when_it_has_ended_or_lasts_too_long() throws Exception {
        var ended = claims().expirationTime(Date.from(NOW.minusSeconds(120))).build();
        isRefused(asserted(assertion(ended, ACME.assertion())), 401, "invalid-client");
        var long_ = claims().expirationTime(Date.from(NOW.plus(Duration.ofDays(1)))).build();
        isRefused(asserted(assertion(long_, ACME.assertion())), 401, "invalid-client");
    }

    @Test
    void an_assertion_needs_an_id() throws Exception {
        var claims = claims().jwtID(null).build();
        isRefused(asserted(assertion(claims, ACME.assertion())), 401, "invalid-client");
    }

    @Test
    void an_assertion_of_another_partys_key_is_refused() throws Exception {
        isRefused(asserted(assertion(claims().build(), OTHER.assertion())), 401, "invalid-client");
    }

    @ParameterizedTest
    @CsvSource({
        "acme-line, newark-terminal", // Another party's name.
        "acme-line, nobody",
        "ended-line, acme-line",
    })
    void a_certificate_speaks_for_its_own_party_only(String keys, String client) throws Exception {
        PartyKeys shown = keys.equals("acme-line") ? ACME : OTHER;
        var form = Map.of("grant_type", "client_credentials", "client_id", client);
        var answer = send(as(shown), ask(form));
        isRefused(answer, 401, "invalid-client");
        assertThat(Json.parse(answer.body()).path("error").asText()).isEqualTo("invalid_client");
    }

    @Test
    void a_certificate_that_has_ended_gets_no_token() throws Exception {
        var form = Map.of("grant_type", "client_credentials", "client_id", "ended-line");
        isRefused(send(as(ENDED), ask(form)), 401, "certificate-expired");
    }

    @Test
    void without_a_certificate_there_is_no_token() throws Exception {
        var form = Map.of("grant_type", "client_credentials", "client_id", "acme-line");
        var answer = send(TestTls.anonymous(AUTHORITY.certificate()), ask(form));
        isRefused(answer, 401, "invalid-client");
    }

    @Test
    void a_secret_is_no_credential() throws Exception {
        var request = ask(Map.of("grant_type", "client_credentials"));
        request.header("Authorization", "Basic YWNtZS1saW5lOmh1bnRlcjI=");
        isRefused(send(as(ACME), request), 401, "invalid-client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization_code", "password", "refresh_token", "x"})
    void other_grants_are_refused(String grant) throws Exception {
        var form = Map.of("grant_type", grant, "client_id", "acme-line", "code", "x");
        isRefused(send(as(ACME), ask(form)), 400, "invalid-request");
    }

    @Test
    void a_client_gets_no_scope_beyond_its_own() throws Exception {
        var form =
                Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "acme-line",
                        "scope", "documents inbox");
        isRefused(send(as(ACME), ask(form)), 400, "insufficient-scope");
    }

    @Test
    void a_token_opens_what_its_scope_says() throws Exception {
        isRefused(get("/inbox", ACME, token(ACME, "acme-line")), 403, "insufficient-scope");
        assertThat(get("/inbox", OTHER, token(OTHER, "newark-terminal")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_stolen_token_is_worth_nothing() throws Exception {
        String token = token(ACME, "acme-line");
        isRefused(get("/documents", OTHER, token), 401, "token-not-bound");
        var bare = request("/documents").header("Authorization", "Bearer " + token);
        isRefused(send(TestTls.anonymous(AUTHORITY.certificate()), bare), 401, "token-not-bound");
        assertThat(get("/documents", ACME, token).statusCode()).isEqualTo(200);
    }

    @Test
    void a_token_ends() throws Exception {
        String token = token(ACME, "acme-line");
        assertThat(get("/documents", ACME, token).statusCode()).isEqualTo(200);
        CLOCK.forward(Duration.ofMinutes(5));
        isRefused(get("/documents", ACME, token), 401, "invalid-token");
        CLOCK.forward(Duration.ofMinutes(-5));
    }

    @Test
    void a_token_of_another_node_or_none_is_refused() throws Exception {
        isRefused(get("/documents", ACME, null), 401, "invalid-token");
        isRefused(get("/documents", ACME, "x.y.z"), 401, "invalid-token");
        String token = token(ACME, "acme-line");
        // One bit of the signature's first byte.
        int signature = token.lastIndexOf('.') + 1;
        String other = token.charAt(signature) == 'A' ? "B" : "A";
        String tampered = token.substring(0, signature) + other + token.substring(signature + 1);
        isRefused(get("/documents", ACME, tampered), 401, "invalid-token");
        var elsewhere = new AccessTokens(ISSUER, CLOCK);
        var client =
                new Client(
                        "acme-line",
                        Client.Kind.PARTY,
                        Set.of(Scope.DOCUMENTS),
                        ACME.thumbprint(),
                        null);
        String theirs = elsewhere.issue(client, Set.of(Scope.DOCUMENTS), ACME.thumbprint());
        isRefused(get("/documents", ACME, theirs), 401, "invalid-token");
    }

    @Test
    void older_tls_is_not_spoken() throws Exception {
        var old = new SSLParameters(null, new String[] {"TLSv1.2"});
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(as(ACME)).sslParameters(old).build()) {
            HttpRequest request = request("/documents").build();
            assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(SSLException.class);
        }
    }
}
