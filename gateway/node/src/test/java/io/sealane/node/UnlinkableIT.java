package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.disclosure.Presentation;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Two real nodes whose agreement is unlinkable: what the partner reads, and the way back. */
class UnlinkableIT extends NodesCase {
    private static final String NL = "nl.sealane.example";
    private static final String TERMINAL = "rotterdam-terminal";

    /** Shorter ones could be part of anything. */
    private static final int LONG_ENOUGH = 6;

    private static HttpClient acme;
    private static HttpClient terminal;

    @BeforeAll
    static void agree() throws Exception {
        acme = client("us", "acme-line");
        terminal = client("nl", TERMINAL);
        try (Operator us = new Operator("us", description);
                Operator nl = new Operator("nl", description)) {
            JsonNode old = us.inForceWith(NL);
            ObjectNode terms = unlinkable(old);
            String id = us.propose(terms).path("id").asText();
            Eventually.holds(() -> nl.state(id).equals("proposed"));
            assertThat(nl.agreement(id).path("text").toString())
                    .contains("Unlinkable: signed apart for " + NL);
            HttpResponse<String> diff =
                    us.get("/v1/agreements/" + id + "/diff", "/v1/agreements/{id}/diff");
            assertThat(diff.body()).contains("unlinkable: false -> true");
            nl.countersign(id);
            Eventually.holds(() -> us.state(id).equals("in-force"));
        }
    }

    @AfterAll
    static void closeClients() {
        acme.close();
        terminal.close();
    }

    private static ObjectNode unlinkable(JsonNode agreement) {
        ObjectNode terms = agreement.path("terms").deepCopy();
        terms.remove("id");
        terms.put("supersedes", agreement.path("id").asText());
        for (JsonNode grant : terms.path("grants")) {
            ((ObjectNode) grant).put("unlinkable", true);
        }
        return terms;
    }

    private static HttpResponse<String> ask(String path, String operation) throws Exception {
        String token = token(site("us"), "acme-line", acme);
        HttpResponse<String> answer =
                send(acme, to(site("us"), path).header("Authorization", "Bearer " + token));
        description.covers("GET " + operation, answer);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return Json.parse(answer.body());
    }

    /** Hands in the usual document and waits until the terminal has it. */
    private static String deliver(String key) throws Exception {
        HttpResponse<String> taken = submit(acme, token(site("us"), "acme-line", acme), key);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        String id = json(taken).path("id").asText();
        Eventually.holds(() ->
                json(ask("/v1/documents/" + id, "/v1/documents/{id}"))
                        .at("/deliveries/0/state")
                        .asText()
                        .equals("delivered"));
        return id;
    }

    private static JsonNode sentAs(String id) throws Exception {
        return json(ask("/v1/documents/" + id + "/deliveries", "/v1/documents/{id}/deliveries"))
                .at("/deliveries/0/sentAs");
    }

    /** Each name of the document with what the partner reads in its place. */
    private static Map<String, String> names(String id) throws Exception {
        var names = new HashMap<String, String>();
        for (JsonNode one : sentAs(id).path("names")) {
            names.put(one.path("value").asText(), one.path("pseudonym").asText());
        }
        assertThat(names).hasSizeGreaterThan(5);
        return names;
    }

    private static void namesNothing(String text, Map<String, String> names) {
        for (String name : names.keySet()) {
            if (name.length() >= LONG_ENOUGH) {
                assertThat(text).doesNotContain(name);
            }
        }
    }

    @Test
    void a_partner_reads_pseudonyms_and_the_issuer_finds_its_way_back() throws Exception {
        String id = deliver("unlinkable-1");
        Map<String, String> names = names(id);
        String jti = sentAs(id).path("id").asText();
        assertThat(jti).isNotEqualTo(id);
        String box = box(names);

        String delivery =
                json(ask("/v1/documents/" + id, "/v1/documents/{id}"))
                        .at("/deliveries/0/id")
                        .asText();
        String item =
                inbox().stream().filter(one -> one.contains(delivery)).findFirst().orElseThrow();
        namesNothing(item, names);
        assertThat(item).contains(box).doesNotContain(id);

        JsonNode views = json(ask("/v1/documents/" + id + "/views", "/v1/documents/{id}/views"));
        namesNothing(Json.text(views), names);
        assertThat(Json.text(views)).contains(box);

        for (String known : List.of(box, jti)) {
            JsonNode found = json(ask("/v1/documents?reference=" + known, "/v1/documents"));
            assertThat(found.path("documents").findValuesAsText("id")).contains(id);
        }
        assertThat(json(ask("/v1/documents?reference=" + id, "/v1/documents")).path("documents"))
                .isEmpty();
    }

