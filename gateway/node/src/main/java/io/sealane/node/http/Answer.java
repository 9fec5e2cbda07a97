package io.sealane.node.http;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is sent back.
 *
 * @param headers beside the content type and those that every answer has
 * @param code of a refusal, for log lines and metrics; empty where nothing was refused
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes to send, never compared.
public record Answer(
        int status, String type, Map<String, String> headers, byte[] body, String code) {
    public static final String JSON = "application/json";
    public static final String JSON_LINES = "application/jsonl";
    public static final String PROBLEM = "application/problem+json";
    public static final String TEXT = "text/plain; charset=utf-8";
    public static final String BYTES = "application/octet-stream";

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer json(int status, JsonNode body) {
        return json(status, Json.text(body).getBytes(StandardCharsets.UTF_8));
    }

    public static Answer json(int status, byte[] body) {
        return of(status, JSON, body);
    }

    public static Answer text(String body) {
        return of(200, TEXT, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer of(int status, String type, byte[] body) {
        return new Answer(status, type, Map.of(), body, "");
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, type, more, body, code);
    }

    Answer coded(String itsCode) {
        return new Answer(status, type, headers, body, itsCode);
    }
}
