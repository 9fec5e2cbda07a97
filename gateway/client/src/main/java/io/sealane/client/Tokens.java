package io.sealane.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** Access tokens of one party: fetched when needed, renewed before they end. */
final class Tokens {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** A token is not used in its last minute: requests travel, and clocks differ. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Connection connection;
    private final String clientId;
    private @Nullable Held held;

    Tokens(Connection connection, String clientId) {
        this.connection = connection;
        this.clientId = clientId;
    }

    private record Held(String token, long renewAtNanos) {}

    synchronized String current() {
        if (held == null || System.nanoTime() - held.renewAtNanos >= 0) {
            held = fetched();
        }
        return held.token;
    }

    synchronized void forget() {
        held = null;
    }

    // SPEC: RFC 8705 2: the client is known by the certificate of this very connection, to which
    // the token is bound (RFC 8705 3).
    private Held fetched() {
        long asked = System.nanoTime();
        var request =
                connection
                        .to("/oauth/token", TIMEOUT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                BodyPublishers.ofString(
                                        "grant_type=client_credentials&client_id="
                                                + URLEncoder.encode(clientId, UTF_8)))
                        .build();
        var answer = connection.send(request);
        if (answer.statusCode() != 200) {
            throw Problem.of(answer.statusCode(), answer.body());
        }
        JsonNode json = Client.parsed(answer.body());
        Duration life = Duration.ofSeconds(json.path("expires_in").asLong());
        Duration useful = life.minus(MARGIN).isNegative() ? Duration.ZERO : life.minus(MARGIN);
        return new Held(json.path("access_token").asText(), asked + useful.toNanos());
    }
}