    private static String box(Map<String, String> names) {
        String box =
                Rogue.document()
                        .at("/utilizedTransportEquipments/0/equipment/equipmentReference")
                        .asText();
        String pseudonym = Objects.requireNonNull(names.get(box));
        assertThat(pseudonym).matches("[A-Z]{3}U[0-9]{7}").isNotEqualTo(box);
        return pseudonym;
    }

    @Test
    void the_evidence_is_of_what_was_sent_and_the_receipt_says_what_was_signed() throws Exception {
        String id = deliver("unlinkable-2");
        Map<String, String> names = names(id);
        JsonNode evidence =
                json(ask("/v1/documents/" + id + "/evidence", "/v1/documents/{id}/evidence"));
        Presentation sent = Presentation.parse(evidence.path("presentation").asText());
        sent.verifyIssuer(site("us").keys().issuingKey());
        assertThat(sent.issuer().claims().jti())
                .isEqualTo("urn:uuid:" + sentAs(id).path("id").asText());
        namesNothing(Json.text(sent.disclosed().doc()), names);

        String token = token(site("nl"), TERMINAL, terminal);
        String delivery = sent.keyBinding().terms().nonce();
        HttpRequest.Builder theirs =
                to(site("nl"), "/v1/inbox/" + delivery + "/evidence")
                        .header("Authorization", "Bearer " + token);
        JsonNode received = json(send(terminal, theirs));
        assertThat(received.path("presentation")).isEqualTo(evidence.path("presentation"));

        JsonNode receipt =
                json(ask("/v1/documents/" + id + "/receipt", "/v1/documents/{id}/receipt"));
        assertThat(receipt.at("/apart/0/token").asText()).isEqualTo(sent.issuerJwt());
        assertThat(receipt.at("/recipients/0/3").asText())
                .isEqualTo(Digest.base64Url(sent.issuerJwt()));
        assertThat(receipt.path("token").asText()).isNotEqualTo(sent.issuerJwt());
    }

    @Test
    void a_node_that_was_started_again_knows_shipments_by_the_same_names() throws Exception {
        Map<String, String> before = names(deliver("unlinkable-3"));
        nodes.us.stop();
        nodes.restartUs();
        assertThat(names(deliver("unlinkable-4"))).isEqualTo(before);
    }

    @Test
    void what_a_party_signed_itself_is_refused_where_it_is_handed_in() throws Exception {
        ObjectNode json = Json.object().put("type", "transport-document/1.0");
        json.set(
                "signed",
                TextNode.valueOf(OwnSignaturesIT.signed("nl", TwoNodes.OWN, nodes.ownKey)));
        json.putArray("recipients")
                .addObject()
                .put("party", "newark-terminal@us.sealane.example")
                .put("role", "terminal");
        try (HttpClient polder = client("nl", TwoNodes.OWN)) {
            HttpRequest.Builder request =
                    to(site("nl"), "/v1/documents")
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", "own")
                            .header(
                                    "Authorization",
                                    "Bearer " + token(site("nl"), TwoNodes.OWN, polder))
                            .POST(BodyPublishers.ofString(Json.text(json)));
            HttpResponse<String> answer = send(polder, request);
            description.covers("POST /v1/documents", answer);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            JsonNode problem = Json.parse(answer.body());
            assertThat(problem.path("code").asText()).isEqualTo("linkable");
            assertThat(problem.path("pointer").asText()).isEqualTo("/recipients/0");
            assertThat(problem.path("detail").asText()).contains("Leave this recipient out");
        }
    }
}
