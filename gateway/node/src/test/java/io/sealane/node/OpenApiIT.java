package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Code;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.Scope;
import io.sealane.core.ledger.TlogProof;
import io.sealane.node.http.Access;
import io.sealane.node.http.Route;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What openapi.json says is what a node does: its routes, what they ask for, what they answer. */
class OpenApiIT extends NodesCase {
    private static final Map<Access, Set<String>> SCOPES =
            Map.of(
                    Access.OPEN, Set.of(),
                    Access.DOCUMENTS, Set.of("documents"),
                    Access.INBOX, Set.of("inbox"),
                    Access.OPERATE, Set.of("operate"),
                    Access.LOG, Set.of("documents", "inbox", "audit"));
    private static final Set<String> WITH_TOKEN =
            Set.of("invalid-token", "token-not-bound", "certificate-expired");

    /** Problems without a code of the closed list: PROTOCOL.md, "Problem documents". */
    private static final Set<String> OTHER_CODES = Set.of("unavailable", "internal-error");

    private static Map<String, Route> routes = Map.of();

    @BeforeAll
    static void read() {
        routes = new TreeMap<>();
        for (Route route : nodes.us.apiRoutes()) {
            String path = route.path().replaceFirst("^/log/1/", "/log/{log}/").replace("{+", "{");
            routes.put(route.method() + " " + path, route);
        }
    }

    @Test
    void every_route_is_described_and_no_other() {
        assertThat(description.operations()).containsExactlyInAnyOrderElementsOf(routes.keySet());
    }

    @Test
    void what_a_route_asks_for_is_described() {
        routes.forEach((name, route) -> {
            JsonNode operation = description.operation(name);
            assertThat(scopes(operation)).as(name).isEqualTo(SCOPES.get(route.access()));
            assertThat(parameters(operation)).as(name).isEqualTo(route.parameters());
            List<String> types =
                    operation
                            .at("/requestBody/content")
                            .propertyStream()
                            .map(Map.Entry::getKey)
                            .toList();
            assertThat(String.join(",", types)).as(name).isEqualTo(route.contentType());
        });
    }

