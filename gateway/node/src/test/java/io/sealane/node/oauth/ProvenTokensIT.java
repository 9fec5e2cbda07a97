package io.sealane.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;

import io.sealane.core.json.Json;
import io.sealane.node.TestTls;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Tokens that are bound to a key (RFC 9449), over connections without a certificate. */
class ProvenTokensIT extends TokenCase {
    private static final ECKey PROVING = proofKey();

    private static ECKey proofKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static URI uri(String path) {
        return URI.create("https://127.0.0.1:" + server.port() + path);
    }

    private static String proof(ECKey key, String method, URI target, @Nullable String token)
            throws Exception {
        var factory = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
        return token == null
                ? factory.createDPoPJWT(method, target).serialize()
                : factory.createDPoPJWT(method, target, new DPoPAccessToken(token)).serialize();
    }

    private static HttpResponse<String> asksFor(String proof) throws Exception {
        var request =
                ask(
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_assertion_type",
                                BEARER,
                                "client_assertion",
                                assertion(claims().build(), ACME.assertion()).serialize()));
        return send(TestTls.anonymous(AUTHORITY.certificate()), request.header("DPoP", proof));
    }

    private static String provenToken() throws Exception {
        var answer = asksFor(proof(PROVING, "POST", uri("/oauth/token"), null));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Json.parse(answer.body()).path("token_type").asText()).isEqualTo("DPoP");
        return Json.parse(answer.body()).path("access_token").asText();
    }

    private static HttpResponse<String> shows(String scheme, String token, String... proofs)
            throws Exception {
        var request = request("/documents").header("Authorization", scheme + " " + token);
        for (String proof : proofs) {
            request.header("DPoP", proof);
        }
        return send(TestTls.anonymous(AUTHORITY.certificate()), request);
    }

    private static String proving(String token) throws Exception {
        return proof(PROVING, "GET", uri("/documents"), token);
    }

    @Test
    void a_token_may_be_bound_to_a_key_and_needs_no_certificate_then() throws Exception {
        String token = provenToken();
        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getJSONObjectClaim("cnf"))
                .containsOnlyKeys("jkt");
        var answer = shows("DPoP", token, proving(token));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("acme-line");
        assertThat(shows("dpop", token, proving(token)).statusCode()).isEqualTo(200);
    }

    @Test
    void a_proof_is_good_once_for_one_request_with_one_token_and_one_key() throws Exception {
        String token = provenToken();
        String used = proving(token);
        assertThat(shows("DPoP", token, used).statusCode()).isEqualTo(200);
        var replayed = shows("DPoP", token, used);
        isRefused(replayed, 401, "token-not-bound");
        assertThat(replayed.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("DPoP error=\"invalid_dpop_proof\"");
        URI target = uri("/documents");
        for (String wrong :
                List.of(
                        proof(proofKey(), "GET", target, token),
                        proof(PROVING, "POST", target, token),
                        proof(PROVING, "GET", uri("/inbox"), token),
                        proof(PROVING, "GET", URI.create("https://evil.example/documents"), token),
                        proof(PROVING, "GET", URI.create("http://127.0.0.1/documents"), token),
                        proof(PROVING, "GET", target, provenToken()),
                        proof(PROVING, "GET", target, null),
                        "x.y.z")) {
            isRefused(shows("DPoP", token, wrong), 401, "token-not-bound");
        }
        isRefused(shows("DPoP", token), 401, "token-not-bound");
        isRefused(shows("DPoP", token, proving(token), proving(token)), 401, "token-not-bound");
        isRefused(shows("Bearer", token, proving(token)), 401, "token-not-bound");
        isRefused(shows("Bearer", token), 401, "token-not-bound");
        assertThat(shows("DPoP", token, proving(token)).statusCode()).isEqualTo(200);
    }

    @Test
    void a_token_that_is_bound_to_a_certificate_is_not_shown_with_a_proof() throws Exception {
        String token = token(ACME, "acme-line");
        isRefused(shows("DPoP", token, proving(token)), 401, "token-not-bound");
    }

    @Test
    void no_token_is_bound_to_a_key_that_is_not_proven() throws Exception {
        String good = proof(PROVING, "POST", uri("/oauth/token"), null);
        assertThat(asksFor(good).statusCode()).isEqualTo(200);
        for (String wrong :
                List.of(good, proof(PROVING, "GET", uri("/oauth/token"), null), "x.y.z")) {
            var answer = asksFor(wrong);
            isRefused(answer, 400, "token-not-bound");
            assertThat(Json.parse(answer.body()).path("error").asText())
                    .isEqualTo("invalid_dpop_proof");
        }
    }
}
