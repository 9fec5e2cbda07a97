package io.sealane.node.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.auth.TLSClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientAuthenticationVerifier;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientCredentialsSelector;
import com.nimbusds.oauth2.sdk.auth.verifier.Context;
import com.nimbusds.oauth2.sdk.auth.verifier.ExpendedJTIChecker;
import com.nimbusds.oauth2.sdk.auth.verifier.InvalidClientException;
import com.nimbusds.oauth2.sdk.auth.verifier.JWTAudienceCheck;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.JWTID;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Authenticates the client of a token request: by the certificate of its connection ({@code
 * tls_client_auth}, {@code self_signed_tls_client_auth}) or by a signed assertion ({@code
 * private_key_jwt}).
 */
final class ClientCheck {
    private static final long MOST_SECONDS_AHEAD = 300;

    private final Clients clients;
    private final ClientAuthenticationVerifier<Void> assertions;

    /**
     * For the clients of one node.
     *
     * @param issuer the only audience of an assertion
     */
    ClientCheck(String issuer, Clients clients, InstantSource clock) {
        this.clients = clients;
        // An assertion for the token endpoint's address, or for us and others, is refused: what
        // is meant for one issuer alone cannot be used at another.
        this.assertions =
                new ClientAuthenticationVerifier<>(
                        new Keys(),
                        null,
                        Set.of(new Audience(issuer)),
                        JWTAudienceCheck.STRICT,
                        new Spent(clock),
                        MOST_SECONDS_AHEAD);
    }

    /**
     * The client.
     *
     * @param proof what the request holds to show who sends it; null if nothing
     * @param thumbprint of the connection's certificate; null without one
     */
    Client authenticate(@Nullable ClientAuthentication proof, @Nullable String thumbprint)
            throws Refusal {
        return switch (proof) {
            case TLSClientAuthentication name -> byCertificate(name.getClientID(), thumbprint);
            case PrivateKeyJWT assertion -> byAssertion(assertion);
            case null, default ->
                    throw new Refusal(
                            Code.INVALID_CLIENT,
                            "Clients authenticate with their certificate or with"
                                    + " private_key_jwt.");
        };
    }

    // SPEC: RFC 8705 2: the certificate is the one registered, whoever issued it.
    private Client byCertificate(ClientID id, @Nullable String thumbprint) throws Refusal {
        Client client = clients.find(id.getValue());
        if (client == null
                || client.certificate() == null
                || !client.certificate().equals(thumbprint)) {
            throw invalid();
        }
        return client;
    }

    private Client byAssertion(PrivateKeyJWT assertion) throws Refusal {
        // Without an id it could be used again.
        if (assertion.getJWTAuthenticationClaimsSet().getJWTID() == null) {
            throw invalid();
        }
        try {
            assertions.verify(assertion, null, null);
        } catch (InvalidClientException | JOSEException e) {
            throw invalid();
        }
        Client client = clients.find(assertion.getClientID().getValue());
        if (client == null) {
            throw invalid();
        }
        return client;
    }

    /** One answer for an unknown client and a wrong proof: names are not to be guessed. */
    private static Refusal invalid() {
        return new Refusal(
                Code.INVALID_CLIENT,
                "No such client, or its certificate or assertion is not the one known here.");
    }

    private final class Keys implements ClientCredentialsSelector<Void> {
        @Override
        public List<Secret> selectClientSecrets(
                ClientID id, ClientAuthenticationMethod method, @Nullable Context<Void> context) {
            return List.of();
        }

        @Override
        public List<? extends PublicKey> selectPublicKeys(
                ClientID id,
                ClientAuthenticationMethod method,
                JWSHeader header,
                boolean refresh,
                @Nullable Context<Void> context)
                throws InvalidClientException {
            Client client = clients.find(id.getValue());
            if (client == null || client.key() == null) {
                throw InvalidClientException.NO_MATCHING_JWK;
            }
            return List.of(client.key().publicKey());
        }
    }

    /** Assertions that were used: each is good once. */
    private static final class Spent implements ExpendedJTIChecker<Void> {
        private static final int MOST = 100_000;

        private final InstantSource clock;
        private final Map<String, Date> ends = new ConcurrentHashMap<>();

        Spent(InstantSource clock) {
            this.clock = clock;
        }

        @Override
        public boolean isExpended(
                JWTID id,
                ClientID client,
                ClientAuthenticationMethod method,
                @Nullable Context<Void> context) {
            return id.getValue() == null || ends.containsKey(name(id, client));
        }

        @Override
        public void markExpended(
                JWTID id,
                Date end,
                ClientID client,
                ClientAuthenticationMethod method,
                @Nullable Context<Void> context) {
            if (ends.size() >= MOST) {
                // A minute more than it is valid, since as much skew is accepted.
                Date before = Date.from(clock.instant().minusSeconds(61));
                ends.values().removeIf(before::after);
            }
            if (ends.size() >= MOST) {
                throw new Outage("too many client assertions are remembered", 60);
            }
            ends.put(name(id, client), end);
        }

        private static String name(JWTID id, ClientID client) {
            return client.getValue() + " " + id.getValue();
        }
    }
}
