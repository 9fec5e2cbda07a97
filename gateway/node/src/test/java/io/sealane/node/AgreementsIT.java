package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.audit.EvidenceAudit;
import io.sealane.audit.Report;
import io.sealane.audit.Trust;
import io.sealane.core.document.Catalogue;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Agreements between real nodes: offered, countersigned, replaced and ended over the network. */
class AgreementsIT extends NodesCase {
    private static final String NL = "nl.sealane.example";
    private static final String SG = "sg.sealane.example";
    private static final String PARTY = "acme-line";
    private static final Duration SOON = Duration.ofSeconds(1);

    private static Operator us;
    private static Operator nl;
    private static HttpClient acme;
    private static String token;

    @BeforeAll
    static void connect() throws Exception {
        us = new Operator("us", description);
        nl = new Operator("nl", description);
        acme = client("us", PARTY);
        token = token(site("us"), PARTY, acme);
    }

    @AfterAll
    static void disconnect() {
        us.close();
        nl.close();
        acme.close();
    }

    private static HttpResponse<String> submit(String key) throws Exception {
        var json = Json.object().put("type", "transport-document/1.0");
        json.set("document", Rogue.document());
        json.putArray("recipients")
                .addObject()
                .put("party", "rotterdam-terminal@" + NL)
                .put("role", "terminal");
        return send(
                acme,
                to(site("us"), "/v1/documents")
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(Json.text(json))));
    }

    private static String submitted(String key) throws Exception {
        HttpResponse<String> answer = submit(key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.parse(answer.body()).path("id").asText();
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> answer =
                send(acme, to(site("us"), path).header("Authorization", "Bearer " + token));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private static String state(String document) throws Exception {
        JsonNode delivery = get("/v1/documents/" + document).at("/deliveries/0");
        return delivery.path("state").asText() + " " + delivery.path("code").asText();
    }

    /** The terms of an agreement in force, as the draft of a successor. */
    private static ObjectNode successor(JsonNode agreement) {
        ObjectNode terms = agreement.path("terms").deepCopy();
        terms.remove("id");
        terms.put("supersedes", agreement.path("id").asText());
        return terms;
    }

    /** The payload hash that a document's evidence names. */
    private static String under(String document) throws Exception {
        String presentation =
                get("/v1/documents/" + document + "/evidence").path("presentation").asText();
        String keyBinding = presentation.substring(presentation.lastIndexOf('~') + 1);
        String payload = keyBinding.split("\\.", -1)[1];
        return Json.parse(Base64Url.decode(payload)).at("/sln/agr").asText();
    }

    @Test
    void a_successor_is_countersigned_and_carries_the_next_document_and_an_end_stops_all()
            throws Exception {
        JsonNode old = us.inForceWith(NL);
        String oldId = old.path("id").asText();
        assertThat(old.path("text").toString()).contains("rotterdam-terminal", "terminal handling");
        String before = submitted("before");
        Eventually.holds(() -> state(before).equals("delivered "));

        // A successor that no longer shows the terminal any seals.
        ObjectNode terms = successor(old);
        for (JsonNode grant : terms.path("grants")) {
            if (grant.path("role").asText().equals("terminal")) {
                ArrayNode allow = ((ObjectNode) grant).putArray("allow");
                allow.add("routing").add("operational").add("safety");
            }
        }
        String next = us.propose(terms).path("id").asText();
        Eventually.holds(() -> nl.state(next).equals("proposed"));
        JsonNode diff =
                Json.parse(
                        nl.get("/v1/agreements/" + next + "/diff", "/v1/agreements/{id}/diff")
                                .body());
        assertThat(diff.toString())
                .contains("\"classesLost\":[\"security.seal\"]")
                .contains("\"fieldsGained\":[]");
        nl.countersign(next);
        Eventually.holds(() -> us.state(next).equals("in-force"));
        Eventually.holds(() -> us.state(oldId).equals("superseded"));
        Eventually.holds(() -> nl.state(oldId).equals("superseded"));
        Eventually.holds(() -> nl.agreement(oldId).path("last").size() == 2);
        String after = submitted("after");
        Eventually.holds(() -> state(after).equals("delivered "));
        assertThat(under(before)).isEqualTo(oldId);
        assertThat(under(after)).isEqualTo(next);

        endsWithWhatIsQueued(next);
        endsOnBothSides(terms);
    }

    /** Nothing is delivered, the queue becomes voids, both logs and the evidence say why. */
    private static void endsWithWhatIsQueued(String id) throws Exception {
        nodes.nl.stop();
        String queued = submitted("queued");
        Eventually.holds(() -> state(queued).equals("sent "));

        assertThat(us.end(id, "sanctions").path("state").asText()).isEqualTo("ended");
        Instant start = Instant.now();
        Eventually.holds(() -> state(queued).equals("voided "));
        assertThat(Duration.between(start, Instant.now())).isLessThan(SOON);
        assertThat(submit("late").body()).contains("no-agreement");

        nodes.restartNl();
        Eventually.holds(() -> nl.state(id).equals("ended"));
        Eventually.holds(() -> state(queued).equals("voided voided"));
        assertThat(nl.agreement(id).path("reason").asText()).isEqualTo("sanctions");
        Eventually.holds(() -> nl.agreement(id).path("last").equals(us.agreement(id).path("last")));
        saysWhy(queued, id);
    }

    /** As openapi.json says that it is where a number was given up. */
    private static JsonNode evidence(String document) throws Exception {
        HttpRequest.Builder request =
                to(site("us"), "/v1/documents/" + document + "/evidence")
                        .header("Authorization", "Bearer " + token);
        HttpResponse<String> answer = send(acme, request);
        description.covers("GET /v1/documents/{id}/evidence", answer);
        JsonNode evidence = Json.parse(answer.body());
        assertThat(evidence.has("void")).isTrue();
        assertThat(evidence.has("end")).isTrue();
        return evidence;
    }

    /** The auditor is told offline that it was given up, why, and whose word that was. */
    private static void saysWhy(String document, String agreement) throws Exception {
        byte[] file = Json.canonical(evidence(document));
        Path trust = site("us").folder().resolveSibling("trust.json");
        Report report =
                EvidenceAudit.verify(
                        file, Trust.parse(Files.readAllBytes(trust)), Catalogue.bundled());
        assertThat(report.outcome()).as("%s", report.lines()).isEqualTo("voided");
        assertThat(String.join("\n", report.lines()))
                .contains("given up by us.sealane.example", "kind void", "refused: voided")
                .contains(agreement + " was ended by us.sealane.example on")
                .contains("saying \"sanctions\"", "us.sealane.example/log/1: leaf")
                .contains("nl.sealane.example/log/1: leaf");
    }

    /** While both run, the word of one stops both. */
    private static void endsOnBothSides(ObjectNode terms) throws Exception {
        terms.remove("supersedes");
        String id = us.propose(terms).path("id").asText();
        Eventually.holds(() -> nl.state(id).equals("proposed"));
        nl.countersign(id);
        Eventually.holds(() -> us.state(id).equals("in-force"));
        String last = submitted("last");
        Eventually.holds(() -> state(last).equals("delivered "));

        nl.end(id, "a new minister");
        Instant start = Instant.now();
        Eventually.holds(() -> us.state(id).equals("ended"));
        assertThat(Duration.between(start, Instant.now())).isLessThan(SOON);
        assertThat(submit("too-late").body()).contains("no-agreement");
    }

    @Test
    void a_house_agreement_is_in_force_at_once_and_what_it_shows_is_seen_before() throws Exception {
        JsonNode house = us.inForceWith("us.sealane.example");
        ObjectNode terms = successor(house);
        ObjectNode preview = Json.object().put("type", "transport-document/1.0");
        preview.set("document", Rogue.document());
        preview.set("terms", terms.deepCopy().put("id", "urn:uuid:draft"));
        HttpResponse<String> views =
                us.post("/v1/agreements/preview", "/v1/agreements/preview", preview);
        assertThat(views.body()).contains("newark-terminal@us.sealane.example");

        JsonNode next = us.propose(terms);
        assertThat(next.path("state").asText()).isEqualTo("in-force");
        Eventually.holds(() -> us.state(house.path("id").asText()).equals("superseded"));
        assertThat(us.end(next.path("id").asText(), "over").path("state").asText())
                .isEqualTo("ended");
    }

    @Test
    void bad_terms_and_unknown_agreements_are_refused_with_their_codes() throws Exception {
        ObjectNode terms = successor(us.inForceWith(SG));
        isRefused(terms.deepCopy().put("supersedes", "A".repeat(43)), 422, "malformed-agreement");
        isRefused(terms.deepCopy().put("validUntil", "2020-01-01T00:00:00Z"), 422, "malformed");
        isRefused(terms.deepCopy().put("extra", 1), 422, "malformed-agreement");
        ObjectNode stranger = terms.deepCopy();
        stranger.remove("supersedes");
        stranger.putArray("parties").add("us.sealane.example").add("no.sealane.example");
        stranger.putArray("grants");
        isRefused(stranger, 403, "unknown-peer");
        String nothing = "/v1/agreements/" + "A".repeat(43);
        assertThat(us.get(nothing, "/v1/agreements/{id}").statusCode()).isEqualTo(404);
        HttpResponse<String> party =
                send(acme, to(site("us"), nothing).header("Authorization", "Bearer " + token));
        assertThat(party.statusCode()).isEqualTo(403);
        assertThat(party.body()).contains("insufficient-scope");
    }

    private static void isRefused(ObjectNode terms, int status, String code) throws Exception {
        HttpResponse<String> answer = us.post("/v1/agreements", "/v1/agreements", terms);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(code);
    }

    @Test
    void what_a_partner_forges_is_refused_at_the_wire_and_its_honest_twin_is_taken()
            throws Exception {
        ObjectNode terms = nl.inForceWith(SG).path("terms").deepCopy();
        terms.put("id", "urn:uuid:0197a5d0-0000-7000-8000-00000000000f");
        var own = site("sg").keys().federationSigner();
        var offer = io.sealane.core.agreement.Offer.sign(terms, SG, own);
        String honest = Json.text(Json.object().set("offer", offer.json()));
        refuses(honest.replaceFirst("\"signature\":\"..", "\"signature\":\"AA"), "bad-signature");
        var alone = offer.json();
        refuses(Json.text(Json.object().set("agreement", alone)), "bad-signature");
        var doubled = alone.deepCopy();
        doubled.withArray("signatures").add(alone.at("/signatures/0"));
        refuses(Json.text(Json.object().set("agreement", doubled)), "unknown-key");
        refuses("{\"offer\":{},\"agreement\":{}}", "malformed-agreement");
        refuses("{\"notice\":\"a.b.c\"}", "malformed-token");
        String id = Base64Url.encode(offer.hash());
        assertThat(nl.state(id)).isEmpty();

        Rogue.Reply first = nodes.rogue.agreements(honest);
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(nodes.rogue.agreements(honest).body()).isEqualTo(first.body());
        assertThat(nl.state(id)).isEqualTo("proposed");
        assertThat(nl.end(id, "not with us").path("state").asText()).isEqualTo("ended");
    }

    @Test
    void a_partner_beyond_the_agreed_rate_is_told_to_come_later() throws Exception {
        ObjectNode terms = successor(nl.inForceWith(SG));
        terms.remove("supersedes");
        terms.putObject("limits").put("messagesPerSecond", 1);
        JsonNode offer = nl.propose(terms).path("signed");
        assertThat(nodes.rogue.deliver(Rogue.NONE).status()).isEqualTo(200);
        var agreement =
                io.sealane.core.agreement.Offer.of(offer, NL)
                        .countersign(site("sg").keys().federationSigner());
        Rogue.Reply taken =
                nodes.rogue.agreements(Json.text(Json.object().set("agreement", agreement.json())));
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);

        // While the directory is asked for anew there are outages, too.
        Rogue.Reply reply = nodes.rogue.deliver(Rogue.NONE);
        for (int tries = 0; reply.status() != 429 && tries < 200; tries++) {
            assertThat(reply.status()).as(reply.body()).isIn(200, 503);
            reply = nodes.rogue.deliver(Rogue.NONE);
        }
        assertThat(reply.status()).as(reply.body()).isEqualTo(429);
        assertThat(reply.body()).contains("More messages a second");
        nl.end(Base64Url.encode(agreement.hash()), "too slow");
        Eventually.holds(() -> nodes.rogue.deliver(Rogue.NONE).status() == 200);
    }

    private static void refuses(String body, String code) throws Exception {
        Rogue.Reply reply = nodes.rogue.agreements(body);
        assertThat(reply.status()).as(reply.body()).isBetween(400, 422);
        assertThat(reply.body()).contains(code);
    }
}
