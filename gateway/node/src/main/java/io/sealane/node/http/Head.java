package io.sealane.node.http;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks what a request's head announces against what its route takes. */
final class Head {
    private Head() {}

    /** The refusal that has an HTTP status of its own, or null. */
    static @Nullable Answer check(HttpServerRequest request, Route route) throws Refusal {
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, String> parameter : request.params(true)) {
            if (!route.parameters().contains(parameter.getKey())) {
                throw new Refusal(
                        Code.INVALID_REQUEST,
                        "Known parameters here: " + route.parameters().stream().sorted().toList());
            }
            if (!seen.add(parameter.getKey())) {
                throw new Refusal(Code.INVALID_REQUEST, "A parameter is there twice.");
            }
        }
        // A compressed body would be large only after it was let in.
        if (request.getHeader("content-encoding") != null) {
            return ProblemAnswers.of(
                    415, Code.INVALID_REQUEST, "Send the body without an encoding.");
        }
        if (!route.contentType().isEmpty()
                && !route.contentType().equals(mediaType(request.getHeader("content-type")))) {
            return ProblemAnswers.of(
                    415, Code.INVALID_REQUEST, "Send Content-Type: " + route.contentType() + ".");
        }
        return null;
    }

    /** Whether what is left of the body, if anything, is so little that it can be read over. */
    static boolean isSmall(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return request.getHeader("transfer-encoding") == null
                && (length == null || length.matches("[0-9]{1,5}"));
    }

    private static String mediaType(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
