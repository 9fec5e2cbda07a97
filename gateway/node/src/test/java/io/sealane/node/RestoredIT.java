package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.postgres.SharedPostgres;

import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An older copy of the database is brought back under a node, with the journal of the log's head of
 * that time, so that nothing else keeps it from going on: no partner has heard more either. What it
 * ended and whom it excluded since then stays so.
 */
class RestoredIT extends NodesCase {
    private static final String NL = "nl.sealane.example";
    private static final String PLATFORM = "*.platform.example";
    private static final String PARTY = "acme-line";

    @Test
    void nothing_is_exchanged_under_what_was_ended_before_a_restore(EmbeddedPostgres server)
            throws Exception {
        String id;
        try (var us = new Operator("us", description)) {
            id = us.inForceWith(NL).path("id").asText();
        }
        nodes.nl.stop(); // It hears nothing of what follows.
        nodes.us.stop();
        sql(server, "create database older template %s owner sealane");
        Path head = site("us").folder().resolve("data/log-1.head");
        byte[] then = Files.readAllBytes(head);
        nodes.restartUs();
        try (var us = new Operator("us", description)) {
            ObjectNode body = Json.object().put("subject", PLATFORM).put("reason", "law");
            assertThat(us.post("/v1/exclusions", "/v1/exclusions", body).statusCode())
                    .isEqualTo(201);
            assertThat(us.end(id, "sanctions").path("state").asText()).isEqualTo("ended");
        }
        nodes.us.stop();
        sql(server, "drop database %s with (force)");
        sql(server, "alter database older rename to %s");
        Files.write(head, then);

        nodes.restartUs();
        try (HttpClient acme = client("us", PARTY)) {
            HttpResponse<String> late = submit(acme, token(site("us"), PARTY, acme), "late");
            assertThat(late.body()).contains("no-agreement");
        }
        nodes.restartNl();
        try (var us = new Operator("us", description);
                var nl = new Operator("nl", description)) {
            // Logged anew, and told again.
            Eventually.holds(() -> us.state(id).equals("ended"));
            Eventually.holds(() -> nl.state(id).equals("ended"));
            assertThat(nl.agreement(id).path("reason").asText()).isEqualTo("sanctions");
            HttpResponse<String> list = us.get("/v1/exclusions", "/v1/exclusions");
            assertThat(list.body()).contains(PLATFORM);
        }
    }

    private static void sql(EmbeddedPostgres server, String statement) throws Exception {
        SharedPostgres.run(server, "postgres", statement.formatted(nodes.usDatabase));
    }
}
