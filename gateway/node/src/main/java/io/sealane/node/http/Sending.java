package io.sealane.node.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Sends an answer, and ends the connection where what follows on it cannot be read. */
final class Sending {
    private static final long READ_WITHIN_MILLIS = 60_000;
    private static final long LINGER_MILLIS = 2_000;

    private Sending() {}

    /**
     * Sends it.
     *
     * @param reusable whether the request was read to its end, so that another may follow
     * @return completes when the other end has taken the answer, or is gone
     */
    static Future<Void> send(
            Vertx vertx, HttpServerRequest request, Answer answer, boolean reusable) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        boolean first = request.version() != HttpVersion.HTTP_2;
        response.setStatusCode(answer.status());
        secure(response);
        response.putHeader("Content-Type", answer.type());
        answer.headers().forEach(response::putHeader);
        if (first && !reusable) {
            response.putHeader("Connection", "close");
        }
        Promise<Void> done = Promise.promise();
        // Who does not read its answer does not keep us either.
        long timer = vertx.setTimer(READ_WITHIN_MILLIS, id -> request.connection().close());
        response.end(Buffer.buffer(answer.body())).onComplete(done);
        return done.future()
                .onComplete(sent -> {
                    vertx.cancelTimer(timer);
                    if (!reusable) {
                        end(vertx, request, first);
                    }
                });
    }

    private static void end(Vertx vertx, HttpServerRequest request, boolean first) {
        if (!first) {
            // SPEC: RFC 9113 8.1: NO_ERROR asks the client to stop sending and to keep the answer.
            if (!request.isEnded()) {
                request.response().reset(0);
            }
            return;
        }
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        // To close with unread bytes would reset the connection under the answer (RFC 9112 9.6).
        vertx.setTimer(LINGER_MILLIS, id -> request.connection().close());
        request.handler(dropped -> {});
        request.resume();
    }

    private static void secure(HttpServerResponse response) {
        response.putHeader("Strict-Transport-Security", "max-age=31536000")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
    }
}
