package io.sealane.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.certs.Federation;
import io.sealane.certs.Plan.Ports;
import io.sealane.certs.ThreeNations;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class ClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final UUID ID = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    private static final String ACCEPTED =
            """
            {"id":"%s","type":"transport-document/1.0","warnings":[],"deliveries":[],"later":1,
             "receipt":{"statement":"{}","blinding":"AA","index":3,"proof":[],"checkpoint":"c"}}
            """
                    .formatted(ID);

    @TempDir private static Path folder;

    private static Federation federation;

    private FakeNode node;
    private Client client;

    @BeforeAll
    static void makeKeys() throws IOException {
        var plan = ThreeNations.plan(() -> new Ports(1, 2, 3));
        federation = Federation.write(plan, folder, Instant.now(), Catalogue.bundled());
    }

    @BeforeEach
    void open() throws Exception {
        node = new FakeNode(federation.site("us"));
        client = Client.of(profile(), PATIENCE);
    }

    @AfterEach
    void close() {
        client.close();
        node.close();
    }

    @Test
    void fetches_one_token_for_many_calls_and_shows_its_certificate() {
        node.willGiveTokens(1);
        node.will("/log/1/checkpoint", 200, "one").will("/log/1/checkpoint", 200, "two");

        assertThat(client.log("1/checkpoint")).asString().isEqualTo("one");
        assertThat(client.log("1/checkpoint")).asString().isEqualTo("two");

        assertThat(node.asked("/oauth/token"))
                .singleElement()
                .satisfies(asked -> {
                    assertThat(asked.body())
                            .isEqualTo("grant_type=client_credentials&client_id=acme-line");
                    assertThat(asked.peer()).contains("acme-line@us.sealane.example");
                });
        assertThat(node.asked("/log/1/checkpoint"))
                .extracting(asked -> asked.headers().getFirst("Authorization"))
                .containsOnly("Bearer token-1");
    }

    @Test
    void fetches_another_token_when_one_ended_early() {
        node.willGiveTokens(2);
        node.will("/log/1/checkpoint", 401, "{}").will("/log/1/checkpoint", 200, "ok");

        assertThat(client.log("1/checkpoint")).asString().isEqualTo("ok");
        assertThat(client.token()).isEqualTo("token-2");
    }

    @Test
    void renews_a_token_that_ends_within_a_minute() {
        node.will("/oauth/token", 200, "{\"access_token\":\"short\",\"expires_in\":60}");
        node.will("/oauth/token", 200, "{\"access_token\":\"long\",\"expires_in\":300}");

        assertThat(client.token()).isEqualTo("short");
        assertThat(client.token()).isEqualTo("long");
        assertThat(client.token()).isEqualTo("long");
    }

    @Test
    void repeats_a_submission_under_its_idempotency_key_until_the_node_can() throws Exception {
        node.willGiveTokens(1);
        node.will("/v1/documents", 503, "{}", Map.of("Retry-After", "0"));
        node.will("/v1/documents", 409, "{\"code\":\"idempotency-in-flight\"}");
        node.will("/v1/documents", 429, "{}");
        node.will("/v1/documents", 201, ACCEPTED);

        Accepted accepted =
                client.submit(
                        "transport-document/1.0",
                        List.of(new Addressee("a@nl.sealane.example", "terminal")),
                        Json.parse("{\"x\":1}"),
                        "key-1");

        assertThat(accepted.id()).isEqualTo(ID);
        assertThat(accepted.receipt().index()).isEqualTo(3);
        List<FakeNode.Asked> asked = node.asked("/v1/documents");
        assertThat(asked)
                .extracting(one -> one.headers().getFirst("Idempotency-Key"))
                .containsExactly("key-1", "key-1", "key-1", "key-1");
        assertThat(asked).extracting(FakeNode.Asked::body).containsOnly(asked.getFirst().body());
        JsonNode body = Json.parse(asked.getFirst().body());
        assertThat(body.path("recipients").path(0).path("role").textValue()).isEqualTo("terminal");
        assertThat(body.path("document").path("x").intValue()).isEqualTo(1);
    }

    @Test
    void a_refusal_is_a_problem_and_is_not_repeated() {
        node.willGiveTokens(1);
        node.will(
                "/v1/documents/" + ID,
                404,
                """
                {"type":"urn:sealane:problem:not-found","title":"Not found","code":"not-found",
                 "detail":"No such document.","pointer":"/id"}
                """);

        assertThatThrownBy(() -> client.document(ID))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.status()).isEqualTo(404);
                            assertThat(problem.code()).isEqualTo("not-found");
                            assertThat(problem).hasMessage("No such document.");
                            assertThat(problem.pointer()).isEqualTo("/id");
                        });
        assertThat(node.asked("/v1/documents/" + ID)).hasSize(1);
    }

    @Test
    void a_problem_without_a_document_still_says_its_status() {
        node.willGiveTokens(1);
        node.will("/log/nothing", 404, "<html>");

        assertThatThrownBy(() -> client.log("nothing"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("http-404"));
    }

    @Test
    void gives_up_as_an_outage_when_patience_ends() throws Exception {
        try (Client hasty = Client.of(profile(), Duration.ofMillis(50))) {
            node.will("/oauth/token", 503, "{}", Map.of("Retry-After", "60"));

            assertThatThrownBy(hasty::token).isInstanceOf(Outage.class).hasMessageContaining("503");
        }
        assertThat(node.asked("/oauth/token")).hasSize(1);
    }

    @Test
    void a_node_of_another_authority_is_not_spoken_to() throws Exception {
        node.willGiveTokens(1);
        Profile own = profile();
        Path stranger = folder.resolve("nl/authority/ca.pem");
        var deceived =
                new Profile(own.party(), own.address(), own.certificate(), own.key(), stranger);

        try (Client wary = Client.of(deceived, Duration.ofMillis(50))) {
            assertThatThrownBy(wary::token).isInstanceOf(Outage.class);
        }
        assertThat(node.asked("/oauth/token")).isEmpty();
    }

    @Test
    void reads_the_inbox_with_cursor_and_wait_as_the_node_writes_it() {
        node.willGiveTokens(1);
        node.will(
                "/v1/inbox?after=c%2F1&limit=10&wait=2",
                200,
                """
                {"items":[{"id":"%s","type":"t/1.0","from":"a@us.sealane.example",
                  "role":"terminal","party":"b@nl.sealane.example","receivedAt":"now","index":7,
                  "classes":["routing"],"document":{"y":2},"acknowledgement":null}],"next":"c/2"}
                """
                        .formatted(ID));

        Inbox inbox = client.inbox("c/1", Duration.ofSeconds(2), 10);

        assertThat(inbox.next()).isEqualTo("c/2");
        assertThat(inbox.items())
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.index()).isEqualTo(7);
                    assertThat(item.document().path("y").intValue()).isEqualTo(2);
                });
    }

    @Test
    void evidence_comes_byte_for_byte() {
        node.willGiveTokens(1);
        node.will("/v1/documents/" + ID + "/evidence?delivery=" + ID, 200, "{\"a\" :1}\n ");

        node.will("/v1/documents/" + ID + "/receipt", 200, "{\"b\" :1}\n ");

        assertThat(client.evidence(ID, ID)).asString().isEqualTo("{\"a\" :1}\n ");
        assertThat(client.receipt(ID)).asString().isEqualTo("{\"b\" :1}\n ");
    }

    @Test
    void a_profile_without_an_address_is_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.json"), "{\"party\":\"a@b.example\"}");

        assertThatThrownBy(() -> Profile.read(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("address");
    }

    /** The profile as written for acme-line, at the fake's address. */
    private Profile profile() throws Exception {
        Profile read = Profile.read(folder.resolve("us/parties/acme-line/profile.json"));
        return new Profile(
                read.party(),
                URI.create("https://127.0.0.1:" + node.port()),
                read.certificate(),
                read.key(),
                read.authority());
    }
}
