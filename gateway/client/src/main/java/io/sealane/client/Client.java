package io.sealane.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One party's access to its node. Safe for use by many threads.
 *
 * <p>Every method waits for the node's answer; it throws {@link Problem} if the node says no, and
 * {@link Outage} if it could not be reached within the patience. A call is tried again by itself: a
 * submission goes under one idempotency key, so that it happens once.
 */
public final class Client implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String JSON = "application/json";

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Connection connection;
    private final Tokens tokens;

    private Client(Connection connection, Tokens tokens) {
        this.connection = connection;
        this.tokens = tokens;
    }

    /** A client with 30 s of patience. */
    public static Client of(Profile profile) throws IOException {
        return of(profile, PATIENCE);
    }

    /**
     * A client with the caller's own patience.
     *
     * @param patience how long a call is tried again while the node cannot be used
     */
    public static Client of(Profile profile, Duration patience) throws IOException {
        var connection = new Connection(profile.address(), Credentials.tls(profile), patience);
        return new Client(connection, new Tokens(connection, profile.party().name()));
    }

    /** An access token that is good for at least another minute, bound to the certificate. */
    public String token() {
        return tokens.current();
    }

    /**
     * Submits a document. Returns once the node has it signed, logged and durable.
     *
     * @param type e.g. {@code transport-document/1.0}
     * @param idempotencyKey same key and same document again: the first answer again
     */
    public Accepted submit(
            String type, List<Addressee> recipients, JsonNode document, String idempotencyKey) {
        return submit(Submission.ofDocument(type, recipients, document), idempotencyKey);
    }

    /** As above, also of what the party signed itself. */
    public Accepted submit(Submission submission, String idempotencyKey) {
        byte[] body = submission.bytes();
        byte[] answer =
                call(
                        "/v1/documents",
                        request ->
                                request.header("Content-Type", JSON)
                                        .header("Idempotency-Key", idempotencyKey)
                                        .POST(BodyPublishers.ofByteArray(body)));
        return read(answer, Accepted.class);
    }

    /** What the node says of itself: its entity configuration, signed by the node. */
    public String node() {
        return new String(get("/.well-known/openid-federation"), US_ASCII);
    }

    /** What each recipient would see of a document; nothing is stored. */
    public Preview dryRun(Submission submission) {
        byte[] body = submission.bytes();
        byte[] answer =
                call(
                        "/v1/documents?dryRun=true",
                        request ->
                                request.header("Content-Type", JSON)
                                        .POST(BodyPublishers.ofByteArray(body)));
        return read(answer, Preview.class);
    }

    /** An own document's state. */
    public DocumentState document(UUID id) {
        return read(get("/v1/documents/" + id), DocumentState.class);
    }

    /**
     * Own documents, found by type, reference and time: members of the query that are null do not
     * limit it. The members of the answer are in {@code /openapi.json}.
     */
    public JsonNode documents(
            @Nullable String type, @Nullable String reference, @Nullable String since) {
        Map<String, String> query = new TreeMap<>();
        put(query, "type", type);
        put(query, "reference", reference);
        put(query, "since", since);
        return parsed(get("/v1/documents" + query(query)));
    }

    /** What each recipient sees of an own document. */
    public List<View> views(UUID id) {
        return read(get("/v1/documents/" + id + "/views"), Preview.class).views();
    }

    /** Attempts and receipts of an own document's deliveries, as in {@code /openapi.json}. */
    public JsonNode deliveries(UUID id) {
        return parsed(get("/v1/documents/" + id + "/deliveries"));
    }

    /** The node's receipt of an own document's submission: the exact bytes to keep. */
    public byte[] receipt(UUID id) {
        return get("/v1/documents/" + id + "/receipt");
    }

    /**
     * The evidence of one delivery of an own document: the exact bytes to keep.
     *
     * @param delivery may be null if the document has one delivery
     */
    public byte[] evidence(UUID id, @Nullable UUID delivery) {
        Map<String, String> query = new TreeMap<>();
        put(query, "delivery", delivery == null ? null : delivery.toString());
        return get("/v1/documents/" + id + "/evidence" + query(query));
    }

    /**
     * Received documents behind a cursor.
     *
     * @param after the last page's {@link Inbox#next()}; null from the start
     * @param wait how long the node waits for something to arrive before it answers an empty page
     */
    public Inbox inbox(@Nullable String after, Duration wait, int limit) {
        Map<String, String> query = new TreeMap<>();
        put(query, "after", after);
        put(query, "limit", Integer.toString(limit));
        put(query, "wait", Long.toString(wait.toSeconds()));
        byte[] answer =
                call("/v1/inbox" + query(query), TIMEOUT.plus(wait), HttpRequest.Builder::GET);
        return read(answer, Inbox.class);
    }

    /**
     * Accepts or rejects a delivery.
     *
     * @param reason in words; may be null
     */
    public void acknowledge(UUID delivery, Inbox.Verdict verdict, @Nullable String reason) {
        ObjectNode body = Json.object().put("verdict", verdict.wireName());
        if (reason != null) {
            body.put("reason", reason);
        }
        call(
                "/v1/inbox/" + delivery + "/acknowledgement",
                request ->
                        request.header("Content-Type", JSON)
                                .POST(BodyPublishers.ofByteArray(bytes(body))));
    }

    /** The evidence of a received delivery: the exact bytes to keep. */
    public byte[] inboxEvidence(UUID delivery) {
        return get("/v1/inbox/" + delivery + "/evidence");
    }

    /**
     * A file of the node's log.
     *
     * @param path below {@code /log/}, e.g. {@code 1/checkpoint}
     */
    public byte[] log(String path) {
        return get("/log/" + path);
    }

    @Override
    public void close() {
        connection.close();
    }

    byte[] get(String path) {
        return call(path, HttpRequest.Builder::GET);
    }

    byte[] delete(String path) {
        return call(path, HttpRequest.Builder::DELETE);
    }

    byte[] post(String path, @Nullable JsonNode body) {
        return call(
                path,
                request ->
                        body == null
                                ? request.POST(BodyPublishers.noBody())
                                : request.header("Content-Type", JSON)
                                        .POST(BodyPublishers.ofByteArray(bytes(body))));
    }

    byte[] patch(String path, JsonNode body) {
        return call(
                path,
                request ->
                        request.header("Content-Type", JSON)
                                .method("PATCH", BodyPublishers.ofByteArray(bytes(body))));
    }

    private byte[] call(String path, Step request) {
        return call(path, TIMEOUT, request);
    }

    private byte[] call(String path, Duration timeout, Step request) {
        HttpResponse<byte[]> answer = send(path, timeout, request);
        if (answer.statusCode() == 401) {
            // The token ended early: the node was restarted with another key, or clocks differ.
            tokens.forget();
            answer = send(path, timeout, request);
        }
        if (answer.statusCode() / 100 != 2) {
            throw Problem.of(answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    private HttpResponse<byte[]> send(String path, Duration timeout, Step request) {
        var builder = connection.to(path, timeout);
        builder.header("Authorization", "Bearer " + tokens.current());
        return connection.send(request.on(builder).build());
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    private static String query(Map<String, String> members) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        members.forEach((name, value) -> query.add(name + "=" + URLEncoder.encode(value, UTF_8)));
        return query.toString();
    }

    private static byte[] bytes(JsonNode json) {
        return Json.text(json).getBytes(UTF_8);
    }

    static JsonNode parsed(byte[] answer) {
        try {
            return Json.parse(answer);
        } catch (Refusal e) {
            throw new Outage("the node's answer is not JSON: " + e.detail(), 1, e);
        }
    }

    private static <T> T read(byte[] answer, Class<T> type) {
        try {
            return MAPPER.treeToValue(parsed(answer), type);
        } catch (JsonProcessingException e) {
            throw new Outage("the node's answer is not as /openapi.json says", 1, e);
        }
    }

    /** Method, headers and body of one request. */
    private interface Step {
        HttpRequest.Builder on(HttpRequest.Builder request);
    }
}
