package io.sealane.node.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Problem;
import io.sealane.core.exchange.Problems;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The one place where a code becomes an HTTP status and a problem document (RFC 9457). */
public final class ProblemAnswers {
    private ProblemAnswers() {}

    public static Answer of(Refusal refusal) {
        return of(refusal, List.of());
    }

    /**
     * A refusal with its details.
     *
     * @param errors all that is wrong with a document, where more than one thing is
     */
    public static Answer of(Refusal refusal, List<Problem> errors) {
        int status = status(refusal.code());
        ObjectNode body = Problems.of(refusal).put("status", status);
        if (!errors.isEmpty()) {
            ArrayNode list = body.putArray("errors");
            for (Problem error : errors) {
                list.addObject()
                        .put("pointer", error.pointer())
                        .put("rule", error.rule())
                        .put("detail", error.detail());
            }
        }
        Answer answer = answer(status, body);
        // SPEC: RFC 6750 3: a challenge says what is wrong with the token.
        return switch (refusal.code()) {
            case INVALID_TOKEN -> answer.with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            // SPEC: RFC 9449 7.1: both schemes are offered, each with its own error.
            case TOKEN_NOT_BOUND ->
                    answer.with(
                            "WWW-Authenticate",
                            "Bearer error=\"invalid_token\","
                                    + " DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"");
            case INSUFFICIENT_SCOPE ->
                    answer.with("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
            case INVALID_CLIENT, CERTIFICATE_EXPIRED -> answer.with("WWW-Authenticate", "Bearer");
            default -> answer;
        };
    }

    /**
     * A refusal of the token endpoint, in OAuth's form.
     *
     * @param error of RFC 6749 5.2
     */
    public static Answer ofTokenError(Refusal refusal, String error) {
        int status = error.equals("invalid_client") ? 401 : 400;
        ObjectNode body = Problems.of(refusal).put("status", status);
        body.put("error", error).put("error_description", refusal.detail());
        Answer answer = answer(status, body);
        return new Answer(status, Answer.JSON, answer.headers(), answer.body(), answer.code());
    }

    /** The environment's fault: the same request may succeed later. */
    public static Answer of(Outage outage) {
        // The outage's own words are for the operator's log: they may name hosts and files.
        return answer(503, body(503, "unavailable", "Try again later: nothing was decided."))
                .with("Retry-After", Integer.toString(outage.retryAfterSeconds()));
    }

    /** A fault of this program. */
    public static Answer ofBug(String reference) {
        ObjectNode body = body(500, "internal-error", "The node failed; its operator can see why.");
        return answer(500, body.put("instance", reference));
    }

    /** More than was agreed: nothing was decided, the same bytes may come again then. */
    public static Answer tooFast(long retryAfterSeconds) {
        return of(
                        429,
                        Code.INVALID_REQUEST,
                        "More messages a second than the agreement allows: come again later.")
                .with("Retry-After", Long.toString(retryAfterSeconds));
    }

    /** What HTTP itself has a status for. */
    static Answer of(int status, Code code, String detail) {
        return answer(status, body(status, code.wireName(), detail));
    }

    private static Answer answer(int status, ObjectNode body) {
        byte[] bytes = Json.text(body).getBytes(StandardCharsets.UTF_8);
        return Answer.of(status, Answer.PROBLEM, bytes).coded(body.path("code").asText());
    }

    private static ObjectNode body(int status, String code, String detail) {
        return Json.object()
                .put("type", "urn:sealane:problem:" + code)
                .put("title", code.replace('-', ' '))
                .put("status", status)
                .put("detail", detail)
                .put("code", code);
    }

    static int status(Code code) {
        return switch (code) {
            case MALFORMED_JSON,
                    DUPLICATE_MEMBER,
                    TOO_DEEP,
                    INVALID_REQUEST,
                    IDEMPOTENCY_KEY_MISSING,
                    MALFORMED_DELIVERY ->
                    400;
            case INVALID_TOKEN, TOKEN_NOT_BOUND, INVALID_CLIENT, CERTIFICATE_EXPIRED -> 401;
            case INSUFFICIENT_SCOPE,
                    UNKNOWN_PEER,
                    EXCLUDED,
                    KEY_REVOKED,
                    SAME_OPERATOR,
                    CERTIFICATE_REVOKED,
                    WRONG_PEER,
                    WRONG_AUDIENCE,
                    TYPE_NOT_ALLOWED,
                    NO_GRANT,
                    NO_AGREEMENT ->
                    403;
            case NOT_FOUND -> 404;
            case IDEMPOTENCY_IN_FLIGHT,
                    SEQUENCE_GAP,
                    CHAIN_BROKEN,
                    EQUIVOCATION,
                    STALE_CHECKPOINT,
                    FORKED_LOG ->
                    409;
            case TOO_LARGE -> 413;
            default -> 422;
        };
    }
}
