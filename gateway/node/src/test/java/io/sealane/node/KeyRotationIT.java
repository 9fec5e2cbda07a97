package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.audit.EvidenceAudit;
import io.sealane.audit.Report;
import io.sealane.audit.Trust;
import io.sealane.certs.Site;
import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.document.Catalogue;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Every key of two nodes is succeeded by another while they exchange: nothing is lost or refused,
 * and one trust file verifies what was signed before and after. Then one is stolen.
 */
@NodesCase.Fresh
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // The first test in order makes what the others use.
class KeyRotationIT extends NodesCase {
    private static final String US = "us.sealane.example";
    private static final String NL = "nl.sealane.example";
    private static final String PARTY = "acme-line";

    /** From when the new keys are read to when the first of them signs. */
    private static final Duration NOTICE = Duration.ofSeconds(12);

    private static final int BEFORE = 10;
    private static final int AFTER = 20;
    private static final long PACE_MILLIS = 100;

    private static Operator us;
    private static Operator nl;
    private static HttpClient acme;
    private static String token;
    private static SecondKeys usNext;
    private static SecondKeys nlNext;
    private static Trust trust;
    private static final List<String> sent = new ArrayList<>();
    private static byte[] first = new byte[0];

    @BeforeAll
    static void meet() throws Exception {
        us = new Operator("us", description);
        nl = new Operator("nl", description);
        acme = client("us", PARTY);
        token = token(site("us"), PARTY, acme);
        add(us, site("nl"));
        add(nl, site("us"));
        agree(terms());
    }

    @AfterAll
    static void part() {
        us.close();
        nl.close();
        acme.close();
    }

    private static void add(Operator operator, Site other) throws Exception {
        ObjectNode partner =
                Json.object()
                        .put("address", "https://127.0.0.1:" + other.node().ports().api())
                        .put("fingerprint", other.keys().federationKey().kid());
        var added = operator.post("/v1/partners", "/v1/partners", partner);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    }

    /** Those of the development federation, with a second signature for the terminal. */
    private static ObjectNode terms() throws Exception {
        Path signed = site("us").folder().resolve("agreements/nl.json");
        ObjectNode terms = terms(Agreement.parse(Files.readAllBytes(signed)));
        terms.remove("id");
        for (JsonNode grant : terms.path("grants")) {
            if (grant.path("role").asText().equals("terminal")) {
                ((ObjectNode) grant).putArray("signatures").add("ES256").add("ML-DSA-65");
            }
        }
        return terms;
    }

    private static String agree(ObjectNode terms) throws Exception {
        String id = us.propose(terms).path("id").asText();
        Eventually.holds(() -> nl.state(id).equals("proposed"));
        nl.countersign(id);
        Eventually.holds(() -> us.state(id).equals("in-force"));
        return id;
    }

    /** Hands documents in, one after the other, until it is told to stop. */
    private static Thread load(AtomicBoolean enough, List<String> failures) {
        return Thread.ofVirtual()
                .start(() -> {
                    var never = new CountDownLatch(1);
                    try {
                        for (int i = 0; !enough.get(); i++) {
                            HttpResponse<String> answer = submit(acme, token, "load-" + i);
                            if (answer.statusCode() == 201) {
                                synchronized (sent) {
                                    sent.add(Json.parse(answer.body()).path("id").asText());
                                }
                            } else {
                                failures.add(answer.body());
                            }
                            boolean _ = never.await(PACE_MILLIS, TimeUnit.MILLISECONDS);
                        }
                    } catch (Exception e) {
                        failures.add(e.toString());
                    }
                });
    }

    private static int count() {
        synchronized (sent) {
            return sent.size();
        }
    }

    private static JsonNode delivery(String document) throws Exception {
        return get(acme, token, "/v1/documents/" + document + "/deliveries").at("/deliveries/0");
    }

    private static byte[] evidence(String document) throws Exception {
        return Json.canonical(get(acme, token, "/v1/documents/" + document + "/evidence"));
    }

    private static String issuer(byte[] evidence) throws Exception {
        return kid(Json.parse(evidence).path("presentation").asText(), 0);
    }

