package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

/** Refusals as problem documents (RFC 9457), to partners and parties alike. */
public final class Problems {
    /** The media type. */
    public static final String TYPE = "application/problem+json";

    private Problems() {}

    /** The document for a refusal, less the status that only the edge knows. */
    public static ObjectNode of(Refusal refusal) {
        ObjectNode problem =
                Json.object()
                        .put("type", "urn:sealane:problem:" + refusal.code().wireName())
                        .put("title", refusal.code().wireName().replace('-', ' '))
                        .put("detail", refusal.detail())
                        .put("code", refusal.code().wireName());
        if (refusal.pointer() != null) {
            problem.put("pointer", refusal.pointer());
        }
        if (refusal.expected() != null) {
            problem.put("expected", refusal.expected());
        }
        return problem;
    }

    /** The refusal that a partner's problem document tells of; its detail is not taken over. */
    static Refusal parse(byte[] body) throws Refusal {
        JsonNode problem = Json.parse(body);
        String name = problem.path("code").asText("");
        Code code = Code.ofWireName(name);
        if (code != null) {
            JsonNode expected = problem.path("expected");
            return new Refusal(
                    code,
                    "The partner answered " + name + ".",
                    null,
                    expected.canConvertToLong() ? expected.longValue() : null);
        }
        return new Refusal(
                Code.MALFORMED_DELIVERY, "The partner answered with a problem of no known code.");
    }
}
