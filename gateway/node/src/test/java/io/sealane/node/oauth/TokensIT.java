package io.sealane.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;

import io.sealane.certs.KeyPairs;
import io.sealane.certs.PartyKeys;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.node.Forged;
import io.sealane.node.TestTls;
import io.sealane.node.config.Scope;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Tokens at the wire: who gets one, and where it is good. */
class TokensIT extends TokenCase {
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
    void a_certificate_outside_its_dates_gets_no_token() throws Exception {
        for (PartyKeys keys : List.of(ENDED, EARLY)) {
            String name = keys.equals(ENDED) ? "ended-line" : "early-line";
            var form = Map.of("grant_type", "client_credentials", "client_id", name);
            isRefused(send(as(keys), ask(form)), 401, "certificate-expired");
        }
        assertThat(token(ACME, "acme-line")).isNotBlank();
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
    void who_asks_more_often_than_it_may_is_told_when_to_come_back_and_nobody_else_is()
            throws Exception {
        String token = token(SLOW, "slow-line");
        HttpResponse<String> answer;
        int served = 0;
        do {
            answer = get("/documents", SLOW, token);
            served += answer.statusCode() == 200 ? 1 : 0;
        } while (answer.statusCode() == 200 && served < 10);
        // Two in the bucket, and the one that empties it; the clock of this node stands still.
        assertThat(served).isBetween(2, 3);
        isRefused(answer, 429, "invalid-request");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(get("/documents", ACME, token(ACME, "acme-line")).statusCode()).isEqualTo(200);
        CLOCK.forward(Duration.ofSeconds(1));
        assertThat(get("/documents", SLOW, token).statusCode()).isEqualTo(200);
        CLOCK.forward(Duration.ofSeconds(-1));
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
                        "acme-line",
                        Set.of(Scope.DOCUMENTS),
                        ACME.thumbprint(),
                        null,
                        List.of());
        String theirs =
                elsewhere.issue(
                        client,
                        Set.of(Scope.DOCUMENTS),
                        new Binding.Certificate(ACME.thumbprint()));
        isRefused(get("/documents", ACME, theirs), 401, "invalid-token");
    }

    /** What is done to tokens of others, under a key of the forger's or none. */
    static List<UnaryOperator<Forged>> forgeries() {
        KeySigner other = KeyPairs.signer(KeyPairs.p256());
        String jwk = Json.text(other.key().toJwk());
        byte[] known = ACME.assertion().getPublic().getEncoded();
        return List.of(
                token -> token.with(""),
                token -> token.with(Base64Url.encode(new byte[64])),
                token -> token.signed(other),
                token -> token.header(Forged.member("jwk", jwk)).signed(other),
                token ->
                        token.header(Forged.member("jku", "\"https://evil.example\""))
                                .signed(other),
                token ->
                        token.header(Forged.member("x5u", "\"https://evil.example\""))
                                .signed(other),
                token -> token.header(Forged.member("crit", "[\"exp\"]")),
                token -> token.header(Forged.member("alg", "\"none\"")),
                token -> token.header(text -> text.replace("ES256", "none")).with(""),
                token -> token.header(text -> text.replace("ES256", "nOnE")).with(""),
                token -> token.header(text -> text.replace("ES256", "EdDSA")),
                token -> token.header(text -> text.replace("ES256", "HS256")).authenticated(known),
                token -> token.payload(Forged.member("exp", "4000000000")),
                token -> token.payload(Forged.member("x", "1e999")),
                token -> token.payload(Forged.member("x", "\"\\ud800\"")));
    }

    @Test
    void a_forged_token_is_refused() throws Exception {
        String good = token(ACME, "acme-line");
        for (UnaryOperator<Forged> forgery : forgeries()) {
            String forged = forgery.apply(Forged.of(good)).compact();
            isRefused(get("/documents", ACME, forged), 401, "invalid-token");
        }
        String wider =
                Forged.of(good).payload(text -> text.replace("documents", "inbox")).compact();
        isRefused(get("/inbox", ACME, wider), 401, "invalid-token");
        assertThat(get("/documents", ACME, good).statusCode()).isEqualTo(200);
    }

    @Test
    void a_forged_assertion_is_refused() throws Exception {
        String good = assertion(claims().build(), ACME.assertion()).serialize();
        for (UnaryOperator<Forged> forgery : forgeries()) {
            HttpResponse<String> answer = asserted(forgery.apply(Forged.of(good)).compact());
            assertThat(answer.statusCode()).as(answer.body()).isIn(400, 401);
            assertThat(Json.parse(answer.body()).path("code").asText())
                    .isIn("invalid-client", "invalid-request");
        }
        assertThat(asserted(good).statusCode()).isEqualTo(200);
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