    private static String presenter(byte[] evidence) throws Exception {
        String presentation = Json.parse(evidence).path("presentation").asText();
        return kid(presentation, presentation.lastIndexOf('~') + 1);
    }

    private static String kid(String presentation, int from) throws Exception {
        String header = presentation.substring(from, presentation.indexOf('.', from));
        return Json.parse(Base64Url.decode(header)).path("kid").asText();
    }

    private static Report audit(byte[] evidence, Trust by) {
        return EvidenceAudit.verify(evidence, by, Catalogue.bundled());
    }

    private static void holds(byte[] evidence) {
        Report report = audit(evidence, trust);
        assertThat(report.outcome()).as("%s", report.lines()).isEqualTo("delivered");
    }

    @Test
    @Order(1)
    void every_key_of_both_nodes_is_succeeded_under_load_and_nothing_is_lost_or_refused()
            throws Exception {
        var enough = new AtomicBoolean();
        List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        Thread load = load(enough, failures);
        Eventually.holds(() -> count() >= BEFORE);
        String early = sent.getFirst();
        Eventually.holds(() -> delivery(early).path("state").asText().equals("delivered"));
        first = evidence(early);

        Instant begin = Instant.now().plus(NOTICE);
        usNext = SecondKeys.add(site("us"), begin);
        nlNext = SecondKeys.add(site("nl"), begin);
        trust = trust();
        Eventually.holds(() -> !Instant.now().isBefore(begin));
        Eventually.holds(() -> usNext.areCurrent(us) && nlNext.areCurrent(nl));
        int turned = count();
        Eventually.holds(() -> count() >= turned + AFTER);
        enough.set(true);
        load.join();

        assertThat(failures).isEmpty();
        for (String document : sent) {
            Eventually.holds(() -> delivery(document).path("state").asText().equals("delivered"));
        }
        assertThat(log.since(0)).doesNotContain("event=refused ", "event=rejected ");
        var inbox = new HashSet<String>();
        for (JsonNode item : received()) {
            assertThat(inbox.add(item.path("id").asText())).isTrue();
        }
        assertThat(inbox).hasSameSizeAs(sent);
    }

    /** All that the terminal at nl received, page by page. */
    private static List<JsonNode> received() throws Exception {
        Site site = site("nl");
        String terminal = "rotterdam-terminal";
        var all = new ArrayList<JsonNode>();
        try (HttpClient client = client("nl", terminal)) {
            String bearer = "Bearer " + token(site, terminal, client);
            String after = "";
            while (true) {
                var request =
                        to(site, "/v1/inbox?limit=200" + after).header("Authorization", bearer);
                JsonNode page = Json.parse(send(client, request).body());
                ArrayNode items = (ArrayNode) page.path("items");
                if (items.isEmpty()) {
                    return all;
                }
                items.forEach(all::add);
                after = "&after=" + page.path("next").asText();
            }
        }
    }

    /** Both sets of keys in one file. */
    private static Trust trust() throws Exception {
        ObjectNode json =
                Json.parseObject(
                        Files.readAllBytes(nodes.federation.folder().resolve("trust.json")));
        for (JsonNode node : json.path("nodes")) {
            String name = node.path("node").asText();
            if (name.equals(US)) {
                usNext.addTo((ObjectNode) node);
            } else if (name.equals(NL)) {
                nlNext.addTo((ObjectNode) node);
            }
        }
        return Trust.parse(Json.canonical(json));
    }

    @Test
    @Order(2)
    void what_was_signed_before_and_after_is_verified_with_one_trust_file() throws Exception {
        byte[] last = evidence(sent.getLast());
        byte[] firstAgain = evidence(sent.getFirst());
        assertThat(issuer(first)).isEqualTo(site("us").keys().issuingKey().kid());
        assertThat(presenter(first)).isEqualTo(site("us").keys().presentationKey().kid());
        assertThat(issuer(last)).isEqualTo(usNext.kid("issuing"));
        assertThat(presenter(last)).isEqualTo(usNext.kid("presentation"));
        holds(first);
        holds(firstAgain);
        holds(last);
        byte[] old = Files.readAllBytes(nodes.federation.folder().resolve("trust.json"));
        assertThat(audit(first, Trust.parse(old)).holds()).isTrue();
        assertThat(audit(last, Trust.parse(old)).holds()).isFalse();
    }

