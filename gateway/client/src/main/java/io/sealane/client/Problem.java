package io.sealane.client;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

/**
 * The node's answer that what was asked will not be done, and will not be done if asked again: RFC
 * 9457. What may pass by itself is an {@link io.sealane.core.identity.Outage}.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String title;
    private final @Nullable String pointer;

    Problem(int status, String code, String title, String detail, @Nullable String pointer) {
        super(detail);
        this.status = status;
        this.code = code;
        this.title = title;
        this.pointer = pointer;
    }

    /** Reads a problem document; whatever else came becomes a problem without a code. */
    static Problem of(int status, byte[] body) {
        try {
            JsonNode json = Json.parse(body);
            // RFC 6749 5.2 has its own members at the token endpoint.
            String code = text(json, "code", text(json, "error", "http-" + status));
            String title = text(json, "title", "Refused");
            String detail = text(json, "detail", text(json, "error_description", title));
            return new Problem(status, code, title, detail, json.path("pointer").textValue());
        } catch (Refusal e) {
            return new Problem(
                    status, "http-" + status, "Refused", "The node answered " + status + ".", null);
        }
    }

    /** The HTTP status, 4xx. */
    public int status() {
        return status;
    }

    /** The wire name of a refusal code, e.g. {@code no-grant}: PROTOCOL.md lists them. */
    public String code() {
        return code;
    }

    public String title() {
        return title;
    }

    /** Where in the sent document, as a JSON Pointer, if the node said. */
    public @Nullable String pointer() {
        return pointer;
    }

    private static String text(JsonNode json, String member, String otherwise) {
        return json.path(member).asText(otherwise);
    }
}
