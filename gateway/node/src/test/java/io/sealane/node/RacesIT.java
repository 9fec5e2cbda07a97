package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Many requests with one Idempotency-Key at once: one document, and everybody is told which. */
class RacesIT extends NodesCase {
    private static final int AT_ONCE = 50;
    private static final String PARTY = "acme-line";

    private static final List<HttpClient> CLIENTS = new ArrayList<>();
    private static String token;

    @BeforeAll
    static void connect() throws Exception {
        for (int i = 0; i < 3; i++) {
            CLIENTS.add(client("us", PARTY));
        }
        token = token(site("us"), PARTY, CLIENTS.getFirst());
    }

    @AfterAll
    static void disconnect() {
        CLIENTS.forEach(HttpClient::close);
    }

    private static String body(int variant) {
        ObjectNode json = Json.object().put("type", "transport-document/1.0");
        ObjectNode document = Rogue.document();
        document.put("termsAndConditions", "Variant " + variant);
        json.set("document", document);
        json.putArray("recipients")
                .addObject()
                .put("party", "rotterdam-terminal@nl.sealane.example")
                .put("role", "terminal");
        return Json.text(json);
    }

    private static HttpRequest request(String key, String body) {
        return to(site("us"), "/v1/documents")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /** What was asked, and what was answered. */
    private record Asked(String body, HttpResponse<String> answer) {
        String code() throws Exception {
            return json().path("code").asText();
        }

        JsonNode json() throws Exception {
            return Json.parse(answer.body());
        }

        /** But for the proof, which may be to a later checkpoint. */
        JsonNode taken() throws Exception {
            ObjectNode json = (ObjectNode) json();
            ((ObjectNode) json.path("receipt")).remove(List.of("proof", "checkpoint"));
            return json;
        }
    }

    private static List<Asked> atOnce(String key, List<String> bodies) {
        var under = new ArrayList<CompletableFuture<Asked>>();
        for (String body : bodies) {
            HttpClient client = CLIENTS.get(under.size() % CLIENTS.size());
            under.add(
                    client.sendAsync(request(key, body), HttpResponse.BodyHandlers.ofString())
                            .thenApply(answer -> new Asked(body, answer)));
        }
        return under.stream().map(CompletableFuture::join).toList();
    }

    private static Asked again(String key, String body) {
        return atOnce(key, List.of(body)).getFirst();
    }

    private static List<String> documents() throws Exception {
        return get(CLIENTS.getFirst(), token, "/v1/documents?limit=200")
                .path("documents")
                .valueStream()
                .map(one -> one.path("id").asText())
                .toList();
    }

    /** The one answer of all that were taken. */
    private static Asked winner(List<Asked> all) throws Exception {
        Asked winner = null;
        for (Asked one : all) {
            description.covers("POST /v1/documents", one.answer());
            if (one.answer().statusCode() != 201) {
                continue;
            }
            if (winner == null) {
                winner = one;
            }
            assertThat(one.body()).isEqualTo(winner.body());
            assertThat(one.taken()).isEqualTo(winner.taken());
        }
        assertThat(winner).as("one is taken").isNotNull();
        return java.util.Objects.requireNonNull(winner);
    }

    private static void isOneDocument(Asked winner, List<String> before) throws Exception {
        Set<String> more = new HashSet<>(documents());
        before.forEach(more::remove);
        assertThat(more).containsExactly(winner.json().path("id").asText());
        String delivery = winner.json().at("/deliveries/0/id").asText();
        Eventually.holds(() -> inbox().stream().anyMatch(item -> item.contains(delivery)));
        assertThat(inbox()).filteredOn(item -> item.contains(delivery)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void one_body_at_once_makes_one_document(long seed) throws Exception {
        List<String> before = documents();
        String key = "same-" + seed;
        String body = body((int) seed);
        List<Asked> all = atOnce(key, Collections.nCopies(AT_ONCE, body));
        for (Asked one : all) {
            if (one.answer().statusCode() != 201) {
                assertThat(one.answer().statusCode()).as(one.answer().body()).isEqualTo(409);
                assertThat(one.code()).isEqualTo("idempotency-in-flight");
            }
        }
        Asked winner = winner(all);
        isOneDocument(winner, before);
        assertThat(again(key, body).taken()).isEqualTo(winner.taken());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void other_bodies_at_once_make_one_document_and_the_others_are_told(long seed)
            throws Exception {
        List<String> before = documents();
        var random = new Random(seed);
        int variants = 2 + random.nextInt(AT_ONCE - 1);
        var bodies = new ArrayList<String>();
        for (int i = 0; i < AT_ONCE; i++) {
            bodies.add(body(i % variants));
        }
        Collections.shuffle(bodies, random);
        String key = "other-" + seed;
        List<Asked> all = atOnce(key, bodies);
        Asked winner = winner(all);
        for (Asked one : all) {
            int status = one.answer().statusCode();
            if (status == 422) {
                assertThat(one.code()).isEqualTo("idempotency-mismatch");
                assertThat(one.body()).isNotEqualTo(winner.body());
            } else if (status != 201) {
                assertThat(status).as(one.answer().body()).isEqualTo(409);
                assertThat(one.code()).isEqualTo("idempotency-in-flight");
            }
        }
        isOneDocument(winner, before);
        // When it is quiet again, nothing is left to chance.
        for (String body : new HashSet<>(bodies)) {
            Asked again = again(key, body);
            if (body.equals(winner.body())) {
                assertThat(again.taken()).isEqualTo(winner.taken());
            } else {
                assertThat(again.answer().statusCode()).isEqualTo(422);
                assertThat(again.code()).isEqualTo("idempotency-mismatch");
            }
        }
    }
}
