package io.sealane.node.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.dpop.verifiers.AccessTokenValidationException;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProofUse;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProtectedResourceRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPTokenRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InvalidDPoPProofException;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.util.singleuse.AlreadyUsedException;
import com.nimbusds.oauth2.sdk.util.singleuse.SingleUseChecker;
import com.nimbusds.openid.connect.sdk.Nonce;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.node.config.NodeConfig;

import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Proofs of possession at the application layer (DPoP, RFC 9449): for clients whose TLS connection
 * ends before the node. Each is for one request and good once.
 */
final class PossessionProofs {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256);
    private static final Set<Nonce> NO_NONCES = Set.of();
    private static final int MOST_CHARACTERS = 4_096;
    private static final long SKEW_SECONDS = 30;
    private static final long AGE_SECONDS = 60;

    private final Set<String> hosts = new HashSet<>();
    private final Spent spent;
    private final DPoPProtectedResourceRequestVerifier verifier;

    PossessionProofs(NodeConfig config, InstantSource clock) {
        hosts.add(config.node());
        hosts.add(config.api().host());
        URI address = config.api().address();
        if (address != null) {
            hosts.add(address.getHost());
        }
        this.spent = new Spent(clock);
        this.verifier =
                new DPoPProtectedResourceRequestVerifier(
                        ALGORITHMS, SKEW_SECONDS, AGE_SECONDS, spent);
    }

    /**
     * The thumbprint of the key that a token is to be bound to.
     *
     * @param client has its own proofs: others cannot use them up
     */
    String ofTokenRequest(String proof, String client) throws Refusal {
        SignedJWT jwt = parse(proof);
        URI target = target(jwt, "/oauth/token");
        try {
            return new DPoPTokenRequestVerifier(
                            ALGORITHMS, target, SKEW_SECONDS, AGE_SECONDS, spent)
                    .verify(new DPoPIssuer(client), jwt, NO_NONCES)
                    .getValue()
                    .toString();
        } catch (InvalidDPoPProofException | JOSEException e) {
            throw wrong();
        }
    }

    /**
     * Checks the proof that goes with a token.
     *
     * @param thumbprint of the key that the token is bound to
     */
    void check(
            List<String> proofs,
            String method,
            String path,
            String token,
            String thumbprint,
            String client)
            throws Refusal {
        // SPEC: RFC 9449 4.3(1): not more than one.
        if (proofs.size() != 1) {
            throw wrong();
        }
        SignedJWT jwt = parse(proofs.getFirst());
        try {
            verifier.verify(
                    method,
                    target(jwt, path),
                    new DPoPIssuer(client),
                    jwt,
                    new DPoPAccessToken(token),
                    new JWKThumbprintConfirmation(new Base64URL(thumbprint)),
                    NO_NONCES,
                    context -> {});
        } catch (InvalidDPoPProofException | AccessTokenValidationException | JOSEException e) {
            throw wrong();
        }
    }

    private static SignedJWT parse(String proof) throws Refusal {
        if (proof.length() > MOST_CHARACTERS) {
            throw wrong();
        }
        try {
            return SignedJWT.parse(proof);
        } catch (ParseException e) {
            throw wrong();
        }
    }

    /**
     * Where the proof says that it is sent. A node has several names, and whoever ends TLS before
     * it has another port: it must be a name of this node, and the path of the request.
     */
    private URI target(SignedJWT proof, String path) throws Refusal {
        try {
            URI target = URI.create(String.valueOf(proof.getJWTClaimsSet().getClaim("htu")));
            // SPEC: RFC 9449 4.3(9): without query and fragment.
            if ("https".equals(target.getScheme())
                    && hosts.contains(target.getHost())
                    && path.equals(target.getRawPath())
                    && target.getRawQuery() == null
                    && target.getRawFragment() == null) {
                return target;
            }
        } catch (ParseException | IllegalArgumentException e) {
            // Told below.
        }
        throw wrong();
    }

    private static Refusal wrong() {
        return new Refusal(
                Code.TOKEN_NOT_BOUND,
                "Send one DPoP proof with the token: ES256, made for this request and this token"
                        + " within the last minute, with the key that the token is bound to.");
    }

    /** Proofs that were used, each until it is too old anyway. */
    static final class Spent implements SingleUseChecker<DPoPProofUse> {
        /** Of one client: more requests in the time are not served. */
        static final int MOST = 50_000;

        private final InstantSource clock;
        private final Map<String, Map<String, Long>> endsOfClients = new HashMap<>();

        Spent(InstantSource clock) {
            this.clock = clock;
        }

        @Override
        public synchronized void markAsUsed(DPoPProofUse use) throws AlreadyUsedException {
            long now = clock.instant().getEpochSecond();
            Map<String, Long> ends =
                    endsOfClients.computeIfAbsent(use.getIssuer().getValue(), _ -> new HashMap<>());
            if (ends.size() >= MOST) {
                ends.values().removeIf(end -> end < now);
            }
            String id = use.getJWTID().getValue();
            long end = now + AGE_SECONDS + 2 * SKEW_SECONDS;
            if (id.length() > 256 || ends.size() >= MOST || ends.putIfAbsent(id, end) != null) {
                throw new AlreadyUsedException("used, or too many");
            }
        }
    }
}
