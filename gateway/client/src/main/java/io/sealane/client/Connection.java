package io.sealane.client;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import javax.net.ssl.SSLContext;

/**
 * HTTP/2 to one node: tries again what may pass by itself, for as long as the caller's patience
 * lasts. Every call it is given may be made twice: the node knows a repeated one by its id or key.
 */
final class Connection implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final long ANSWER_LIMIT = 64L << 20;
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;

    private final HttpClient http;
    private final URI address;
    private final Duration patience;

    /**
     * @param patience how long one call is tried again before it is an outage
     */
    Connection(URI address, SSLContext tls, Duration patience) {
        this.address = address;
        this.patience = patience;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT)
                        .sslContext(tls)
                        .build();
    }

    /** A request to this node; the caller adds method, headers and body. */
    HttpRequest.Builder to(String pathAndQuery, Duration timeout) {
        return HttpRequest.newBuilder(address.resolve(pathAndQuery)).timeout(timeout);
    }

    /**
     * The answer that is final: not one that says to come again.
     *
     * @throws Outage if the patience is used up
     */
    HttpResponse<byte[]> send(HttpRequest request) {
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            String reason;
            Duration wished = pause;
            try {
                var answer =
                        http.send(
                                request,
                                HttpResponse.BodyHandlers.limiting(
                                        HttpResponse.BodyHandlers.ofByteArray(), ANSWER_LIMIT));
                if (!mayPass(answer)) {
                    return answer;
                }
                reason = "it answers " + answer.statusCode();
                Duration asked = retryAfter(answer);
                wished = asked == null ? pause : asked;
            } catch (IOException e) {
                reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Outage(
                        "interrupted while waiting for " + address, RETRY_AFTER_SECONDS, e);
            }
            if (System.nanoTime() + wished.toNanos() > deadline) {
                throw new Outage(address + " cannot be used: " + reason, RETRY_AFTER_SECONDS);
            }
            rest(wished);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
    }

    /** Ends what is in flight: a long poll does not hold its caller back. */
    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private static boolean mayPass(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        return status >= 500 || status == TOO_MANY || (status == CONFLICT && isInFlight(answer));
    }

    /** The first sending of this very request is still under way at the node. */
    private static boolean isInFlight(HttpResponse<byte[]> answer) {
        String code = Problem.of(answer.statusCode(), answer.body()).code();
        return code.equals(Code.IDEMPOTENCY_IN_FLIGHT.wireName());
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> answer) {
        // SPEC: RFC 9110 10.2.3: seconds, or a date, which our nodes do not write.
        return answer.headers()
                .firstValue("retry-after")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
    }

    private void rest(Duration about) {
        try {
            // Half of it is jitter, so that many clients of a node that returns do not return at
            // once.
            long most = Math.max(2, about.toMillis());
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted while waiting for " + address, RETRY_AFTER_SECONDS, e);
        }
    }
}
