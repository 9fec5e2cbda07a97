package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.certs.KeyPairs;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.json.Json;
import io.sealane.node.Rogue.Reply;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.net.http.HttpClient;
import java.util.List;
import java.util.UUID;

/** Real deliveries in the wrong place: sent again, elsewhere, by another, after a long time. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplaysIT extends DeliveriesCase {
    @Test
    void what_another_node_bound_is_refused_from_whoever_forwards_it() throws Exception {
        KeySigner us = KeyPairs.signer(site("us").keys().presentation());
        // As us sent it to sg, as it stands.
        isRefusedWithoutTrace(
                403,
                "wrong-audience",
                () ->
                        rogue.deliver(draft -> {
                            draft.presenter = us;
                            draft.audience = "sg.sealane.example";
                            draft.channel = "us.sealane.example/1>sg.sealane.example";
                        }));
        // A real delivery of us to nl, as sg may have come by it.
        String captured = captured();
        isRefusedWithoutTrace(
                403, "wrong-peer", () -> rogue.deliver(draft -> draft.wire = text -> captured));
        // Bound again by sg: the issuer's token still says who may present it.
        String token = captured.substring(0, captured.indexOf('~'));
        isRefusedForGood("malformed-token", draft -> draft.token = text -> token);
    }

    /** A presentation that us made for nl. */
    private static String captured() throws Exception {
        try (HttpClient acme = client("us", "acme-line")) {
            String token = token(site("us"), "acme-line", acme);
            String answer = submit(acme, token, UUID.randomUUID().toString()).body();
            String path = "/v1/documents/" + Json.parse(answer).path("id").asText();
            Eventually.holds(() ->
                    get(acme, token, path).at("/deliveries/0/state").asText().equals("delivered"));
            return get(acme, token, path + "/evidence").path("presentation").asText();
        }
    }

    @Test
    void a_delivery_is_refused_by_every_node_but_its_reader() throws Exception {
        Rogue.Made made = rogue.made(Rogue.NONE);
        List<String> inbox = inbox();
        Reply elsewhere = rogue.post(site("us"), rogue.batch(List.of(made), 0));
        assertThat(elsewhere.status()).as(elsewhere.body()).isEqualTo(403);
        assertThat(elsewhere.json().path("code").asText()).isEqualTo("wrong-audience");
        assertThat(inbox()).isEqualTo(inbox);
        isTaken(rogue.post(rogue.batch(made)));
    }

    @Test
    void a_replay_under_other_headers_is_the_same_replay() throws Exception {
        Rogue.Made made = rogue.made(Rogue.NONE);
        Reply first = rogue.post(rogue.batch(made));
        isTaken(first);
        List<String> inbox = received();
        for (List<String> header :
                List.of(
                        List.of("X-Forwarded-For", "203.0.113.9"),
                        List.of("Forwarded", "for=203.0.113.9;host=us.sealane.example"),
                        List.of("X-Forwarded-Client-Cert", "Subject=\"CN=us.sealane.example\""),
                        List.of("Idempotency-Key", "another"),
                        List.of("Content-Type", "application/jsonl; charset=utf-8"))) {
            byte[] batch = rogue.batch(made);
            Reply again =
                    rogue.post(
                            batch,
                            request -> request.setHeader(header.getFirst(), header.getLast()));
            assertThat(again.status()).as("%s %s", header, again.body()).isEqualTo(200);
            assertThat(again.receipt()).isEqualTo(first.receipt());
        }
        byte[] batch = rogue.batch(made);
        Reply typed = rogue.post(batch, request -> request.setHeader("Content-Type", "text/json"));
        assertThat(typed.status()).isEqualTo(415);
        Reply packed = rogue.post(batch, request -> request.setHeader("Content-Encoding", "gzip"));
        assertThat(packed.status()).isEqualTo(415);
        assertThat(received()).isEqualTo(inbox);
        isTaken(rogue.deliver(Rogue.NONE));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void a_replay_after_many_others_gets_its_first_receipt() throws Exception {
        List<Rogue.Made> many = rogue.made(512);
        Reply first = rogue.post(rogue.batch(many));
        isTaken(first);
        isTaken(rogue.deliver(Rogue.NONE));
        long number = number();
        Reply again = rogue.post(rogue.batch(many.getFirst()));
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.receipt()).isEqualTo(first.receipt());
        assertThat(number()).isEqualTo(number);
    }
}
