package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.KeyPairs;
import io.sealane.core.disclosure.PartySeal;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.json.Json;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** A party with a key of its own, at the wire: what it signed arrives, what it did not does not. */
class OwnSignaturesIT extends NodesCase {
    private static final String RECIPIENT = "newark-terminal@us.sealane.example";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static HttpClient polder;
    private static String token;

    @BeforeAll
    static void connect() throws Exception {
        polder = client("nl", TwoNodes.OWN);
        token = token(site("nl"), TwoNodes.OWN, polder);
    }

    @AfterAll
    static void disconnect() {
        polder.close();
    }

    private static String signed(String party, KeySigner key) throws Exception {
        return signed("nl", party, key);
    }

    /** What a party of a node makes of the usual document. */
    static String signed(String home, String party, KeySigner key) throws Exception {
        DocumentType type = Catalogue.bundled().type("transport-document/1.0");
        var claims =
                new IssuerClaims(
                        new PartyId(party, site(home).node().name()),
                        null,
                        java.time.Instant.now(),
                        "urn:uuid:" + new Identifiers(InstantSource.system(), RANDOM).next(),
                        type.vct(),
                        type.profile().id(),
                        List.of("ES256"),
                        site(home).keys().presentationKey().kid());
        SealedDocument sealed =
                new Sealer(RANDOM).seal(claims, type.profile().shape(Rogue.document()), key);
        return PartySeal.compact(sealed);
    }

    private static HttpRequest.Builder bearing(String path) {
        return to(site("nl"), path).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> submit(String member, JsonNode content) throws Exception {
        ObjectNode json = Json.object().put("type", "transport-document/1.0");
        json.set(member, content);
        json.putArray("recipients").addObject().put("party", RECIPIENT).put("role", "terminal");
        HttpResponse<String> answer =
                send(
                        polder,
                        bearing("/v1/documents")
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", UUID.randomUUID().toString())
                                .POST(BodyPublishers.ofString(Json.text(json))));
        description.covers("POST /v1/documents", answer);
        return answer;
    }

    private static HttpResponse<String> submitSigned(String compact) throws Exception {
        return submit("signed", com.fasterxml.jackson.databind.node.TextNode.valueOf(compact));
    }

    private static void isRefused(HttpResponse<String> answer, String code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(Json.parse(answer.body()).path("code").asText()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain(Rogue.CANARY);
    }

    @Test
    void what_the_party_signed_is_delivered_and_its_evidence_holds_the_partys_signature()
            throws Exception {
        String compact = signed(TwoNodes.OWN, nodes.ownKey);
        HttpResponse<String> taken = submitSigned(compact);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        String id = Json.parse(taken.body()).path("id").asText();
        Eventually.holds(() ->
                Json.parse(send(polder, bearing("/v1/documents/" + id)).body())
                        .at("/deliveries/0/state")
                        .asText()
                        .equals("delivered"));
        JsonNode evidence =
                Json.parse(send(polder, bearing("/v1/documents/" + id + "/evidence")).body());
        Presentation presentation = Presentation.parse(evidence.path("presentation").asText());
        presentation.verifyIssuer(nodes.ownKey.key());
        assertThat(compact).startsWith(presentation.issuerJwt() + "~");
        isRefused(submitSigned(compact), "idempotency-mismatch");
    }

    @Test
    void the_node_does_not_sign_for_it_and_nobody_else_does() throws Exception {
        isRefused(submit("document", Rogue.document()), "unknown-issuer");
        KeySigner other = KeyPairs.signer(KeyPairs.p256());
        isRefused(submitSigned(signed(TwoNodes.OWN, other)), "unknown-issuer");
        isRefused(submitSigned(signed("rotterdam-terminal", nodes.ownKey)), "unknown-issuer");
    }

    @Test
    void what_was_changed_or_left_out_is_refused() throws Exception {
        String compact = signed(TwoNodes.OWN, nodes.ownKey);
        int last = compact.lastIndexOf('~', compact.length() - 2);
        isRefused(submitSigned(compact.substring(0, last + 1)), "mismatch");
        isRefused(
                submitSigned(changed(compact, compact.indexOf('~') - 40)), "bad-issuer-signature");
        isRefused(submitSigned(compact + "x"), "malformed-token");
        HttpResponse<String> twin = submitSigned(compact);
        assertThat(twin.statusCode()).as(twin.body()).isEqualTo(201);
    }
}
