package io.sealane.core.exchange;

import static io.sealane.core.exchange.ThreeNodes.document;
import static io.sealane.core.exchange.ThreeNodes.to;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.disclosure.Recipe;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.MemoryTiles;
import io.sealane.core.ledger.Proofs;
import io.sealane.core.ledger.Scope;
import io.sealane.fuzz.Choices;
import io.sealane.fuzz.Edits;
import io.sealane.fuzz.Expense;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The reader of deliveries, for Jazzer: a partner that numbers, signs and logs whatever it likes.
 * All of a batch is numbered, logged and answered, or the batch is refused and nothing is kept.
 */
class DeliveriesFuzzTest {
    private static final byte[] BLINDING = new byte[32];
    private static final ThreeNodes NET;
    private static final ChannelName CHANNEL;
    private static final ArrayNode HONEST = Json.array();

    static {
        try {
            NET = new ThreeNodes();
            CHANNEL = NET.channel(NET.nl);
            for (String wire : sent()) {
                ObjectNode delivery = Recipe.of(wire);
                ObjectNode terms = (ObjectNode) delivery.path("binding").path("sln");
                terms.put("prev", "{prev}").put("rh", Digest.base64Url(BLINDING));
                HONEST.add(delivery);
            }
        } catch (Refusal e) {
            throw new AssertionError(e.detail(), e);
        }
    }

    /** What an honest node presents to a terminal and to customs. */
    private static List<String> sent() throws Refusal {
        var wires = new ArrayList<String>();
        NET.wire =
                (node, body) -> {
                    Batch.parse(body).lines().forEach(line -> wires.add(line.wire()));
                    throw new Outage("nothing arrives", 1);
                };
        NET.us
                .paths()
                .submission()
                .submit(
                        NET.us.request(
                                "acme-line",
                                "one",
                                document(),
                                to(NET.nl, "rotterdam-terminal", "terminal"),
                                to(NET.nl, "dutch-customs", "customs-import")));
        try {
            NET.settle(NET.nl);
        } catch (Outage expected) {
            return wires;
        }
        throw new AssertionError("it arrived");
    }

    @Test
    void what_was_taken_apart_and_not_changed_is_admitted() throws Refusal {
        var store = new MemoryStore();
        Answer answer = Answer.parse(received(body(HONEST, new Choices(new byte[0])), store));
        assertThat(answer.problem()).isNull();
        assertThat(answer.lines()).hasSize(2);
        assertThat(store.inbox).hasSize(2);
    }

    @Timeout(20)
    @FuzzTest
    void answers_all_or_keeps_nothing(byte[] input) throws Exception {
        Expense.limit(() -> {
            var choices = new Choices(input);
            if (choices.below(4) == 1) {
                answersOrRefuses(choices.bytes(input.length));
                return;
            }
            ArrayNode deliveries = HONEST.deepCopy();
            if (choices.below(2) == 1) {
                deliveries.remove(1);
            }
            Edits.tree(deliveries, choices);
            answersOrRefuses(Edits.bytes(body(deliveries, choices), choices));
        });
    }

    private static void answersOrRefuses(byte[] body) throws Refusal {
        var store = new MemoryStore();
        byte[] answer;
        try {
            answer = received(body, store);
        } catch (Refusal refusal) {
            assertThat(refusal.detail()).isNotBlank();
            assertThat(store.leaves).isEmpty();
            assertThat(store.inbox).isEmpty();
            return;
        }
        assertThat(Answer.parse(answer).lines()).hasSize(store.leaves.size());
        assertThat(store.inbox).hasSizeLessThanOrEqualTo(store.leaves.size());
    }

    private static byte[] received(byte[] body, Store store) throws Refusal {
        var sequencer =
                new Sequencer(NET.nl.self, store, (origin, size, root) -> {}, Observer.NONE);
        var reception =
                new Reception(
                        NET.nl.self,
                        TestNode.CATALOGUE,
                        NET.nl.paths().neighbours(),
                        sequencer,
                        store,
                        NET.clock,
                        NET.nl.identifiers,
                        Observer.NONE);
        return reception.receive(NET.us.self.node(), body);
    }

    /** A batch of these deliveries, signed and logged by the sender; its lines may be changed. */
    private static byte[] body(JsonNode deliveries, Choices choices) {
        var log = new MemoryTiles();
        var wires = new ArrayList<String>();
        String prev = Base64Url.encode(new byte[32]);
        for (JsonNode delivery : deliveries) {
            String wire =
                    Recipe.compact(
                            delivery, Map.of("{prev}", prev), NET.us.issuing, NET.us.presentation);
            wires.add(wire);
            String binding = wire.substring(wire.lastIndexOf('~') + 1);
            prev = Digest.base64Url(binding.substring(0, binding.lastIndexOf('.')));
            long seq = delivery.path("binding").path("sln").path("seq").asLong(1);
            var scope =
                    Scope.numbered(
                            NET.us.self.origin(),
                            Kind.SENT,
                            CHANNEL.toString(),
                            Math.clamp(seq, 0, 1L << 53),
                            CHANNEL.to());
            log.append(List.of(Leaf.entry(scope, BLINDING, binding.getBytes(US_ASCII))));
        }
        String note =
                log.checkpoint(NET.us.self.origin())
                        .sign(TestNode.START.getEpochSecond(), List.of(NET.us.self.logSigner()))
                        .format();
        ArrayNode lines = Json.array();
        ObjectNode head = lines.addObject().put("checkpoint", note).put("old", 0);
        head.putArray("consistency");
        head.put("seen", 0);
        var proofs = new Proofs(log, log.size());
        for (int i = 0; i < wires.size(); i++) {
            ObjectNode line = lines.addObject().put("presentation", wires.get(i));
            line.put("blinding", Base64Url.encode(BLINDING)).put("index", i);
            line.set("proof", Batch.hashes(proofs.inclusion(i)));
        }
        Edits.tree(lines, choices);
        var body = new ByteArrayOutputStream();
        lines.forEach(line -> JsonLines.add(body, line));
        return body.toByteArray();
    }
}
