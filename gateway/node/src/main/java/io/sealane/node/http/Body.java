package io.sealane.node.http;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * A request's body, collected up to a limit and within a time. What is too large is known from its
 * announced length or, where that is missing or a lie, at the first byte too many.
 */
final class Body {
    private static final long WITHIN_MILLIS = 30_000;

    private Body() {}

    /** Fails with a {@link Refusal} where the body is too large or too slow. */
    static Future<Buffer> of(Vertx vertx, HttpServerRequest request, int mostBytes) {
        Promise<Buffer> whole = Promise.promise();
        Buffer collected = Buffer.buffer();
        long timer =
                vertx.setTimer(
                        WITHIN_MILLIS,
                        id ->
                                whole.tryFail(
                                        new Refusal(
                                                Code.INVALID_REQUEST,
                                                "The body did not arrive in time.")));
        request.handler(chunk -> {
            if (whole.future().isComplete()) {
                return; // What comes after the refusal is read and dropped.
            }
            if (collected.length() + chunk.length() > mostBytes) {
                whole.tryFail(tooLarge(mostBytes));
            } else {
                collected.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> whole.tryComplete(collected));
        request.exceptionHandler(whole::tryFail);
        return whole.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    static void checkAnnounced(HttpServerRequest request, int mostBytes) throws Refusal {
        String length = request.getHeader("content-length");
        // More than 9 digits is no length that any route takes.
        if (length != null
                && (!length.matches("[0-9]{1,9}") || Integer.parseInt(length) > mostBytes)) {
            throw tooLarge(mostBytes);
        }
    }

    private static Refusal tooLarge(int mostBytes) {
        return new Refusal(Code.TOO_LARGE, "The body holds at most " + mostBytes + " bytes.");
    }
}
