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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets in who holds a token, and shows to hold what it is bound to: the connection's certificate,
 * or the key of a DPoP proof.
 */
public final class TokenGate implements Gate {
    private static final int MOST_KNOWN = 10_000;

    /** After that it is verified again: its issuer may have withdrawn a key. */
    private static final Duration KNOWN = Duration.ofMinutes(5);

    private static final int MOST_CHARACTERS = 4_096;
    private static final Set<String> SCHEMES = Set.of("bearer", "dpop");

    private final String node;
    private final TokenCheck tokens;
    private final PossessionProofs proofs;
    private final Clients clients;
    private final InstantSource clock;

    /** Tokens verified before, by their hash: a signature is verified once. */
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(AccessTokens.Grant grant, Instant until) {
        boolean counts(Instant now) {
            return now.isBefore(until) && now.isBefore(grant.end());
        }
    }

    TokenGate(
            String node,
            TokenCheck tokens,
            PossessionProofs proofs,
            Clients clients,
            InstantSource clock) {
        this.node = node;
        this.tokens = tokens;
        this.proofs = proofs;
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public Caller admit(HttpServerRequest request, Access access) throws Refusal {
        if (access == Access.OPEN) {
            return new Caller.Anyone();
        }
        Shown shown = shown(request);
        AccessTokens.Grant grant = grant(shown.token());
        // SPEC: RFC 9449 7.1: a token that is bound to a key is never a bearer token.
        if (!shown.scheme().equalsIgnoreCase(grant.binding().scheme())) {
            throw new Refusal(
                    Code.TOKEN_NOT_BOUND,
                    "Show the token as what it was given out: its token_type says how.");
        }
        switch (grant.binding()) {
            case Binding.Certificate bound -> check(bound, PeerCertificate.of(request));
            case Binding.ProofKey bound ->
                    proofs.check(
                            request.headers().getAll("dpop"),
                            request.method().name(),
                            Objects.requireNonNullElse(request.path(), ""),
                            shown.token(),
                            bound.thumbprint(),
                            grant.client());
        }
        Client client = client(grant);
        Set<Scope> enough = enough(access);
        if (grant.scopes().stream()
                .noneMatch(scope -> enough.contains(scope) && client.scopes().contains(scope))) {
            throw new Refusal(
                    Code.INSUFFICIENT_SCOPE,
                    "The token lacks the scope " + AccessTokens.text(enough) + ".");
        }
        return switch (client.kind()) {
            case PARTY ->
                    new Caller.Party(
                            new PartyId(client.party(), node), client.id(), client.limits());
            case AUDITOR -> new Caller.Auditor(client.id());
            case OPERATOR -> new Caller.Operator(client.id());
        };
    }

    /** The client as it is now: what it was when it got the token does not count. */
    private Client client(AccessTokens.Grant grant) throws Refusal {
        Client client = clients.find(grant.client());
        if (client == null
                || (grant.credentials() != null
                        && !client.credentials().equals(grant.credentials()))) {
            throw new Refusal(
                    Code.INVALID_TOKEN,
                    "The token is not of a client of this node, or of other credentials than the"
                            + " client has now: get a new one.");
        }
        return client;
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

    /** A token and the scheme under which it came. */
    private record Shown(String scheme, String token) {}

    private static Shown shown(HttpServerRequest request) throws Refusal {
        List<String> values = request.headers().getAll("authorization");
        // SPEC: RFC 6750 2: one method, one token.
        if (values.size() == 1 && values.getFirst().length() <= MOST_CHARACTERS) {
            String[] parts = values.getFirst().split(" ", 2);
            if (parts.length == 2 && SCHEMES.contains(parts[0].toLowerCase(Locale.ROOT))) {
                return new Shown(parts[0], parts[1]);
            }
        }
        throw new Refusal(
                Code.INVALID_TOKEN,
                "Send one header, Authorization: Bearer <token>, or DPoP <token> with a proof.");
    }

    private AccessTokens.Grant grant(String token) throws Refusal {
        String hash = Digest.base64Url(token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Instant now = clock.instant();
        Known before = known.get(hash);
        if (before != null && before.counts(now)) {
            return before.grant();
        }
        AccessTokens.Grant verified = tokens.verify(token);
        if (known.size() >= MOST_KNOWN) {
            known.values().removeIf(old -> !old.counts(now));
        }
        if (known.size() < MOST_KNOWN || before != null) {
            known.put(hash, new Known(verified, now.plus(KNOWN)));
        }
        return verified;
    }

    // SPEC: RFC 8705 3: the certificate of the connection must be the token's.
    private void check(Binding.Certificate bound, @Nullable X509Certificate certificate)
            throws Refusal {
        if (certificate == null || !Thumbprint.of(certificate).equals(bound.thumbprint())) {
            throw new Refusal(
                    Code.TOKEN_NOT_BOUND,
                    "The token is bound to another client certificate than this connection's.");
        }
        CertificateEnd.check(certificate, clock.instant());
    }
}
