package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.Notice;
import io.sealane.core.agreement.Offer;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.node.Rogue.Lie;
import io.sealane.node.Rogue.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Deliveries under agreements that do not stand: offered only, of another time, replaced, ended.
 * What stood a moment before, or stands in its place, is gone by.
 */
class AgreementAttacksIT extends DeliveriesCase {
    private static final String NL = "nl.sealane.example";
    private static final String SG = "sg.sealane.example";
    private static final String CHANNEL = "sg.sealane.example/1>nl.sealane.example";

    private static Operator nl;

    @BeforeAll
    static void connect() throws Exception {
        nl = new Operator("nl", description);
    }

    @AfterAll
    static void disconnect() {
        nl.close();
    }

    private static KeySigner federation() {
        return site("sg").keys().federationSigner();
    }

    /** The terms in force, for another agreement beside it. */
    private static ObjectNode terms() throws Exception {
        ObjectNode terms = nl.inForceWith(SG).path("terms").deepCopy();
        terms.remove("id");
        terms.remove("supersedes");
        return terms;
    }

    private static String proposed(ObjectNode terms) throws Exception {
        return nl.propose(terms).path("id").asText();
    }

    /** Countersigns what nl proposed. */
    private static void countersign(String id) throws Exception {
        JsonNode offer = nl.agreement(id).path("signed");
        var agreement = Offer.of(offer, NL).countersign(federation());
        hand("agreement", agreement.json());
        assertThat(nl.state(id)).isEqualTo("in-force");
    }

    private static void hand(String member, JsonNode document) throws Exception {
        Reply taken = rogue.agreements(Json.text(Json.object().set(member, document)));
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
    }

    private static Lie under(String id) {
        return draft -> draft.agreement = bytes(id);
    }

    private static byte[] bytes(String id) {
        try {
            return Base64Url.decode(id);
        } catch (io.sealane.core.identity.Refusal e) {
            throw new AssertionError(e);
        }
    }

    private static void isRefused(Lie lie) throws Exception {
        isRefusedForGood("no-agreement", lie);
    }

    @Test
    void what_nobody_or_one_side_alone_signed_carries_nothing() throws Exception {
        isRefused(under("A".repeat(43)));
        String theirs = proposed(terms());
        isRefused(under(theirs));
        ObjectNode terms = terms().put("id", "urn:uuid:0197a5d0-0000-7000-8000-00000000000e");
        var ours = Offer.sign(terms, SG, federation());
        hand("offer", ours.json());
        isRefused(under(Base64Url.encode(ours.hash())));

        countersign(theirs);
        isTaken(rogue.deliver(under(theirs)));
        nl.countersign(Base64Url.encode(ours.hash()));
        isTaken(rogue.deliver(under(Base64Url.encode(ours.hash()))));
    }

    @Test
    void one_of_another_time_carries_nothing() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String early = proposed(terms().put("validFrom", now.plus(Duration.ofDays(1)).toString()));
        countersign(early);
        isRefused(under(early));

        Instant end = now.plus(Duration.ofMinutes(2));
        String stale = proposed(terms().put("validUntil", end.toString()));
        countersign(stale);
        isRefused(draft -> {
            under(stale).in(draft);
            draft.at = end.plusSeconds(1);
        });
        isTaken(rogue.deliver(under(stale)));
    }

    @Test
    void one_that_was_replaced_or_ended_carries_nothing_more() throws Exception {
        String old = proposed(terms());
        countersign(old);
        isTaken(rogue.deliver(under(old)));
        String next = proposed(terms().put("supersedes", old));
        countersign(next);
        var notice =
                new Notice(
                        SG,
                        NL,
                        Instant.now(),
                        old,
                        AgreementState.SUPERSEDED,
                        null,
                        Map.of(CHANNEL, number()));
        hand("notice", Json.object().put("jws", notice.sign(federation())).path("jws"));
        isRefused(under(old));
        isTaken(rogue.deliver(under(next)));

        assertThat(nl.end(next, "over").path("state").asText()).isEqualTo("ended");
        isRefused(under(next));
        isRefused(under(old));
    }
}
