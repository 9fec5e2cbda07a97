package io.sealane.node.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.node.config.Scope;

import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Access tokens: JWTs of RFC 9068, five minutes long, bound to the client's certificate (RFC 8705)
 * or to a key of its own (RFC 9449). They are signed with a key that lives as long as this process
 * and is never written.
 */
final class AccessTokens implements TokenCheck {
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final String CONFIRMATION = "cnf";
    private static final String CREDENTIALS = "sealane_credentials";

    private final String issuer;
    private final InstantSource clock;
    private final ECKey key;

    /**
     * A new key, for the tokens of one process.
     *
     * @param issuer {@code https://<node>}: issuer and audience of every token
     */
    AccessTokens(String issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
        try {
            this.key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("the platform has no P-256", e);
        }
    }

    /**
     * What a verified token says.
     *
     * @param credentials what the client authenticated with: {@link Client#credentials}; null
     *     where that was somebody else's to check
     */
    record Grant(
            String client,
            @Nullable String credentials,
            Set<Scope> scopes,
            Binding binding,
            Instant end) {}

    String issue(Client client, Set<Scope> scopes, Binding binding) {
        Instant now = clock.instant();
        // SPEC: RFC 9068 2.2: iss, exp, aud, sub, client_id, iat and jti are required.
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience(issuer)
                        .subject(client.id())
                        .claim("client_id", client.id())
                        .claim("scope", text(scopes))
                        .claim(CREDENTIALS, client.credentials())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFE)))
                        .jwtID(UUID.randomUUID().toString())
                        .claim(CONFIRMATION, binding.confirmation())
                        .build();
        var header =
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.getKeyID()).build();
        try {
            var token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the token key cannot sign", e);
        }
    }

    static String text(Set<Scope> scopes) {
        return scopes.stream().map(Scope::wireName).sorted().collect(Collectors.joining(" "));
    }

    /** As any check, of a token that this process made. */
    @Override
    public Grant verify(String token) throws Refusal {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            // SPEC: RFC 9068 4: the type tells an access token from every other JWT.
            if (!TYPE.equals(jwt.getHeader().getType())
                    || !JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                    || !key.getKeyID().equals(jwt.getHeader().getKeyID())
                    || !jwt.verify(new ECDSAVerifier(key.toPublicJWK()))) {
                throw invalid();
            }
            return grant(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException e) {
            throw invalid();
        }
    }

    private Grant grant(JWTClaimsSet claims) throws ParseException, Refusal {
        if (!issuer.equals(claims.getIssuer())
                || !List.of(issuer).equals(claims.getAudience())
                || claims.getExpirationTime() == null
                || claims.getStringClaim("client_id") == null
                || claims.getStringClaim(CREDENTIALS) == null) {
            throw invalid();
        }
        Instant end = claims.getExpirationTime().toInstant();
        if (!clock.instant().isBefore(end)) {
            throw new Refusal(Code.INVALID_TOKEN, "The token has ended: get a new one.");
        }
        return new Grant(
                claims.getStringClaim("client_id"),
                claims.getStringClaim(CREDENTIALS),
                scopes(claims.getStringClaim("scope")),
                binding(claims),
                end);
    }

    /** What a token is bound to: one that is bound to nothing is refused. */
    static Binding binding(JWTClaimsSet claims) throws ParseException, Refusal {
        Map<String, Object> confirmation = claims.getJSONObjectClaim(CONFIRMATION);
        if (confirmation == null) {
            throw invalid();
        }
        if (confirmation.get(Binding.Certificate.NAME) instanceof String thumbprint) {
            return new Binding.Certificate(thumbprint);
        }
        if (confirmation.get(Binding.ProofKey.NAME) instanceof String thumbprint) {
            return new Binding.ProofKey(thumbprint);
        }
        throw invalid();
    }

    private static Set<Scope> scopes(String text) throws Refusal {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : text.split(" ", -1)) {
            Scope scope = Scope.of(name);
            if (scope == null) {
                throw invalid();
            }
            scopes.add(scope);
        }
        return scopes;
    }

    private static Refusal invalid() {
        return new Refusal(Code.INVALID_TOKEN, "The token is not one of this node.");
    }
}