    private static Set<String> scopes(JsonNode operation) {
        assertThat(operation.path("security").isArray()).isTrue();
        return operation
                .path("security")
                .valueStream()
                .flatMap(one -> one.path("token").valueStream())
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    private static Set<String> parameters(JsonNode operation) {
        return operation
                .path("parameters")
                .valueStream()
                .map(description::resolved)
                .filter(one -> one.path("in").asText().equals("query"))
                .map(one -> one.path("name").asText())
                .collect(Collectors.toSet());
    }

    @Test
    void every_refusal_has_its_codes_and_every_code_is_one() {
        Set<String> known =
                Stream.concat(
                                Arrays.stream(Code.values()).map(Code::wireName),
                                OTHER_CODES.stream())
                        .collect(Collectors.toSet());
        routes.forEach((name, route) -> {
            JsonNode responses = description.operation(name).path("responses");
            Set<String> statuses =
                    responses
                            .propertyStream()
                            .map(Map.Entry::getKey)
                            .filter(status -> status.compareTo("400") >= 0)
                            .collect(Collectors.toCollection(TreeSet::new));
            for (String status : statuses) {
                assertThat(description.codes(name, status)).as(name + status).isNotEmpty();
                assertThat(known).containsAll(description.codes(name, status));
            }
            assertThat(statuses).contains("400", "413", "415", "429", "500", "503");
            if (route.access() != Access.OPEN) {
                assertThat(description.codes(name, "401")).isEqualTo(WITH_TOKEN);
                assertThat(description.codes(name, "403")).contains("insufficient-scope");
            }
        });
    }

    /** Everything that a party can ask, asked once, and each answer held against its schema. */
    @Test
    void every_answer_is_as_described() throws Exception {
        try (HttpClient acme = client("us", "acme-line");
                HttpClient terminal = client("us", "newark-terminal")) {
            String carrier = token(site("us"), "acme-line", acme);
            String receiver = token(site("us"), "newark-terminal", terminal);
            covers(send(acme, tokenRequest(site("us"), "acme-line")), "POST /oauth/token");

            String body = submission();
            String id = submitted(acme, carrier, body);
            String one = "/v1/documents/" + id;
            Eventually.holds(() ->
                    get(acme, carrier, one, "GET /v1/documents/{id}")
                            .at("/deliveries/0/state")
                            .asText()
                            .equals("delivered"));
            get(acme, carrier, "/v1/documents?limit=5", "GET /v1/documents");
            get(acme, carrier, one + "/views", "GET /v1/documents/{id}/views");
            get(acme, carrier, one + "/deliveries", "GET /v1/documents/{id}/deliveries");
            get(acme, carrier, one + "/evidence", "GET /v1/documents/{id}/evidence");
            isReceipt(get(acme, carrier, one + "/receipt", "GET /v1/documents/{id}/receipt"), id);

            JsonNode inbox = get(terminal, receiver, "/v1/inbox", "GET /v1/inbox");
            String delivery = inbox.at("/items/0/id").asText();
            String item = "/v1/inbox/" + delivery;
            get(terminal, receiver, item + "/evidence", "GET /v1/inbox/{id}/evidence");
            var verdict =
                    bearing(receiver, item + "/acknowledgement")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"verdict\":\"accepted\"}"));
            covers(send(terminal, verdict), "POST /v1/inbox/{id}/acknowledgement");
            get(terminal, receiver, "/v1/inbox", "GET /v1/inbox");

            readsTheLog(acme, carrier);
            for (String path :
                    List.of("/openapi.json", "/docs/schemas", "/health/live", "/health/ready")) {
                covers(send(acme, to(site("us"), path)), "GET " + path);
            }
            readsThePages(acme);
            for (String path : List.of("", "/views", "/deliveries", "/evidence", "/receipt")) {
                String other = "/v1/documents/" + delivery + path;
                covers(send(acme, bearing(carrier, other)), "GET /v1/documents/{id}" + path, 404);
            }
        }
    }

    /** Every page that the first one leads to. */
    private static void readsThePages(HttpClient client) throws Exception {
        String page = "GET /docs/schemas/{page}";
        HttpResponse<String> first = send(client, to(site("us"), "/docs/schemas"));
        List<String> links =
                Pattern.compile("\\(schemas/([a-z-]+\\.md)\\)")
                        .matcher(first.body())
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(links).hasSizeGreaterThan(15).contains("vgm-declaration.md");
        for (String link : links) {
            covers(send(client, to(site("us"), "/docs/schemas/" + link)), page);
        }
        for (String other : List.of("poem.md", "index.json", "README.txt")) {
            covers(send(client, to(site("us"), "/docs/schemas/" + other)), page, 404);
        }
    }

    private static void readsTheLog(HttpClient client, String token) throws Exception {
        Eventually.holds(
                () -> send(client, bearing(token, "/log/1/checkpoint")).statusCode() == 200);
        HttpResponse<String> newest = send(client, bearing(token, "/log/1/checkpoint"));
        covers(newest, "GET /log/{log}/checkpoint");
        String size = newest.body().lines().toList().get(1);
        String log = "/log/1/";
        covers(
                send(client, bearing(token, log + "checkpoint." + size)),
                "GET /log/{log}/checkpoint.{size}");
        covers(send(client, bearing(token, log + "checkpoints")), "GET /log/{log}/checkpoints");
        covers(
                send(client, bearing(token, log + "tile/0/000.p/" + size)),
                "GET /log/{log}/tile/{tile}");
        covers(
                send(client, bearing(token, log + "tile/entries/000")),
                "GET /log/{log}/tile/{tile}",
                404);
    }

    private static String submission() {
        var json = Json.object().put("type", "transport-document/1.0");
        json.set("document", Rogue.document());
        json.putArray("recipients")
                .addObject()
                .put("party", "newark-terminal@us.sealane.example")
                .put("role", "terminal");
        return Json.text(json);
    }

    private static String submitted(HttpClient acme, String carrier, String body) throws Exception {
        covers(
                send(acme, posting(carrier, "/v1/documents?dryRun=true", body)),
                "POST /v1/documents");
        HttpResponse<String> taken = send(acme, posting(carrier, "/v1/documents", body));
        covers(taken, "POST /v1/documents");
        assertThat(taken.statusCode()).isEqualTo(201);
        return Json.parse(taken.body()).path("id").asText();
    }

    /** The receipt proves, with the log's key alone, that the node logged what it took. */
    private static void isReceipt(JsonNode receipt, String document) throws Exception {
        JsonNode submitted = receipt.path("submitted");
        String statement = submitted.path("statement").asText();
        assertThat(Json.parse(statement).path("document").asText())
                .isEqualTo("urn:uuid:" + document);
        byte[] entry =
                Leaf.entry(
                        Scope.own(site("us").node().origin(), Kind.SUBMITTED),
                        Base64Url.decode(submitted.path("blinding").asText()),
                        statement.getBytes(StandardCharsets.UTF_8));
        TlogProof.parse(submitted.path("proof").asText().getBytes(StandardCharsets.UTF_8))
                .verify(Merkle.leafHash(entry), List.of(NoteVerifier.parse(site("us").logKey())));
    }

    private static HttpRequest.Builder bearing(String token, String path) {
        return to(site("us"), path).header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.Builder posting(String token, String path, String body) {
        return bearing(token, path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "once")
                .POST(BodyPublishers.ofString(body));
    }

    private static JsonNode get(HttpClient as, String token, String path, String operation)
            throws Exception {
        HttpResponse<String> answer = send(as, bearing(token, path));
        covers(answer, operation, 200);
        return Json.parse(answer.body());
    }

    private static void covers(HttpResponse<String> answer, String operation, int status)
            throws Exception {
        assertThat(answer.statusCode()).as(operation + answer.body()).isEqualTo(status);
        covers(answer, operation);
    }

    private static void covers(HttpResponse<String> answer, String operation) throws Exception {
        description.covers(operation, answer);
    }
}
