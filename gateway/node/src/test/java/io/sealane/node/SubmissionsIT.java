package io.sealane.node;

import static io.sealane.node.Rogue.CANARY;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.Site;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Everything bad that a party can hand in: each thing gets its own answer, is logged by its code
 * and without a value of a field, and leaves no trace; what is good goes through right after it.
 */
class SubmissionsIT extends NodesCase {
    private static final String PARTY = "acme-line";
    private static final String OTHER = "newark-terminal";
    private static final String THERE = "rotterdam-terminal@nl.sealane.example";

    private static HttpClient acme;
    private static String token;
    private static int keys;

    @BeforeAll
    static void connect() throws Exception {
        acme = client("us", PARTY);
        token = token(site("us"), PARTY, acme);
    }

    @AfterAll
    static void disconnect() {
        acme.close();
    }

    /** A submission before it is sent: a good one, until a test changes it. */
    static final class Submission {
        final ObjectNode json = Json.object().put("type", "transport-document/1.0");
        final ObjectNode document = Rogue.document();
        UnaryOperator<String> text = whole -> whole;
        String bearer = token;
        HttpClient client = acme;

        Submission() {
            json.set("document", document);
            recipient(THERE, "terminal");
        }

        void recipient(String party, String role) {
            json.putArray("recipients").addObject().put("party", party).put("role", role);
        }

        HttpResponse<String> send() throws Exception {
            return NodesCase.send(
                    client,
                    to(site("us"), "/v1/documents")
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + bearer)
                            .header("Idempotency-Key", "key-" + ++keys)
                            .POST(BodyPublishers.ofString(text.apply(Json.text(json)))));
        }
    }

    /** What a test changes in a submission. */
    interface Spoiling {
        void of(Submission good) throws Exception;
    }

    record Bad(String what, int status, String code, Spoiling spoiling) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Bad> bytes() {
        return List.of(
                new Bad(
                        "malformed JSON",
                        400,
                        "malformed-json",
                        it -> it.text = text -> text + "}"),
                new Bad(
                        "a member twice",
                        400,
                        "duplicate-member",
                        it -> it.text = text -> first("type", CANARY, text)),
                new Bad(
                        "a number beyond all",
                        400,
                        "malformed-json",
                        it -> it.text = text -> "{\"remark\":1e999," + text.substring(1)),
                new Bad(
                        "half a character",
                        400,
                        "malformed-json",
                        it -> it.text = text -> "{\"remark\":\"\\ud800\"," + text.substring(1)),
                new Bad(
                        "a number of a million digits",
                        413,
                        "too-large",
                        it ->
                                it.text =
                                        text ->
                                                "{\"remark\":"
                                                        + "9".repeat(1_000_000)
                                                        + ","
                                                        + text.substring(1)),
                new Bad(
                        "very deep",
                        400,
                        "too-deep",
                        it -> it.text = text -> "[".repeat(DEPTH) + text + "]".repeat(DEPTH)),
                new Bad(
                        "50 MB",
                        413,
                        "too-large",
                        it -> it.text = text -> text + " ".repeat(LENGTH)),
                new Bad(
                        "a member that is not known",
                        400,
                        "invalid-request",
                        it -> it.text = text -> first("remark", CANARY, text)));
    }

    static List<Bad> contents() {
        return List.of(
                new Bad(
                        "unknown type",
                        422,
                        "unknown-type",
                        it -> it.json.put("type", "letter/1.0")),
                new Bad(
                        "unknown node",
                        422,
                        "unknown-recipient",
                        it -> it.recipient("x@fr.sealane.example", "terminal")),
                new Bad(
                        "unknown party",
                        422,
                        "unknown-recipient",
                        it -> it.recipient("nobody@nl.sealane.example", "terminal")),
                new Bad(
                        "role not held",
                        422,
                        "role-not-held",
                        it -> it.recipient(THERE, "customs")),
                new Bad(
                        "not granted",
                        403,
                        "no-grant",
                        it -> it.recipient("us-customs@us.sealane.example", "customs")),
                new Bad(
                        "no required field",
                        422,
                        "schema-violation",
                        it -> it.document.remove("documentParties")));
    }

    static List<Bad> callers() {
        return List.of(
                new Bad("no token", 401, "invalid-token", it -> it.bearer = ""),
                new Bad(
                        "wrong token",
                        401,
                        "invalid-token",
                        it -> it.bearer = changed(token, token.lastIndexOf('.') + 5)),
                new Bad(
                        "stolen token",
                        401,
                        "token-not-bound",
                        it -> it.client = client("us", OTHER)),
                new Bad(
                        "of a party that may not issue",
                        403,
                        "type-not-allowed",
                        it -> {
                            it.client = client("us", OTHER);
                            it.bearer = token(site("us"), OTHER, it.client);
                        }));
    }

    /** With one member more in front. */
    private static String first(String name, String value, String object) {
        return "{\"%s\":\"%s\",%s".formatted(name, value, object.substring(1));
    }

    @ParameterizedTest
    @MethodSource({"bytes", "contents", "callers"})
    void a_bad_submission_is_refused_and_the_next_good_one_taken(Bad bad) throws Exception {
        int logged = log.length();
        int before = documents();
        var submission = new Submission();
        bad.spoiling().of(submission);

        HttpResponse<String> answer = submission.send();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(bad.status());
        description.covers("POST /v1/documents", answer);
        assertThat(Json.parse(answer.body()).path("code").asText()).isEqualTo(bad.code());
        assertThat(answer.body()).doesNotContain(CANARY);
        Eventually.holds(() -> log.since(logged).contains("code=" + bad.code()));
        assertThat(documents()).isEqualTo(before);
        assertThat(new Submission().send().statusCode()).isEqualTo(201);
        assertThat(documents()).isEqualTo(before + 1);
        assertThat(log.since(logged)).doesNotContain(CANARY).doesNotContain(token);
    }

    @Test
    void a_client_certificate_that_ended_gets_no_token() throws Exception {
        Site us = site("us");
        try (HttpClient ended = client(us, nodes.ended)) {
            HttpResponse<String> answer = send(ended, tokenRequest(us, TwoNodes.ENDED));
            assertThat(answer.statusCode()).isEqualTo(401);
            description.covers("POST /oauth/token", answer);
            JsonNode problem = Json.parse(answer.body());
            assertThat(problem.path("code").asText()).isEqualTo("certificate-expired");
            assertThat(problem.path("error").asText()).isEqualTo("invalid_client");
        }
    }

    @Test
    void what_one_node_takes_another_ones_party_reads() throws Exception {
        HttpResponse<String> taken = new Submission().send();
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        String id = Json.parse(taken.body()).at("/deliveries/0/id").asText();
        Eventually.holds(() -> inbox().stream().anyMatch(item -> item.contains(id)));
        // The canary is where it is granted: what is not found in a log was there to be found.
        assertThat(inbox()).anyMatch(item -> item.contains(id) && item.contains(CANARY));
        assertThat(inbox()).noneMatch(item -> item.contains(CANARY + " Ltd"));
    }

    /** How many documents the party has. */
    private static int documents() throws Exception {
        HttpRequest.Builder request =
                to(site("us"), "/v1/documents?limit=200")
                        .header("Authorization", "Bearer " + token);
        return Json.parse(send(acme, request).body()).path("documents").size();
    }
}
