package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.PartyKeys;
import io.sealane.certs.Site;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Every operation of openapi.json, asked by every kind of caller, with ids that are real and not
 * theirs: who is not let in learns nothing, and whoever is rightful gets what it asks for.
 */
class MatrixIT extends NodesCase {
    private static final String NL = "nl.sealane.example";

    private static Stranger stranger;
    private static final List<HttpClient> CLIENTS = new ArrayList<>();
    private static final Map<String, String> FILLED = new HashMap<>();

    /**
     * Somebody who asks.
     *
     * @param party as whom the connection's certificate is known; empty without one
     * @param scope the one of the token; empty where it is not good here
     * @param refusal code of the 401 that follows from the token; empty where it is good
     */
    private record Visitor(
            String name,
            HttpClient client,
            @Nullable String token,
            String party,
            String scope,
            String refusal) {}

    private static final List<Visitor> INTRUDERS = new ArrayList<>();
    private static final List<Visitor> HOLDERS = new ArrayList<>();

    @BeforeAll
    static void arrive() throws Exception {
        stranger = new Stranger();
        askedByADeputy();
        HttpClient acme = kept(client("us", Matrix.SENDER));
        HttpClient terminal = kept(client("us", Matrix.RECEIVER));
        HttpClient operator = kept(client(site("us"), site("us").operator()));
        holder(Matrix.SENDER, acme, "documents");
        holder(Matrix.SENDER, acme, "inbox");
        holder(Matrix.RECEIVER, terminal, "documents");
        holder(Matrix.RECEIVER, terminal, "inbox");
        holder(Matrix.OPERATOR, operator, "operate");
        holder(Matrix.OPERATOR, operator, "audit");

        HttpClient anonymous =
                kept(
                        TestTls.client(
                                TestTls.anonymous(site("us").authority().certificate()),
                                HttpClient.Version.HTTP_2));
        intruder("nobody", anonymous, null, "", "invalid-token");
        intruder("a party without a token", acme, null, Matrix.SENDER, "invalid-token");
        for (Visitor holder : HOLDERS) {
            String stolen = "the stolen token of " + holder.name();
            intruder(stolen, anonymous, holder.token(), "", "token-not-bound");
            HttpClient thief = holder.client().equals(acme) ? terminal : acme;
            String name = thief.equals(acme) ? Matrix.SENDER : Matrix.RECEIVER;
            intruder(stolen, thief, holder.token(), name, "token-not-bound");
        }
        // On the connection of the certificate that it is bound to: the token alone is wrong here.
        for (String party : List.of("polder-line", "rotterdam-terminal", Matrix.OPERATOR)) {
            Site nl = site("nl");
            PartyKeys keys =
                    party.equals(Matrix.OPERATOR) ? nl.operator() : nl.parties().get(party);
            HttpClient client = foreign(keys);
            String token = tokenOfNl(party, keys);
            intruder("a token for nl of " + party, client, token, "", "invalid-token");
        }
        prepare();
    }

    /** Two acts wait for another operator, since a time when the node asked for two. */
    private static void askedByADeputy() throws Exception {
        Deputy deputy = Deputy.of(site("us"), "deputy");
        Deputy.needed(site("us"));
        nodes.us.stop();
        nodes.restartUs();
        try (Operator asks = deputy.acts(description)) {
            for (String name : List.of("approval", "declined")) {
                ObjectNode body =
                        Json.object().put("subject", name + ".example").put("reason", "by law");
                HttpResponse<String> asked = asks.post("/v1/exclusions", "/v1/exclusions", body);
                assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
                fill(name, Json.parse(asked.body()).at("/approval/id").asText());
            }
        }
        Deputy.notNeeded(site("us"));
        nodes.us.stop();
        nodes.restartUs();
    }

    private static HttpClient kept(HttpClient client) {
        CLIENTS.add(client);
        return client;
    }

    /** Trusts {@code us}, shows what {@code nl} certified. */
    private static HttpClient foreign(@Nullable PartyKeys keys) throws Exception {
        if (keys == null) {
            throw new AssertionError("no such party");
        }
        return kept(client(site("us"), keys));
    }

