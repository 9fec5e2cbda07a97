package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.KeyPairs;
import io.sealane.certs.PartyKeys;
import io.sealane.certs.Site;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.node.party.PartyStatement;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A party that an operator registers, changes and ends while two nodes run. */
class PartiesIT extends NodesCase {
    private static final String PARTIES = "/v1/parties";
    private static final String ONE = "/v1/parties/{name}";

    private static Operator us;

    @BeforeAll
    static void connect() throws Exception {
        us = new Operator("us", description);
    }

    @AfterAll
    static void disconnect() {
        us.close();
    }

    private static PartyKeys keys(String party) {
        Site home = site("us");
        return PartyKeys.create(
                new PartyId(party, home.node().name()),
                home.authority(),
                Instant.now(),
                Duration.ofDays(30));
    }

    private static ObjectNode carrier(String name, PartyKeys keys) {
        ObjectNode party = Json.object().put("name", name).put("certificate", keys.thumbprint());
        party.putArray("roles").add("carrier");
        party.putArray("issues").add("transport-document");
        party.putArray("scopes").add("documents").add("inbox");
        return party;
    }

    private static JsonNode register(ObjectNode party) throws Exception {
        return good(us.post(PARTIES, PARTIES, party), 201);
    }

    private static JsonNode change(String name, ObjectNode change) throws Exception {
        return good(us.patch(PARTIES + "/" + name, ONE, change), 200);
    }

    private static JsonNode end(String name) throws Exception {
        return good(us.delete(PARTIES + "/" + name, ONE), 200);
    }

    private static JsonNode good(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Json.parse(answer.body());
    }

    private static String submitted(HttpClient client, String token) throws Exception {
        return good(submit(client, token, UUID.randomUUID().toString()), 201)
                .at("/deliveries/0/id")
                .asText();
    }

    private static void arrives(String delivery) throws Exception {
        Eventually.holds(() -> inbox().stream().anyMatch(one -> one.contains(delivery)));
    }

    @Test
    void the_next_document_of_a_party_that_was_just_registered_reaches_a_partner()
            throws Exception {
        String name = "new-line";
        PartyKeys keys = keys(name);
        try (HttpClient client = client(site("us"), keys)) {
            assertThat(send(client, tokenRequest(site("us"), name)).statusCode()).isEqualTo(401);
            JsonNode registered = register(carrier(name, keys));
            isStated(registered, "us.sealane.example");
            // Its directory at the partner is of before: it asks again and does not refuse.
            arrives(submitted(client, token(site("us"), name, client)));
        }
        assertThat(us.get(PARTIES, PARTIES).body()).contains("acme-line", name);
        assertThat(us.get(PARTIES + "/nobody", ONE).statusCode()).isEqualTo(404);
    }

    private static void isStated(JsonNode party, String node) throws Exception {
        String compact = party.path("signed").asText();
        PartyStatement.verify(compact, site("us").keys().federationKey());
        PartyStatement said = PartyStatement.parse(compact);
        assertThat(said.node()).isEqualTo(node);
        assertThat(said.by()).isEqualTo("operator");
        assertThat(said.number()).isEqualTo(party.path("number").asLong());
        JsonNode leaf = Json.parse(party.at("/leaf/statement").asText());
        assertThat(leaf.path("kind").asText()).isEqualTo("key");
        assertThat(leaf.path("subject").asText()).isEqualTo("party");
        assertThat(leaf.path("hash").asText()).isEqualTo(Digest.base64Url(compact));
    }

    @Test
    void a_party_that_ended_is_let_in_no_more_and_what_it_handed_in_goes_on() throws Exception {
        String name = "gone-line";
        PartyKeys keys = keys(name);
        try (HttpClient client = client(site("us"), keys)) {
            register(carrier(name, keys));
            String token = token(site("us"), name, client);
            arrives(submitted(client, token));
            nodes.nl.stop();
            String waiting = submitted(client, token);
            JsonNode ended = end(name);
            assertThat(ended.path("ended").asText()).isNotEmpty();
            assertThat(submit(client, token, "later").statusCode()).isEqualTo(401);
            assertThat(send(client, tokenRequest(site("us"), name)).statusCode()).isEqualTo(401);
            nodes.restartNl();
            arrives(waiting);
            change(name, Json.object().put("ended", false));
            arrives(submitted(client, token(site("us"), name, client)));
        }
    }

    @Test
    void what_was_signed_with_a_key_that_is_taken_away_still_arrives() throws Exception {
        String name = "turning-line";
        PartyKeys keys = keys(name);
        KeySigner first = KeyPairs.signer(KeyPairs.p256());
        KeySigner second = KeyPairs.signer(KeyPairs.p256());
        try (HttpClient client = client(site("us"), keys)) {
            register(carrier(name, keys));
            String token = token(site("us"), name, client);
            nodes.nl.stop();
            // Signed by the node, by the first key, by the second: all wait.
            String acted = submitted(client, token);
            change(name, signing(first));
            JsonNode own = good(own(client, token, name, first), 201);
            JsonNode retired = change(name, signing(second)).path("retired");
            assertThat(retired).hasSize(2);
            JsonNode last = good(own(client, token, name, second), 201);
            HttpResponse<String> late = own(client, token, name, first);
            assertThat(late.statusCode()).as(late.body()).isEqualTo(422);
            assertThat(late.body()).contains("unknown-issuer");
            nodes.restartNl();
            arrives(acted);
            arrives(own.at("/deliveries/0/id").asText());
            arrives(last.at("/deliveries/0/id").asText());
            String path = "/v1/documents/" + own.path("id").asText();
            Eventually.holds(() -> get(client, token, path).toString().contains("\"delivered\""));
            JsonNode evidence = get(client, token, path + "/evidence");
            Presentation.parse(evidence.path("presentation").asText()).verifyIssuer(first.key());
        }
    }

    private static ObjectNode signing(KeySigner key) {
        ObjectNode change = Json.object();
        change.putArray("documentKeys").add(key.key().toJwk());
        return change;
    }

    private static HttpResponse<String> own(
            HttpClient client, String token, String name, KeySigner key) throws Exception {
        ObjectNode json = Json.object().put("type", "transport-document/1.0");
        json.put("signed", OwnSignaturesIT.signed("us", name, key));
        json.putArray("recipients")
                .addObject()
                .put("party", "rotterdam-terminal@nl.sealane.example")
                .put("role", "terminal");
        return send(
                client,
                to(site("us"), "/v1/documents")
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(Json.text(json))));
    }
}
