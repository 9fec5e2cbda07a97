package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.KeyPairs;
import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Offer;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.json.Json;
import io.sealane.node.Rogue.Lie;
import io.sealane.node.Rogue.Reply;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;

/**
 * Second signatures at the wire, where two nodes have agreed on them: what a partner does to get
 * away with less is refused for good, and the honest twin of it is taken right after.
 */
class SecondSignaturesIT extends NodesCase {
    private static final String NL = "nl.sealane.example";
    private static Rogue rogue;

    /** A second signature that is good, of another document. */
    private static String spare = "";

    @BeforeAll
    static void agree() throws Exception {
        rogue = nodes.rogue;
        try (Operator us = new Operator("us", description);
                Operator nl = new Operator("nl", description)) {
            JsonNode offer = nl.propose(twice(nl.inForceWith("sg.sealane.example"))).path("signed");
            Agreement signed =
                    Offer.of(offer, NL).countersign(site("sg").keys().federationSigner());
            Reply taken =
                    rogue.agreements(Json.text(Json.object().set("agreement", signed.json())));
            assertThat(taken.status()).as(taken.body()).isEqualTo(200);
            rogue.agreement = signed;

            String id = us.propose(twice(us.inForceWith(NL))).path("id").asText();
            Eventually.holds(() -> nl.state(id).equals("proposed"));
            assertThat(nl.agreement(id).path("text").toString()).contains("ES256, ML-DSA-65");
            nl.countersign(id);
            Eventually.holds(() -> us.state(id).equals("in-force"));
        }
        Rogue.Made made =
                rogue.made(draft -> {
                    rogue.twice().in(draft);
                    draft.beside =
                            second -> {
                                spare = Objects.requireNonNull(second);
                                return second;
                            };
                });
        isTaken(rogue.post(rogue.batch(made)));
    }

    /** The terms in force, asking for both signatures in every line. */
    private static ObjectNode twice(JsonNode agreement) {
        ObjectNode terms = agreement.path("terms").deepCopy();
        terms.remove("id");
        terms.put("supersedes", agreement.path("id").asText());
        for (JsonNode grant : terms.path("grants")) {
            ((ObjectNode) grant).putArray("signatures").add("ES256").add("ML-DSA-65");
        }
        return terms;
    }

    record Told(String what, String code, Lie lie) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Lie beside(Draft.Beside beside) {
        return draft -> {
            rogue.twice().in(draft);
            draft.beside = beside;
        };
    }

    private static String text(@Nullable String second) {
        return Objects.requireNonNull(second);
    }

    static List<Told> lies() {
        return List.of(
                new Told("stripped", "algorithm-not-allowed", beside(second -> null)),
                new Told("one signature alone", "algorithm-not-allowed", Rogue.NONE),
                new Told(
                        "one that the token does not list",
                        "algorithm-not-allowed",
                        draft -> draft.beside = second -> spare),
                new Told("another document's", "bad-issuer-signature", beside(second -> spare)),
                new Told(
                        "changed",
                        "bad-issuer-signature",
                        beside(second -> changed(text(second), text(second).length() - 40))),
                new Told(
                        "longer than it is",
                        "bad-issuer-signature",
                        beside(second -> text(second) + "AAAA")),
                new Told(
                        "of another form",
                        "malformed-token",
                        beside(second -> text(second).replace("..", "."))),
                new Told(
                        "signed with a key that is nobody's",
                        "unknown-issuer",
                        draft -> draft.second = KeyPairs.second(KeyPairs.mlDsa65())),
                new Told(
                        "signed with another node's key",
                        "unknown-issuer",
                        draft -> draft.second = KeyPairs.second(site("us").keys().issuingSecond())),
                new Told(
                        "by the node beside a party's own",
                        "unknown-issuer",
                        draft -> {
                            rogue.twice().in(draft);
                            draft.issuer = Rogue.OWN;
                            draft.byItself = rogue.ownKey;
                        }));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void what_is_less_than_was_agreed_is_refused_for_good(Told told) throws Exception {
        Reply reply = rogue.deliver(told.lie());
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.receipt().path("kind").asText()).isEqualTo("refused");
        assertThat(reply.receipt().path("code").asText()).isEqualTo(told.code());
        isTaken(rogue.deliver(rogue.twice()));
    }

    private static void isTaken(Reply reply) throws Exception {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.receipt().path("kind").asText()).as(reply.body()).isEqualTo("admitted");
    }

    @Test
    void a_node_signs_twice_where_it_is_agreed_and_both_sides_can_show_it() throws Exception {
        try (HttpClient acme = client("us", "acme-line");
                HttpClient terminal = client("nl", "rotterdam-terminal")) {
            String token = token(site("us"), "acme-line", acme);
            ObjectNode json = Json.object().put("type", "transport-document/1.0");
            json.set("document", Rogue.document());
            json.putArray("recipients")
                    .addObject()
                    .put("party", "rotterdam-terminal@" + NL)
                    .put("role", "terminal");
            HttpResponse<String> taken =
                    send(
                            acme,
                            bearing("us", "/v1/documents", token)
                                    .header("Content-Type", "application/json")
                                    .header("Idempotency-Key", "twice")
                                    .POST(BodyPublishers.ofString(Json.text(json))));
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
            JsonNode accepted = Json.parse(taken.body());
            String id = accepted.path("id").asText();
            Eventually.holds(() ->
                    json(send(acme, bearing("us", "/v1/documents/" + id, token)))
                            .at("/deliveries/0/state")
                            .asText()
                            .equals("delivered"));

            HttpResponse<String> sent =
                    send(acme, bearing("us", "/v1/documents/" + id + "/evidence", token));
            description.covers("GET /v1/documents/{id}/evidence", sent);
            bearsBoth(json(sent));
            HttpResponse<String> receipt =
                    send(acme, bearing("us", "/v1/documents/" + id + "/receipt", token));
            description.covers("GET /v1/documents/{id}/receipt", receipt);
            assertThat(json(receipt).path("secondSignature"))
                    .isEqualTo(json(sent).path("secondSignature"));

            String delivery = accepted.at("/deliveries/0/id").asText();
            String theirs = token(site("nl"), "rotterdam-terminal", terminal);
            JsonNode received =
                    json(
                            send(
                                    terminal,
                                    bearing("nl", "/v1/inbox/" + delivery + "/evidence", theirs)));
            bearsBoth(received);
            assertThat(received.path("secondSignature"))
                    .isEqualTo(json(sent).path("secondSignature"));
        }
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private static void bearsBoth(JsonNode evidence) throws Exception {
        Presentation.parse(evidence.path("presentation").asText())
                .verifyIssuer(
                        List.of(
                                site("us").keys().issuingKey(),
                                site("us").keys().issuingSecondKey()),
                        evidence.path("secondSignature").asText());
    }

    private static HttpRequest.Builder bearing(String site, String path, String token) {
        return to(site(site), path).header("Authorization", "Bearer " + token);
    }
}