    private static String tokenOfNl(String party, @Nullable PartyKeys keys) throws Exception {
        if (keys == null) {
            throw new AssertionError("no such party");
        }
        return token(site("nl"), party, kept(client(site("nl"), keys)));
    }

    private static void holder(String party, HttpClient client, String scope) throws Exception {
        var answer =
                send(
                        client,
                        to(site("us"), "/oauth/token")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        BodyPublishers.ofString(
                                                "grant_type=client_credentials&client_id="
                                                        + party
                                                        + "&scope="
                                                        + scope)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String token = Json.parse(answer.body()).path("access_token").asText();
        HOLDERS.add(new Visitor(party + " with " + scope, client, token, party, scope, ""));
    }

    private static void intruder(
            String name, HttpClient client, @Nullable String token, String party, String refusal) {
        INTRUDERS.add(new Visitor(name, client, token, party, "", refusal));
    }

    /** Puts something there for every id. */
    private static void prepare() throws Exception {
        Visitor acme = HOLDERS.getFirst();
        ObjectNode submission = Json.object().put("type", "transport-document/1.0");
        submission.set("document", Rogue.document());
        submission
                .putArray("recipients")
                .addObject()
                .put("party", Matrix.RECEIVER + "@us.sealane.example")
                .put("role", "terminal");
        fill("submission", Json.text(submission));
        fill("body", Json.text(Rogue.document()));
        var row = row("POST /v1/documents");
        HttpResponse<String> taken = ask(acme, row, FILLED);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        JsonNode document = Json.parse(taken.body());
        fill("document", document.path("id").asText());
        fill("delivery", document.at("/deliveries/0/id").asText());
        Eventually.holds(() ->
                ask(acme, row("GET /v1/documents/{id}"), FILLED).body().contains("delivered"));

        try (var us = new Operator("us", description);
                var nl = new Operator("nl", description)) {
            JsonNode inForce = us.inForceWith(NL);
            fill("agreement", inForce.path("id").asText());
            fill("terms", Json.text(successor(us.inForceWith("sg.sealane.example"))));
            String offer = nl.propose(successor(inForce)).path("id").asText();
            fill("offer", offer);
            Eventually.holds(() -> us.state(offer).equals("proposed"));
        }
        fill("address", stranger.address());
        fill("fingerprint", stranger.fingerprint());
        Eventually.holds(() -> checkpoint(acme).statusCode() == 200);
        fill("size", checkpoint(acme).body().lines().toList().get(1));
    }

    private static HttpResponse<String> checkpoint(Visitor as) throws Exception {
        return ask(as, row("GET /log/{log}/checkpoint"), FILLED);
    }

    private static ObjectNode successor(JsonNode agreement) {
        ObjectNode terms = agreement.path("terms").deepCopy();
        terms.remove("id");
        return terms.put("supersedes", agreement.path("id").asText());
    }

    private static void fill(String name, String value) {
        FILLED.put("{" + name + "}", value);
    }

    @AfterAll
    static void leave() {
        CLIENTS.forEach(HttpClient::close);
        stranger.close();
    }

    private static Matrix.Row row(String operation) {
        return Matrix.rows().stream()
                .filter(row -> row.operation().equals(operation))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> ask(Visitor as, Matrix.Row row, Map<String, String> ids)
            throws Exception {
        HttpRequest.Builder request = to(site("us"), filled(row.path(), ids));
        if (as.token() != null) {
            request.header("Authorization", "Bearer " + as.token());
        }
        if (!row.type().isEmpty()) {
            request.header("Content-Type", row.type());
        }
        if (row.operation().equals("POST /v1/documents")) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        request.method(
                row.method(),
                row.body().isEmpty()
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(filled(row.body(), ids)));
        HttpResponse<String> answer = send(as.client(), request);
        description.covers(row.operation(), answer);
        return answer;
    }

    private static String filled(String text, Map<String, String> ids) {
        String whole = text;
        for (Map.Entry<String, String> one : ids.entrySet()) {
            whole = whole.replace(one.getKey(), one.getValue());
        }
        assertThat(whole).doesNotContainPattern("\\{[a-z]+\\}");
        return whole;
    }

    private static Set<String> scopes(Matrix.Row row) {
        return description
                .operation(row.operation())
                .path("security")
                .valueStream()
                .flatMap(one -> one.path("token").valueStream())
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    @Test
    void every_operation_refuses_all_but_the_rightful_callers_and_serves_those() throws Exception {
        int refused = 0;
        for (Matrix.Row row : Matrix.rows()) {
            Set<String> scopes = scopes(row);
            for (Visitor intruder : INTRUDERS) {
                if (!scopes.isEmpty()) {
                    isRefused(intruder, row, 401, intruder.refusal());
                    refused++;
                }
            }
            for (Visitor holder : HOLDERS) {
                if (!scopes.isEmpty() && !scopes.contains(holder.scope())) {
                    isRefused(holder, row, 403, "insufficient-scope");
                    refused++;
                } else if (!row.owner().isEmpty() && !row.owner().equals(holder.party())) {
                    isNotTheirs(holder, row);
                    refused++;
                }
            }
        }
        int served = 0;
        for (Matrix.Row row : Matrix.rows()) {
            for (Visitor rightful : rightful(row)) {
                HttpResponse<String> answer = ask(rightful, row, FILLED);
                assertThat(answer.statusCode())
                        .as(row.operation() + " by " + rightful.name() + answer.body())
                        .isEqualTo(row.status());
                served++;
            }
        }
        // What else would show that the loops above asked anything.
        assertThat(refused).isGreaterThan(Matrix.rows().size() * 12);
        assertThat(served).isGreaterThanOrEqualTo(Matrix.rows().size());
    }

    /** Who may ask: everybody where the API is open, else whoever holds a scope and the thing. */
    private static List<Visitor> rightful(Matrix.Row row) {
        Set<String> scopes = scopes(row);
        List<Visitor> may = new ArrayList<>();
        if (scopes.isEmpty() && row.owner().isEmpty()) {
            may.addAll(INTRUDERS);
        }
        HOLDERS.stream()
                .filter(one -> scopes.isEmpty() || scopes.contains(one.scope()))
                .filter(one -> row.owner().isEmpty() || row.owner().equals(one.party()))
                .forEach(may::add);
        assertThat(may).as(row.operation()).isNotEmpty();
        return may;
    }

    private static void isRefused(Visitor as, Matrix.Row row, int status, String code)
            throws Exception {
        HttpResponse<String> answer = ask(as, row, FILLED);
        assertThat(answer.statusCode())
                .as(row.operation() + " by " + as.name() + answer.body())
                .isEqualTo(status);
        assertThat(Json.parse(answer.body()).path("code").asText()).isEqualTo(code);
        tellsNothing(answer);
    }

    /** Another party with the right scope: its answer does not even say that the thing exists. */
    private static void isNotTheirs(Visitor as, Matrix.Row row) throws Exception {
        HttpResponse<String> answer = ask(as, row, FILLED);
        assertThat(answer.statusCode())
                .as(row.operation() + " by " + as.name() + answer.body())
                .isEqualTo(row.others());
        tellsNothing(answer);
        if (row.others() == 404) {
            Map<String, String> unknown = new HashMap<>(FILLED);
            unknown.put("{document}", UUID.randomUUID().toString());
            unknown.put("{delivery}", UUID.randomUUID().toString());
            HttpResponse<String> nothing = ask(as, row, unknown);
            assertThat(nothing.statusCode()).isEqualTo(404);
            assertThat(nothing.body()).isEqualTo(answer.body());
        }
    }

    private static void tellsNothing(HttpResponse<String> answer) {
        assertThat(answer.body())
                .doesNotContain(
                        FILLED.get("{document}"),
                        FILLED.get("{delivery}"),
                        FILLED.get("{agreement}"),
                        FILLED.get("{offer}"),
                        Rogue.CANARY);
    }
}
