package io.sealane.node.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.Scope;

import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.Set;

/**
 * Access tokens of an external issuer: JWTs of RFC 9068, bound to a certificate or a key. The
 * {@code client_id} is the name of a client that this node knows; what it may do is decided here.
 */
final class ExternalTokens implements TokenCheck {
    private static final Set<JOSEObjectType> TYPES =
            Set.of(new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256, JWSAlgorithm.RS256);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final int LEAST_RSA_BITS = 2048;

    private final NodeConfig.Issuer issuer;
    private final IssuerKeys keys;
    private final InstantSource clock;

    ExternalTokens(NodeConfig.Issuer issuer, IssuerKeys keys, InstantSource clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public AccessTokens.Grant verify(String token) throws Refusal {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            checkHeader(jwt.getHeader());
            verifySignature(jwt);
            return grant(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException e) {
            throw invalid();
        }
    }

    private static void checkHeader(JWSHeader header) throws Refusal {
        // SPEC: RFC 9068 4: the type tells an access token from every other JWT of the issuer.
        boolean plain =
                TYPES.contains(header.getType())
                        && ALGORITHMS.contains(header.getAlgorithm())
                        && header.getKeyID() != null;
        // A key is never taken from a token, nor a place to find one.
        boolean keyless =
                header.getJWK() == null
                        && header.getJWKURL() == null
                        && header.getX509CertURL() == null
                        && header.getX509CertChain() == null
                        && header.getCriticalParams() == null;
        if (!plain || !keyless) {
            throw invalid();
        }
    }

    private void verifySignature(SignedJWT jwt) throws JOSEException, Refusal {
        // SPEC: RFC 8725 3.1: of the kind and for the algorithm that the header says, or not at
        // all.
        for (JWK key : keys.find(JWKMatcher.forJWSHeader(jwt.getHeader()))) {
            JWSVerifier verifier = verifier(key);
            if (verifier != null
                    && verifier.supportedJWSAlgorithms().contains(jwt.getHeader().getAlgorithm())
                    && jwt.verify(verifier)) {
                return;
            }
        }
        throw invalid();
    }

    private static @Nullable JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case ECKey one -> new ECDSAVerifier(one.toPublicJWK());
            case RSAKey one when one.size() >= LEAST_RSA_BITS ->
                    new RSASSAVerifier(one.toPublicJWK());
            default -> null;
        };
    }

    private AccessTokens.Grant grant(JWTClaimsSet claims) throws ParseException, Refusal {
        Instant now = clock.instant();
        Date end = claims.getExpirationTime();
        Date made = claims.getIssueTime();
        String client = claims.getStringClaim("client_id");
        // SPEC: RFC 9068 2.2: iss, exp, aud, sub, client_id, iat and jti are required.
        if (!issuer.url().equals(claims.getIssuer())
                || !claims.getAudience().contains(issuer.audience())
                || end == null
                || made == null
                || client == null
                || claims.getSubject() == null
                || claims.getJWTID() == null) {
            throw invalid();
        }
        if (made.toInstant().isAfter(now.plus(SKEW))
                || isLater(claims.getNotBeforeTime(), now.plus(SKEW))
                || end.toInstant().isAfter(made.toInstant().plus(LONGEST))) {
            throw new Refusal(
                    Code.INVALID_TOKEN, "The token is of the future, or lasts more than an hour.");
        }
        if (!now.isBefore(end.toInstant())) {
            throw new Refusal(Code.INVALID_TOKEN, "The token has ended: get a new one.");
        }
        return new AccessTokens.Grant(
                client,
                null,
                scopes(claims.getStringClaim("scope")),
                AccessTokens.binding(claims),
                end.toInstant());
    }

    private static boolean isLater(@Nullable Date time, Instant than) {
        return time != null && time.toInstant().isAfter(than);
    }

    /** Those that are scopes here: an issuer has others for others. */
    private static Set<Scope> scopes(@Nullable String text) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : text == null ? new String[0] : text.split(" ", -1)) {
            Scope scope = Scope.of(name);
            if (scope != null) {
                scopes.add(scope);
            }
        }
        return scopes;
    }

    private static Refusal invalid() {
        return new Refusal(
                Code.INVALID_TOKEN, "The token is not one of this node's issuer, for this node.");
    }
}
