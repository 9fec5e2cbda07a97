package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.ExclusionList;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;

/** A partner that is excluded while agreements with it are in force, and a stranger that was. */
class ExclusionsIT extends NodesCase {
    private static final String PARTY = "acme-line";
    private static final String NL = "nl.sealane.example";
    private static final String EXCLUSIONS = "/v1/exclusions";

    private static Operator us;
    private static Operator nl;
    private static Stranger stranger;

    @BeforeAll
    static void connect() throws Exception {
        us = new Operator("us", description);
        nl = new Operator("nl", description);
        stranger = new Stranger();
    }

    @AfterAll
    static void disconnect() {
        us.close();
        nl.close();
        stranger.close();
    }

    private static JsonNode exclude(String subject) throws Exception {
        ObjectNode body = Json.object().put("subject", subject).put("reason", "46 U.S.C. 50309");
        HttpResponse<String> answer = us.post(EXCLUSIONS, EXCLUSIONS, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.parse(answer.body());
    }

    private static JsonNode readmit(String subject) throws Exception {
        HttpResponse<String> answer =
                us.delete(EXCLUSIONS + "/" + subject, EXCLUSIONS + "/{subject}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private static void isExcluded(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(Json.parse(answer.body()).path("code").asText()).isEqualTo("excluded");
    }

    private static ObjectNode terms(JsonNode agreement) {
        ObjectNode terms = agreement.path("terms").deepCopy();
        terms.remove("id");
        terms.remove("supersedes");
        return terms;
    }

    @Test
    void who_is_excluded_is_no_partner_any_more_on_both_sides_and_may_come_back() throws Exception {
        JsonNode agreed = us.inForceWith(NL);
        String id = agreed.path("id").asText();
        String waiting = us.propose(terms(agreed)).path("id").asText();
        Eventually.holds(() -> nl.state(waiting).equals("proposed"));

        JsonNode answer = exclude(NL);
        assertThat(answer.path("ended").toString()).contains(id, waiting);
        long number = isSigned(answer);
        assertThat(us.state(id)).isEqualTo("ended");
        assertThat(us.agreement(id).path("reason").asText()).isEqualTo("excluded");
        Eventually.holds(() -> nl.state(id).equals("ended"));
        Eventually.holds(() -> nl.state(waiting).equals("ended"));
        try (HttpClient acme = client("us", PARTY)) {
            HttpResponse<String> refused = submit(acme, token(site("us"), PARTY, acme), "late");
            // The other node may have said by then that its parties take nothing from here.
            assertThat(refused.statusCode()).as(refused.body()).isIn(403, 422);
            assertThat(refused.body()).containsAnyOf("no-agreement", "role-not-held");
        }

        isExcluded(us.post("/v1/agreements", "/v1/agreements", terms(agreed)));
        // The other side offers: refused at the wire, and so ended where it was made.
        String offered = nl.propose(terms(agreed)).path("id").asText();
        Eventually.holds(() -> nl.state(offered).equals("ended"));
        assertThat(us.state(offered)).isEmpty();

        JsonNode again = readmit(NL);
        assertThat(isSigned(again)).isEqualTo(number + 1);
        assertThat(ExclusionList.parse(again.path("signed").asText()).prev())
                .isEqualTo(Base64Url.encode(ExclusionList.hash(answer.path("signed").asText())));
        assertThat(again.path("exclusions")).isEmpty();
        assertThat(us.state(id)).isEqualTo("ended");
        String anew = nl.propose(terms(agreed)).path("id").asText();
        Eventually.holds(() -> us.state(anew).equals("proposed"));
        us.countersign(anew);
        Eventually.holds(() -> nl.state(anew).equals("in-force"));
    }

    private static long isSigned(JsonNode answer) throws Exception {
        String compact = answer.path("signed").asText();
        ExclusionList.verify(compact, site("us").keys().federationKey());
        ExclusionList list = ExclusionList.parse(compact);
        assertThat(list.number()).isEqualTo(answer.path("number").asLong());
        assertThat(list.by()).isEqualTo("operator");
        assertThat(list.node()).isEqualTo("us.sealane.example");
        return list.number();
    }

    @Test
    void a_stranger_is_refused_by_its_name_its_domain_and_its_key() throws Exception {
        ObjectNode partner =
                Json.object()
                        .put("address", stranger.address())
                        .put("fingerprint", stranger.fingerprint());
        ObjectNode everybody = Json.object().put("subject", "*.example").put("reason", "all");
        HttpResponse<String> itself = us.post(EXCLUSIONS, EXCLUSIONS, everybody);
        assertThat(itself.statusCode()).as(itself.body()).isEqualTo(400);
        for (String subject : List.of(Stranger.NAME, stranger.fingerprint())) {
            exclude(subject);
            isExcluded(us.post("/v1/partners", "/v1/partners", partner));
            readmit(subject);
        }
        HttpResponse<String> added = us.post("/v1/partners", "/v1/partners", partner);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        HttpResponse<String> gone =
                us.delete(EXCLUSIONS + "/" + Stranger.NAME, EXCLUSIONS + "/{subject}");
        assertThat(gone.statusCode()).isEqualTo(404);
    }
}
