package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.KeyPairs;
import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Offer;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.SignatureType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.security.KeyPair;
import java.time.Instant;

/**
 * A thief has keys of {@code sg}, which says so in its configuration: what the thief signs from
 * then on is refused at the wire, and what {@code sg} signs with its new keys is not.
 */
@NodesCase.Fresh
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StolenKeysIT extends NodesCase {
    private static final String NL = "nl.sealane.example";
    private static final String SG = "sg.sealane.example";
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private static Rogue sg;
    private static Portrait portrait;
    private static Operator nl;

    @BeforeAll
    static void meet() throws Exception {
        sg = nodes.rogue;
        portrait = sg.portrait();
        nl = new Operator("nl", description);
        ObjectNode partner =
                Json.object()
                        .put("address", portrait.publish())
                        .put("fingerprint", site("sg").keys().federationKey().kid());
        var added = nl.post("/v1/partners", "/v1/partners", partner);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        sg.agreement = agree();
        isTaken(Rogue.NONE);
    }

    @AfterAll
    static void part() {
        nl.close();
    }

    /** What the development federation agreed on, agreed anew over the wire. */
    private static Agreement agree() throws Exception {
        ObjectNode terms = terms(sg.agreement);
        terms.remove("id");
        var offer = nl.propose(terms).path("signed");
        Agreement signed = Offer.of(offer, NL).countersign(sg.federation);
        Rogue.Reply reply = sg.agreements(Json.text(Json.object().set("agreement", signed.json())));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return signed;
    }

    /** Says it, and waits until nl goes by it. */
    private static void saysStolen(String kid) throws Exception {
        portrait.revoked.put(kid, SINCE);
        isHeard();
    }

    /** A partner reads one after the other: at the second time it has taken what it read first. */
    private static void isHeard() throws Exception {
        int before = portrait.reads.get();
        Eventually.holds(() -> {
            sg.look(); // Whoever asks for what is seen is heard again soon.
            return portrait.reads.get() >= before + 2;
        });
    }

    private static void isTaken(Rogue.Lie lie) throws Exception {
        Rogue.Reply reply = sg.deliver(lie);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.receipt().path("kind").asText()).as(reply.body()).isEqualTo("admitted");
    }

    private static void isRefusedUnnumbered(Rogue.Lie lie, String code) throws Exception {
        long before = sg.seen().at("/channels/0/seq").asLong();
        Rogue.Reply reply = sg.deliver(lie);
        assertThat(reply.json().path("code").asText()).as(reply.body()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(sg.seen().at("/channels/0/seq").asLong()).isEqualTo(before);
    }

    private static void isRefusedForGood(Rogue.Lie lie) throws Exception {
        Rogue.Reply reply = sg.deliver(lie);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.receipt().path("kind").asText()).isEqualTo("refused");
        assertThat(reply.receipt().path("code").asText()).isEqualTo("key-revoked");
    }

    private static KeySigner fresh() {
        return KeyPairs.signer(KeyPairs.p256());
    }

    @Test
    @Order(1)
    void a_stolen_presentation_key_binds_nothing_more() throws Exception {
        KeySigner next = fresh();
        Rogue.Lie renewed =
                draft -> {
                    draft.presenter = next;
                    draft.bound = next.kid();
                };
        portrait.presentation.addFirst(next.key());
        saysStolen(site("sg").keys().presentationKey().kid());
        isRefusedUnnumbered(Rogue.NONE, "key-revoked");
        isTaken(renewed);
        isRefusedUnnumbered(Rogue.NONE, "key-revoked");
        sg.presenter = next;
    }

    @Test
    @Order(2)
    void a_stolen_issuing_key_issues_nothing_more() throws Exception {
        KeySigner next = fresh();
        portrait.issuing.addFirst(next.key());
        isTaken(Rogue.NONE);
        saysStolen(site("sg").keys().issuingKey().kid());
        isRefusedForGood(Rogue.NONE);
        isTaken(draft -> draft.acting = next);
        sg.acting = next;
    }

    @Test
    @Order(3)
    void a_partys_stolen_key_issues_nothing_more() throws Exception {
        Rogue.Lie own =
                draft -> {
                    draft.issuer = Rogue.OWN;
                    draft.byItself = sg.ownKey;
                };
        isTaken(own);
        saysStolen(sg.ownKey.kid());
        isRefusedForGood(own);
        isTaken(Rogue.NONE);
    }

    @Test
    @Order(4)
    void a_stolen_log_key_signs_no_tree_that_counts() throws Exception {
        KeyPair next = KeyPairs.ed25519();
        NoteSigner stolen = sg.logSigner;
        NoteSigner good = NoteSigner.of(site("sg").node().origin(), SignatureType.ED25519, next);
        portrait.log.clear();
        portrait.log.add(good.verifier());
        saysStolen(stolen.verifier().thumbprint());
        Rogue.Reply reply = sg.deliver(Rogue.NONE);
        assertThat(reply.status()).as(reply.body()).isBetween(400, 499);
        assertThat(reply.json().path("code").asText()).isEqualTo("bad-checkpoint");
        sg.logSigner = good;
        isTaken(Rogue.NONE);
    }

    /** The key that was announced, and is kept elsewhere, succeeds the stolen one. */
    @Test
    @Order(5)
    void a_stolen_federation_key_agrees_to_nothing_more() throws Exception {
        KeySigner stolen = sg.federation;
        KeySigner next = fresh();
        portrait.next = next.kid();
        isHeard();
        portrait.next = null;
        portrait.federation = next;
        sg.federation = next;
        saysStolen(stolen.kid());
        // A key that is not known is asked about first: that is an outage, and no refusal.
        Eventually.holds(() -> offers(stolen).status() != 503);
        assertThat(offers(stolen).json().path("code").asText()).isEqualTo("unknown-key");
        assertThat(offers(next).status()).isEqualTo(200);
        isTaken(Rogue.NONE);
    }

    private static Rogue.Reply offers(KeySigner key) throws Exception {
        ObjectNode terms = terms(sg.agreement);
        terms.put("id", "urn:uuid:0197a5d0-0000-7000-8000-00000000000f");
        terms.put("supersedes", Base64Url.encode(sg.agreement.hash()));
        Offer offer = Offer.sign(terms, SG, key);
        return sg.agreements(Json.text(Json.object().set("offer", offer.json())));
    }
}
