package io.sealane.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import io.sealane.certs.Authority;
import io.sealane.certs.KeyPairs;
import io.sealane.node.Eventually;
import io.sealane.node.TestTls;
import io.sealane.node.config.NodeConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Tokens of a real issuer over TLS: what is wrong in one thing is refused, its twin is not. */
class ExternalIssuerIT extends TokenCase {
    private static final String URL = "https://id.example/realm";
    private static final ECKey KEY = key();
    private static final ECKey STRANGE = key();
    private static final AtomicInteger FETCHED = new AtomicInteger();

    @TempDir private static Path folder;

    private static HttpsServer issuer;
    private static volatile List<ECKey> published = List.of(KEY);

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void begin() throws Exception {
        KeyPair pair = KeyPairs.p256();
        var certificate =
                AUTHORITY.issue(
                        "id.example",
                        pair.getPublic(),
                        Authority.Use.NODE,
                        List.of("127.0.0.1"),
                        NOW,
                        LIFE);
        issuer = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.setHttpsConfigurator(
                new HttpsConfigurator(TestTls.as(pair, certificate, AUTHORITY.certificate())));
        issuer.createContext(
                "/keys",
                exchange -> {
                    FETCHED.incrementAndGet();
                    List<com.nimbusds.jose.jwk.JWK> keys = List.copyOf(published);
                    byte[] body = new JWKSet(keys).toString().getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        issuer.start();
        Path trust =
                Files.writeString(
                        folder.resolve("trust.pem"), TestTls.pem(AUTHORITY.certificate()));
        URI keys = URI.create("https://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
        server.stop();
        server = server(new NodeConfig.Issuer(URL, keys, null, trust, ISSUER)).start();
    }

    @AfterAll
    static void end() {
        issuer.stop(0);
    }

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .issuer(URL)
                .audience(ISSUER)
                .subject("service-account")
                .claim("client_id", "acme-line")
                .claim("scope", "openid documents inbox")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(600)))
                .jwtID(UUID.randomUUID().toString())
                .claim("cnf", Map.of("x5t#S256", ACME.thumbprint()));
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(KEY.getKeyID());
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, ECKey key) {
        try {
            var jwt = new SignedJWT(header, claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> shown(String token) throws Exception {
        return get("/documents", ACME, token);
    }

    private static void isTaken(String token) throws Exception {
        HttpResponse<String> answer = shown(token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("acme-line");
    }

    @Test
    void what_the_issuer_signed_opens_what_the_party_may() throws Exception {
        String token = signed(header().build(), good().build(), KEY);
        isTaken(token);
        // It says inbox too, which the party may not here.
        isRefused(get("/inbox", ACME, token), 403, "insufficient-scope");
        isRefused(get("/documents", OTHER, token), 401, "token-not-bound");
    }

    @Test
    void this_node_gives_out_no_tokens_and_says_who_does() throws Exception {
        var form = Map.of("grant_type", "client_credentials", "client_id", "acme-line");
        HttpResponse<String> answer = send(as(ACME), ask(form));
        isRefused(answer, 400, "invalid-request");
        assertThat(answer.body()).contains(URL);
    }

    record Wrong(String what, Consumer<JWTClaimsSet.Builder> claims) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Wrong> wrong() {
        return Stream.of(
                new Wrong("another issuer", one -> one.issuer(URL + "/")),
                new Wrong("another audience", one -> one.audience("https://nl.sealane.example")),
                new Wrong("no audience", one -> one.audience((String) null)),
                new Wrong("over", one -> one.expirationTime(Date.from(NOW))),
                new Wrong("without an end", one -> one.expirationTime(null)),
                new Wrong("too long", one -> one.expirationTime(Date.from(NOW.plusSeconds(3601)))),
                new Wrong("of the future", one -> one.issueTime(Date.from(NOW.plusSeconds(120)))),
                new Wrong("not yet", one -> one.notBeforeTime(Date.from(NOW.plusSeconds(120)))),
                new Wrong("bound to nothing", one -> one.claim("cnf", null)),
                new Wrong("bound to something else", one -> one.claim("cnf", Map.of("x", "y"))),
                new Wrong("of no client", one -> one.claim("client_id", null)),
                new Wrong("of an unknown client", one -> one.claim("client_id", "nobody")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void a_claim_that_is_wrong_is_enough(Wrong one) throws Exception {
        JWTClaimsSet.Builder claims = good();
        isTaken(signed(header().build(), claims.build(), KEY));
        one.claims().accept(claims);
        isRefused(shown(signed(header().build(), claims.build(), KEY)), 401, "invalid-token");
    }

    @Test
    void a_token_is_bound_to_the_certificate_of_its_cnf() throws Exception {
        JWTClaimsSet claims = good().claim("cnf", Map.of("x5t#S256", OTHER.thumbprint())).build();
        isRefused(shown(signed(header().build(), claims, KEY)), 401, "token-not-bound");
    }

    @Test
    void no_other_algorithm_kind_or_key_is_believed() throws Exception {
        JWTClaimsSet claims = good().build();
        isTaken(signed(header().build(), claims, KEY));
        isRefused(shown(new PlainJWT(claims).serialize()), 401, "invalid-token");
        var mac =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .type(new JOSEObjectType("at+jwt"))
                                .keyID(KEY.getKeyID())
                                .build(),
                        claims);
        // SPEC: RFC 8725 2.1: with the public key for a secret.
        mac.sign(new MACSigner(KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        isRefused(shown(mac.serialize()), 401, "invalid-token");
        isRefused(shown(signed(header().build(), claims, STRANGE)), 401, "invalid-token");
        JWSHeader plain = header().type(JOSEObjectType.JWT).build();
        isRefused(shown(signed(plain, claims, KEY)), 401, "invalid-token");
    }

    @Test
    void a_key_in_the_header_is_not_looked_at() throws Exception {
        JWTClaimsSet claims = good().build();
        URI keys = URI.create("https://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
        int before = FETCHED.get();
        for (JWSHeader.Builder one :
                List.of(
                        header().jwk(STRANGE.toPublicJWK()),
                        header().jwkURL(keys),
                        header().x509CertURL(keys))) {
            isRefused(shown(signed(one.build(), claims, STRANGE)), 401, "invalid-token");
            // Not even beside a signature that is right.
            isRefused(shown(signed(one.build(), claims, KEY)), 401, "invalid-token");
        }
        assertThat(FETCHED.get()).isEqualTo(before);
        isTaken(signed(header().build(), claims, KEY));
    }

    @Test
    void a_new_key_is_fetched_and_an_unknown_one_is_not_asked_for_again_and_again()
            throws Exception {
        ECKey next = key();
        published = List.of(KEY, next);
        CLOCK.forward(Duration.ofSeconds(10));
        String token = signed(header().keyID(next.getKeyID()).build(), good().build(), next);
        assertThat(shown(token).statusCode()).isIn(200, 503);
        Eventually.holds(() -> shown(token).statusCode() == 200);
        int before = FETCHED.get();
        for (int i = 0; i < 20; i++) {
            JWSHeader unknown = header().keyID("unknown-" + i).build();
            isRefused(shown(signed(unknown, good().build(), STRANGE)), 401, "invalid-token");
        }
        assertThat(FETCHED.get()).isEqualTo(before);
        CLOCK.forward(Duration.ofSeconds(-10));
    }
}
