package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.json.Json;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.postgres.SharedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;

/** What the environment does to a node: it says so, decides nothing, and heals by itself. */
class OutageIT extends NodesCase {
    private static final String PARTY = "acme-line";

    private static EmbeddedPostgres server;
    private static HttpClient acme;
    private static String token;

    @BeforeAll
    static void connect(EmbeddedPostgres shared) throws Exception {
        server = shared;
        acme = client("us", PARTY);
        token = token(site("us"), PARTY, acme);
    }

    @AfterAll
    static void disconnect() {
        acme.close();
    }

    private static boolean ready() throws Exception {
        HttpResponse<String> answer = send(acme, to(site("us"), "/health/ready"));
        description.covers("GET /health/ready", answer);
        return answer.statusCode() == 200;
    }

    /** That nothing was decided: 503, when to come again, and the same key is good then. */
    private static void isPutOff(HttpResponse<String> answer, String retryAfter) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains(retryAfter);
        description.covers("POST /v1/documents", answer);
    }

    @Test
    void a_full_disk_is_told_and_over_when_there_is_room() throws Exception {
        String database = nodes.usDatabase;
        SharedPostgres.run(
                server,
                database,
                """
                create function full_disk() returns trigger language plpgsql as
                $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$
                """,
                "create trigger full_disk before insert on log_entry"
                        + " execute function full_disk()",
                "create trigger full_disk before insert on room execute function full_disk()");

        isPutOff(submit(acme, token, "full"), "30");
        Eventually.holds(() -> !ready());
        assertThat(get(acme, token, "/v1/documents").path("documents").isArray()).isTrue();

        SharedPostgres.run(server, database, "drop function full_disk cascade");
        Eventually.holds(OutageIT::ready);
        assertThat(submit(acme, token, "full").statusCode()).isEqualTo(201);
    }

    @Test
    void a_database_that_is_gone_is_told_and_taken_up_again() throws Exception {
        String database = nodes.usDatabase;
        SharedPostgres.run(
                server,
                "postgres",
                "alter database " + database + " allow_connections false",
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                        + database
                        + "'");

        isPutOff(submit(acme, token, "gone"), "5");
        Eventually.holds(() -> !ready());

        SharedPostgres.run(
                server, "postgres", "alter database " + database + " allow_connections true");
        Eventually.holds(OutageIT::ready);
        assertThat(submit(acme, token, "gone").statusCode()).isEqualTo(201);
    }

    @Test
    void a_partner_that_does_not_answer_is_told_in_the_attempts() throws Exception {
        nodes.nl.stop();
        String id = Json.parse(submit(acme, token, "alone").body()).path("id").asText();
        String deliveries = "/v1/documents/" + id + "/deliveries";

        Eventually.holds(
                () -> get(acme, token, deliveries).at("/deliveries/0/attempts").size() > 1);
        for (JsonNode attempt : get(acme, token, deliveries).at("/deliveries/0/attempts")) {
            assertThat(attempt.path("outcome").asText()).isEqualTo("unavailable");
        }
        nodes.restartNl();
        Eventually.holds(() ->
                get(acme, token, deliveries)
                        .at("/deliveries/0/attempts/0/outcome")
                        .asText()
                        .equals("answered"));
        assertThat(get(acme, token, deliveries).at("/deliveries/0/state").asText())
                .isEqualTo("delivered");
    }
}
