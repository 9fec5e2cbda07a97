package io.sealane.node.oauth;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.node.config.Scope;
import io.sealane.node.http.Access;
import io.sealane.node.http.Caller;
import io.sealane.node.http.Gate;
import io.sealane.node.http.PeerCertificate;
import io.sealane.node.keys.CertificateEnd;
import io.sealane.node.keys.Thumbprint;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets in who holds a token, on the connection of the certificate that the token is bound to. */
public final class TokenGate implements Gate {
    private static final int MOST_KNOWN = 10_000;
    private static final int MOST_CHARACTERS = 4_096;

    private final String node;
    private final AccessTokens tokens;
    private final Map<String, Client> clients;
    private final InstantSource clock;

    /** Tokens verified before, by their hash: a signature is verified once. */
    private final Map<String, AccessTokens.Grant> known = new ConcurrentHashMap<>();

    TokenGate(String node, AccessTokens tokens, Map<String, Client> clients, InstantSource clock) {
        this.node = node;
        this.tokens = tokens;
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public Caller admit(HttpServerRequest request, Access access) throws Refusal {
        if (access == Access.OPEN) {
            return new Caller.Anyone();
        }
        AccessTokens.Grant grant = grant(bearer(request));
        X509Certificate certificate = PeerCertificate.of(request);
        check(grant, certificate);
        Set<Scope> enough = enough(access);
        if (grant.scopes().stream().noneMatch(enough::contains)) {
            throw new Refusal(
                    Code.INSUFFICIENT_SCOPE,
                    "The token lacks the scope " + AccessTokens.text(enough) + ".");
        }
        Client client = clients.get(grant.client());
        if (client == null) {
            throw new Refusal(Code.INVALID_TOKEN, "The token is not of a client of this node.");
        }
        return switch (client.kind()) {
            case PARTY -> new Caller.Party(new PartyId(client.id(), node));
            case AUDITOR -> new Caller.Auditor(client.id());
            case OPERATOR -> new Caller.Operator(client.id());
        };
    }

    private static Set<Scope> enough(Access access) {
        return switch (access) {
            case DOCUMENTS -> Set.of(Scope.DOCUMENTS);
            case INBOX -> Set.of(Scope.INBOX);
            case LOG -> Scope.OF_PARTIES;
            case OPERATE -> Set.of(Scope.OPERATE);
            case OPEN, PARTNER -> throw new IllegalStateException("no token opens this route");
        };
    }

    private static String bearer(HttpServerRequest request) throws Refusal {
        List<String> values = request.headers().getAll("authorization");
        // SPEC: RFC 6750 2: one method, one token.
        if (values.size() == 1) {
            String value = values.getFirst();
            if (value.regionMatches(true, 0, "Bearer ", 0, 7)
                    && value.length() <= MOST_CHARACTERS) {
                return value.substring(7);
            }
        }
        throw new Refusal(Code.INVALID_TOKEN, "Send one header, Authorization: Bearer <token>.");
    }

    private AccessTokens.Grant grant(String token) throws Refusal {
        String hash = Digest.base64Url(token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Instant now = clock.instant();
        AccessTokens.Grant grant = known.get(hash);
        if (grant != null && now.isBefore(grant.end())) {
            return grant;
        }
        AccessTokens.Grant verified = tokens.verify(token);
        if (known.size() >= MOST_KNOWN) {
            known.values().removeIf(old -> !now.isBefore(old.end()));
        }
        if (known.size() < MOST_KNOWN) {
            known.put(hash, verified);
        }
        return verified;
    }

    // SPEC: RFC 8705 3: the certificate of the connection must be the token's.
    private void check(AccessTokens.Grant grant, @Nullable X509Certificate certificate)
            throws Refusal {
        if (certificate == null || !Thumbprint.of(certificate).equals(grant.certificate())) {
            throw new Refusal(
                    Code.TOKEN_NOT_BOUND,
                    "The token is bound to another client certificate than this connection's.");
        }
        CertificateEnd.check(certificate, clock.instant());
    }
}
