package io.sealane.core.exchange;

import static io.sealane.core.exchange.ThreeNodes.document;
import static io.sealane.core.exchange.ThreeNodes.to;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.SealedDocument;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** What is larger than its reader takes never blocks a channel. */
class SizeTest {
    /** Tells of numbered lines as if each presentation were longer than anybody reads. */
    private static final class Swollen extends BreakableStore {
        boolean swells;

        @Override
        public synchronized List<Outgoing> outgoing(ChannelName channel, long from, int limit) {
            return super.outgoing(channel, from, limit).stream()
                    .map(line -> swells ? swollen(line) : line)
                    .toList();
        }

        private static Outgoing swollen(Outgoing line) {
            int end = line.presentation().lastIndexOf('~');
            return new Outgoing(
                    line.delivery(),
                    line.seq(),
                    line.presentation().substring(0, end)
                            + "~"
                            + "A".repeat(1 << 20)
                            + line.presentation().substring(end),
                    line.second(),
                    line.replacement(),
                    line.blinding(),
                    line.index(),
                    line.inputHash(),
                    line.agreement(),
                    line.expires());
        }
    }

    private static Submission.Accepted submit(
            ThreeNodes net, String key, ObjectNode document, Recipient... to) throws Refusal {
        return net.us.paths().submission().submit(net.us.request("acme-line", key, document, to));
    }

    private static Recipient terminal(ThreeNodes net) {
        return to(net.nl, "rotterdam-terminal", "terminal");
    }

    private static Recipient customs(ThreeNodes net) {
        return to(net.nl, "dutch-customs", "customs-import");
    }

    /** Under 1 MiB as it is handed in, over it once it is sealed. */
    private static ObjectNode large() {
        return large(45);
    }

    private static ObjectNode large(int count) {
        ObjectNode document = document();
        ArrayNode clauses = document.putArray("carrierClauses");
        for (int i = 0; i < count; i++) {
            clauses.add("x".repeat(19_999));
        }
        return document;
    }

    private static void assertTooLarge(@Nullable String pointer, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(Code.TOO_LARGE);
                            assertThat(refusal.pointer()).isEqualTo(pointer);
                        });
    }

    @Test
    void what_no_node_would_read_is_not_taken_for_sending_and_the_channel_moves() throws Refusal {
        var net = new ThreeNodes();
        assertTooLarge(
                "/recipients/1", () -> submit(net, "large", large(), terminal(net), customs(net)));
        assertTooLarge(
                "/recipients/0",
                () ->
                        net.us
                                .paths()
                                .submission()
                                .preview(net.us.request("acme-line", "", large(), customs(net))));
        assertThat(net.us.store.leaves).isEmpty();

        submit(net, "small", document(), terminal(net));
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).hasSize(1);
    }

    @Test
    void a_recipient_who_is_not_shown_the_large_part_gets_the_document() throws Refusal {
        var net = new ThreeNodes();
        submit(net, "large", large(), terminal(net));
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).hasSize(1);
    }

    @Test
    void what_is_longer_than_was_agreed_is_not_taken_for_sending() throws Refusal {
        var net = new ThreeNodes();
        net.agree(net.agreements(terms -> limit(terms, 8_000)));
        assertTooLarge("/recipients/0", () -> submit(net, "k", document(), customs(net)));
        Recipient house = to(net.us, "long-beach-terminal", "terminal");
        assertTooLarge("/recipients/0", () -> submit(net, "k", document(), house));
        assertThat(net.us.store.leaves).isEmpty();
    }

    private static void limit(ObjectNode terms, int bytes) {
        terms.putObject("limits").put("bytesPerMessage", bytes);
    }

    @Test
    void what_an_agreement_became_too_small_for_is_cancelled_and_the_next_goes() throws Refusal {
        var net = new ThreeNodes();
        Recipient house = to(net.us, "long-beach-terminal", "terminal");
        submit(net, "k1", document(), terminal(net), house);
        net.agree(net.agreements(terms -> limit(terms, 8_000)));
        net.settle(net.nl);
        net.settle(net.us);
        assertThat(net.us.store.deliveries.values())
                .extracting(MemoryDelivery::cancelled)
                .containsExactly(Code.TOO_LARGE, Code.TOO_LARGE);

        net.agree(net.agreements());
        submit(net, "k2", document(), terminal(net), house);
        net.settle(net.nl);
        net.settle(net.us);
        assertThat(net.nl.store.inbox).hasSize(1);
        assertThat(net.us.store.inbox).hasSize(1);
    }

    @Test
    void large_presentations_travel_in_several_batches_that_a_listener_takes() throws Refusal {
        var net = new ThreeNodes();
        var sizes = new ArrayList<Integer>();
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, body) -> {
                    sizes.add(body.length);
                    return good.carry(to, body);
                };
        for (int i = 0; i < 10; i++) {
            submit(net, "k" + i, large(33), customs(net));
        }
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).hasSize(10);
        assertThat(sizes).hasSizeBetween(3, 4).allMatch(size -> size < (4 << 20) + 100_000);
    }

    @Test
    void more_disclosures_than_a_node_reads_are_refused() throws Refusal {
        Agreement agreement = new ThreeNodes().agreements().getFirst();
        var item =
                new SealedDocument.Item(
                        "WyJzIiwxXQ", new FieldClass("routing"), SealedDocument.NO_PARENT);
        var sealed = new SealedDocument("a.b.c", Collections.nCopies(2_001, item), "");
        List<Integer> all = IntStream.range(0, 2_001).boxed().toList();
        Size.check(sealed, all.subList(0, 2_000), 0, agreement);
        assertTooLarge(null, () -> Size.check(sealed, all, 0, agreement));
    }

    @Test
    void no_key_binding_is_longer_than_is_allowed_for() {
        String node = "n".repeat(253);
        String hash = "h".repeat(43);
        var terms =
                new KeyBinding.Terms(
                        TestNode.START,
                        TestNode.START,
                        node,
                        "019f0f3a-7c00-7000-8000-000000000001",
                        node + "/99999>" + node,
                        1L << 53,
                        hash,
                        "p".repeat(63),
                        "r".repeat(64),
                        hash,
                        hash);
        KeySigner signer = TestNode.signer();
        var sealed = new SealedDocument("a.b.c", List.of(), "");
        Presentation longest = Presentation.draft(sealed, List.of(), terms, signer).sign(signer);
        assertThat(longest.keyBindingJwt().length())
                .isBetween(KeyBinding.MAX_LENGTH - 200, KeyBinding.MAX_LENGTH);
    }

    @Test
    void a_void_is_made_and_receipted_without_reading_the_presentation() throws Refusal {
        var store = new Swollen();
        var net = new ThreeNodes(store, new BreakableStore());
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, body) -> {
                    throw new Outage("nothing arrives", 1);
                };
        submit(net, "k1", document(), terminal(net));
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        net.clock.now = net.clock.now.plus(Duration.ofDays(8));
        net.wire = good;
        store.swells = true;
        net.settle(net.nl);
        submit(net, "k2", document(), terminal(net));
        store.swells = false;
        net.settle(net.nl);

        assertThat(net.us.store.deliveries.values())
                .extracting(one -> one.receipted().code())
                .containsExactly(Code.VOIDED, null);
        assertThat(net.nl.store.inbox).hasSize(1);
    }
}
