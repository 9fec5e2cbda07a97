package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.ExclusionList;
import io.sealane.core.identity.Key;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Jws;
import io.sealane.node.party.PartyStatement;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.postgres.SharedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/** A node whose acts take two operators: one asks, another confirms, and it happens once. */
class ApprovalsIT extends NodesCase {
    private static final String NL = "nl.sealane.example";
    private static final String APPROVALS = "/v1/approvals";
    private static final String ONE = APPROVALS + "/{id}";
    private static final String EXCLUSIONS = "/v1/exclusions";
    private static final String PARTIES = "/v1/parties";

    private static Operator first;
    private static Operator second;
    private static Operator third;
    private static int parties;

    @BeforeAll
    static void hire() throws Exception {
        Deputy deputy = Deputy.of(site("us"), "deputy");
        Deputy other = Deputy.of(site("us"), "other-deputy");
        Deputy.needed(site("us"));
        nodes.us.stop();
        nodes.restartUs();
        first = new Operator("us", description);
        second = deputy.acts(description);
        third = other.acts(description);
    }

    @AfterAll
    static void dismiss() {
        first.close();
        second.close();
        third.close();
    }

    private static ObjectNode exclusion(String subject) {
        return Json.object().put("subject", subject).put("reason", "46 U.S.C. 50309");
    }

    private static ObjectNode party(String name) {
        parties++;
        return Json.object()
                .put("name", name)
                .put("certificate", Digest.base64Url("certificate of " + parties));
    }

    /** That it was only asked for; tells the id. */
    private static String asked(HttpResponse<String> answer) throws Exception {
        JsonNode approval = good(answer, 202).path("approval");
        assertThat(approval.path("state").asText()).isEqualTo("asked");
        String id = approval.path("id").asText();
        assertThat(answer.headers().firstValue("location")).hasValue(APPROVALS + "/" + id);
        return id;
    }

    private static JsonNode good(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Json.parse(answer.body());
    }

    private static HttpResponse<String> confirm(Operator as, String id) throws Exception {
        return as.post(APPROVALS + "/" + id, ONE);
    }

    private static void isRefused(HttpResponse<String> answer, int status, String code)
            throws Exception {
        assertThat(good(answer, status).path("code").asText()).isEqualTo(code);
    }

    private static String state(String id) throws Exception {
        return good(first.get(APPROVALS + "/" + id, ONE), 200).path("state").asText();
    }

    private static boolean isExcluded(String subject) throws Exception {
        return first.get(EXCLUSIONS, EXCLUSIONS).body().contains('"' + subject + '"');
    }

    private static boolean isParty(String name) throws Exception {
        return first.get(PARTIES + "/" + name, PARTIES + "/{name}").statusCode() == 200;
    }

    @Test
    void one_operator_alone_changes_nothing_and_the_second_does_it() throws Exception {
        String subject = "*.platform.example";
        String id = asked(first.post(EXCLUSIONS, EXCLUSIONS, exclusion(subject)));
        assertThat(isExcluded(subject)).isFalse();
        assertThat(first.get(APPROVALS, APPROVALS).body()).contains(id);

        isRefused(confirm(first, id), 403, "same-operator");
        assertThat(isExcluded(subject)).isFalse();

        JsonNode done = good(confirm(second, id), 200);
        assertThat(isExcluded(subject)).isTrue();
        assertThat(done.path("state").asText()).isEqualTo("done");
        assertThat(done.path("decidedBy").asText()).isEqualTo("deputy");
        // Both names stand in what the act signs, and in a statement of its own.
        ExclusionList list = ExclusionList.parse(done.at("/answer/signed").asText());
        assertThat(list.by()).isEqualTo("operator+deputy");
        isStated(done);
        // A repetition is told and does nothing.
        assertThat(good(confirm(third, id), 200).has("answer")).isFalse();
        long number = good(first.get(EXCLUSIONS, EXCLUSIONS), 200).path("number").asLong();
        assertThat(number).isEqualTo(list.number());

        String lift = EXCLUSIONS + "/" + subject;
        String lifted = asked(second.delete(lift, EXCLUSIONS + "/{subject}"));
        assertThat(isExcluded(subject)).isTrue();
        good(confirm(first, lifted), 200);
        assertThat(isExcluded(subject)).isFalse();
    }

    private static void isStated(JsonNode done) throws Exception {
        Jws said = Jws.parse(done.path("signed").asText(), "sealane-approval+jwt");
        Key federation = site("us").keys().federationKey();
        said.verify(federation, io.sealane.core.identity.Code.BAD_SIGNATURE);
        JsonNode claims = said.claims();
        assertThat(claims.path("by").asText()).isEqualTo("operator");
        assertThat(claims.path("confirmedBy").asText()).isEqualTo("deputy");
        assertThat(claims.path("path").asText()).isEqualTo(EXCLUSIONS);
        assertThat(claims.path("body").asText())
                .isEqualTo(Digest.base64Url(Json.text(done.path("body"))));
        JsonNode leaf = Json.parse(done.at("/leaf/statement").asText());
        assertThat(leaf.path("kind").asText()).isEqualTo("key");
        assertThat(leaf.path("subject").asText()).isEqualTo("approval");
        assertThat(leaf.path("hash").asText())
                .isEqualTo(Digest.base64Url(done.path("signed").asText()));
    }

