package io.sealane.node.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.Scope;
import io.sealane.node.http.Access;
import io.sealane.node.http.Answer;
import io.sealane.node.http.Ask;
import io.sealane.node.http.Gate;
import io.sealane.node.http.ProblemAnswers;
import io.sealane.node.http.Route;
import io.sealane.node.keys.CertificateEnd;
import io.sealane.node.keys.Thumbprint;
import io.sealane.node.party.Roster;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The node's authorization server: one token endpoint, for client credentials only. */
public final class Authorization {
    private static final int MOST_BYTES = 16_384;

    private final URI endpoint;
    private final AccessTokens tokens;
    private final ClientCheck check;
    private final PossessionProofs proofs;
    private final TokenGate gate;
    private final NodeConfig.@Nullable Issuer external;
    private final InstantSource clock;

    public Authorization(NodeConfig config, Roster roster, InstantSource clock) {
        String issuer = "https://" + config.node();
        var clients = new Clients(config, roster);
        this.endpoint = URI.create(issuer + "/oauth/token");
        this.tokens = new AccessTokens(issuer, clock);
        this.check = new ClientCheck(issuer, clients, clock);
        this.proofs = new PossessionProofs(config, clock);
        NodeConfig.Issuer external = config.issuer();
        TokenCheck valid =
                external == null
                        ? tokens
                        : new ExternalTokens(external, IssuerKeys.of(external, clock), clock);
        this.external = external;
        this.gate = new TokenGate(config.node(), valid, proofs, clients, clock);
        this.clock = clock;
    }

    /** Lets in whoever holds a token of this node. */
    public Gate gate() {
        return gate;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(
                        "/oauth/token",
                        Access.OPEN,
                        Set.of(),
                        "application/x-www-form-urlencoded",
                        MOST_BYTES,
                        this::token));
    }

    private Answer token(Ask ask) {
        try {
            if (external != null) {
                throw new Refusal(
                        Code.INVALID_REQUEST,
                        "Tokens for this node come from " + external.url() + ", not from here.");
            }
            X509Certificate certificate = ask.certificate();
            String proof = ask.header("dpop");
            if (certificate == null && proof == null) {
                throw new Refusal(
                        Code.INVALID_CLIENT,
                        "Connect with a client certificate or send a DPoP proof: the token is bound"
                                + " to one of the two.");
            }
            if (certificate != null) {
                CertificateEnd.check(certificate, clock.instant());
            }
            String thumbprint = certificate == null ? null : Thumbprint.of(certificate);
            TokenRequest request = request(ask, certificate);
            Client client = check.authenticate(request.getClientAuthentication(), thumbprint);
            Set<Scope> scopes = scopes(request, client);
            Binding binding;
            if (proof != null) {
                binding = new Binding.ProofKey(proofs.ofTokenRequest(proof, client.id()));
            } else {
                binding = new Binding.Certificate(Objects.requireNonNull(thumbprint));
            }
            ObjectNode body =
                    Json.object()
                            .put("access_token", tokens.issue(client, scopes, binding))
                            .put("token_type", binding.scheme())
                            .put("expires_in", AccessTokens.LIFE.toSeconds())
                            .put("scope", AccessTokens.text(scopes));
            return Answer.json(200, body);
        } catch (Refusal refusal) {
            return error(refusal);
        }
    }

    /** SPEC: RFC 6749 5.2, with the members of our problem documents beside its own. */
    private static Answer error(Refusal refusal) {
        String error =
                switch (refusal.code()) {
                    case INVALID_CLIENT, CERTIFICATE_EXPIRED -> "invalid_client";
                    case INSUFFICIENT_SCOPE -> "invalid_scope";
                    // SPEC: RFC 9449 5.
                    case TOKEN_NOT_BOUND -> "invalid_dpop_proof";
                    default -> "invalid_request";
                };
        return ProblemAnswers.ofTokenError(refusal, error);
    }

    private TokenRequest request(Ask ask, @Nullable X509Certificate certificate) throws Refusal {
        try {
            var http = new HTTPRequest(HTTPRequest.Method.POST, endpoint);
            http.setContentType("application/x-www-form-urlencoded");
            if (certificate != null) {
                http.setClientX509Certificate(certificate);
            }
            http.setBody(new String(ask.body(), StandardCharsets.UTF_8));
            String authorization = ask.header("authorization");
            if (authorization != null) {
                http.setAuthorization(authorization);
            }
            TokenRequest request = TokenRequest.parse(http);
            String grant = request.getAuthorizationGrant().getType().getValue();
            if (!grant.equals("client_credentials")) {
                throw new Refusal(
                        Code.INVALID_REQUEST, "The grant_type here is client_credentials.");
            }
            return request;
        } catch (ParseException e) {
            // The library's words may quote what was sent.
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "Not a token request: send grant_type=client_credentials and client_id, or a"
                            + " client_assertion.");
        }
    }

    private static Set<Scope> scopes(TokenRequest request, Client client) throws Refusal {
        if (request.getScope() == null || request.getScope().isEmpty()) {
            return client.scopes();
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : request.getScope().toStringList()) {
            Scope scope = Scope.of(name);
            if (scope == null || !client.scopes().contains(scope)) {
                throw new Refusal(
                        Code.INSUFFICIENT_SCOPE, "The client may not have all of these scopes.");
            }
            scopes.add(scope);
        }
        return scopes;
    }
}