    @Test
    @Order(3)
    void the_new_federation_keys_agree_on_a_successor() throws Exception {
        JsonNode before = us.inForceWith(NL);
        ObjectNode terms = terms().put("supersedes", before.path("id").asText());
        String id = agree(terms);
        assertThat(us.agreement(id).at("/signed/signatures").findValuesAsText("protected"))
                .extracting(header -> Json.parse(Base64Url.decode(header)).path("kid").asText())
                .containsExactly(usNext.kid("federation"), nlNext.kid("federation"));
        String document = Json.parse(submit(acme, token, "successor").body()).path("id").asText();
        Eventually.holds(() -> delivery(document).path("state").asText().equals("delivered"));
        holds(evidence(document));
    }

    @Test
    @Order(4)
    void a_node_reads_all_of_its_database_without_the_old_storage_key() throws Exception {
        List<JsonNode> before = received();
        SecondKeys.remove(site("nl"), "storage");
        nodes.nl.stop();
        nodes.restartNl();
        assertThat(received()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void what_a_stolen_key_signed_later_holds_no_more() throws Exception {
        Instant taken = Instant.now();
        String stolen = usNext.kid("presentation");
        String late = Json.parse(submit(acme, token, "late").body()).path("id").asText();
        Eventually.holds(() -> delivery(late).path("state").asText().equals("delivered"));
        byte[] after = evidence(late);
        byte[] earlier = evidence(sent.getLast());
        assertThat(presenter(after)).isEqualTo(stolen);
        ObjectNode revocation =
                Json.object()
                        .put("kid", stolen)
                        .put("since", taken.toString())
                        .put("reason", "a laptop was lost");
        EntityConfiguration before = configuration();
        HttpResponse<String> said =
                us.post("/v1/keys/revocations", "/v1/keys/revocations", revocation);
        assertThat(said.statusCode()).as(said.body()).isEqualTo(201);
        // However soon: of two of one second a partner would go by the first.
        assertThat(configuration().issuedAt()).isAfter(before.issuedAt());

        Trust knows = knowing(configuration());
        assertThat(knows.nodes().getFirst().revoked()).containsOnlyKeys(stolen);
        Report report = audit(after, knows);
        assertThat(report.outcome()).isEqualTo("rejected");
        assertThat(report.lines().toString()).contains("key-revoked");
        assertThat(audit(earlier, knows).outcome()).isEqualTo("delivered");
        holds(after); // Who does not know it, cannot tell.

        // The node goes on with the key that is left.
        String next = Json.parse(submit(acme, token, "next").body()).path("id").asText();
        Eventually.holds(() -> delivery(next).path("state").asText().equals("delivered"));
        byte[] good = evidence(next);
        assertThat(presenter(good)).isEqualTo(site("us").keys().presentationKey().kid());
        assertThat(audit(good, knows).outcome()).isEqualTo("delivered");
    }

    /** What us says of itself to anybody. */
    private static EntityConfiguration configuration() throws Exception {
        HttpResponse<String> answer = send(acme, to(site("us"), EntityConfiguration.PATH));
        assertThat(answer.statusCode()).isEqualTo(200);
        return EntityConfiguration.parse(answer.body(), Instant.now());
    }

    /** What an auditor enters. */
    private static Trust knowing(EntityConfiguration configuration) throws Exception {
        ObjectNode json = trust.toJson();
        ArrayNode revoked = ((ObjectNode) json.at("/nodes/0")).putArray("revoked");
        configuration
                .revoked()
                .forEach((kid, since) ->
                        revoked.addObject()
                                .put("kid", kid)
                                .put("compromisedSince", since.toString()));
        return Trust.parse(Json.canonical(json));
    }
}