    @Test
    void an_agreement_is_offered_and_countersigned_by_two_and_ended_by_one() throws Exception {
        JsonNode agreed = first.inForceWith(NL);
        String id = agreed.path("id").asText();
        ObjectNode terms = agreed.path("terms").deepCopy();
        terms.remove("id");
        terms.put("supersedes", id);
        String offer = asked(first.post("/v1/agreements", "/v1/agreements", terms));
        JsonNode shown = good(second.get(APPROVALS + "/" + offer, ONE), 200);
        assertThat(shown.at("/body/id").asText()).startsWith("urn:uuid:");
        JsonNode done = good(confirm(second, offer), 200);
        String successor = done.at("/answer/id").asText();
        assertThat(done.at("/answer/terms")).isEqualTo(shown.path("body"));

        try (var nl = new Operator("nl", description)) {
            Eventually.holds(() -> nl.state(successor).equals("proposed"));
            nl.countersign(successor);
            Eventually.holds(() -> first.state(successor).equals("in-force"));
            terms.put("supersedes", successor);
            String theirs = nl.propose(terms).path("id").asText();
            Eventually.holds(() -> first.state(theirs).equals("proposed"));
            String path = "/v1/agreements/" + theirs + "/countersign";
            String signs = asked(first.post(path, "/v1/agreements/{id}/countersign"));
            assertThat(first.state(theirs)).isEqualTo("proposed");
            good(confirm(third, signs), 200);
            Eventually.holds(() -> nl.state(theirs).equals("in-force"));
            // What only closes needs nobody else.
            assertThat(first.end(theirs, "over").path("state").asText()).isEqualTo("ended");
        }
    }

    @Test
    void parties_and_their_keys_take_two() throws Exception {
        String id = asked(first.post(PARTIES, PARTIES, party("two-line")));
        assertThat(isParty("two-line")).isFalse();
        JsonNode registered = good(confirm(second, id), 200).path("answer");
        PartyStatement said = PartyStatement.parse(registered.path("signed").asText());
        assertThat(said.by()).isEqualTo("operator+deputy");

        String one = PARTIES + "/two-line";
        ObjectNode change = Json.object();
        change.putArray("scopes").add("inbox");
        String changed = asked(second.patch(one, PARTIES + "/{name}", change));
        assertThat(first.get(one, PARTIES + "/{name}").body()).doesNotContain("inbox");
        good(confirm(first, changed), 200);
        assertThat(first.get(one, PARTIES + "/{name}").body()).contains("inbox");

        String ended = asked(first.delete(one, PARTIES + "/{name}"));
        assertThat(first.get(one, PARTIES + "/{name}").body()).doesNotContain("\"ended\"");
        good(confirm(third, ended), 200);
        assertThat(first.get(one, PARTIES + "/{name}").body()).contains("\"ended\"");
    }

    @Test
    void what_cannot_be_is_refused_when_it_is_asked_for_or_for_good_when_confirmed()
            throws Exception {
        isRefused(first.post(EXCLUSIONS, EXCLUSIONS, exclusion("no host")), 400, "invalid-request");
        isRefused(first.delete(PARTIES + "/nobody", PARTIES + "/{name}"), 404, "not-found");
        isRefused(confirm(second, "0"), 404, "not-found");
        String late = asked(first.delete(EXCLUSIONS + "/x.example", EXCLUSIONS + "/{subject}"));
        isRefused(confirm(second, late), 404, "not-found");
        assertThat(state(late)).isEqualTo("refused");
        isRefused(confirm(second, late), 400, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"withdrawn", "expired"})
    void what_is_over_is_not_done(String how) throws Exception {
        String name = how + "-line";
        String id = asked(first.post(PARTIES, PARTIES, party(name)));
        String one = APPROVALS + "/" + id;
        if (how.equals("withdrawn")) {
            assertThat(good(first.delete(one, ONE), 200).path("state").asText()).isEqualTo(how);
            isRefused(confirm(second, id), 400, "invalid-request");
        } else {
            SharedPostgres.run(
                    postgres,
                    nodes.usDatabase,
                    "update approval set confirm_until = now() where id = '" + id + "'");
            isRefused(confirm(second, id), 422, "expired");
            isRefused(second.delete(one, ONE), 422, "expired");
        }
        assertThat(state(id)).isEqualTo(how);
        assertThat(isParty(name)).isFalse();
    }

    @Test
    void what_was_asked_for_outlasts_a_restart(EmbeddedPostgres server) throws Exception {
        String id = asked(first.post(PARTIES, PARTIES, party("patient-line")));
        nodes.us.stop();
        // As if the process had died while somebody confirmed it.
        SharedPostgres.run(
                server,
                nodes.usDatabase,
                "update approval set claimed_until = now() + interval '1 second' where id = '%s'"
                        .formatted(id));
        nodes.restartUs();
        assertThat(state(id)).isEqualTo("asked");
        Eventually.holds(() -> confirm(second, id).statusCode() == 200);
        assertThat(isParty("patient-line")).isTrue();
    }

    @Test
    void confirmations_at_once_do_it_once() throws Exception {
        long before = number(asked(first.post(PARTIES, PARTIES, party("line-before"))));
        String id = asked(first.post(PARTIES, PARTIES, party("raced-line")));
        List<HttpResponse<String>> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<HttpResponse<String>>> all =
                    List.of(second, third, second, third).stream()
                            .map(as ->
                                    CompletableFuture.supplyAsync(() -> confirmed(as, id), threads))
                            .toList();
            answers = all.stream().map(CompletableFuture::join).toList();
        }
        assertThat(answers).allMatch(one -> Set.of(200, 503).contains(one.statusCode()));
        assertThat(answers).filteredOn(one -> one.body().contains("\"answer\"")).hasSize(1);
        assertThat(number(asked(first.post(PARTIES, PARTIES, party("line-after")))))
                .isEqualTo(before + 2);
    }

    private static HttpResponse<String> confirmed(Operator as, String id) {
        try {
            return confirm(as, id);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** Of the statement that is made when it is confirmed. */
    private static long number(String id) throws Exception {
        return good(confirm(second, id), 200).at("/answer/number").asLong();
    }
}
