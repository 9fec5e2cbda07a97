package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.disclosure.Presentation;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What was received is kept for as long as was agreed, and then is gone. */
class RetentionTest {
    private static final Duration AGREED = Duration.ofDays(30);

    private final ThreeNodes net;
    private final MemoryDelivery delivery;
    private final TestNode nl;

    RetentionTest() throws Refusal {
        net = new ThreeNodes();
        delivery = net.exchange();
        nl = net.nl;
    }

    private void later(Duration time) {
        net.clock.now = net.clock.now.plus(time);
    }

    private int erase(TestNode node) {
        return erase(node, node.store.holdings());
    }

    private int erase(TestNode node, Holdings holdings) {
        return new Retention(
                        node.self,
                        node.paths().neighbours(),
                        TestNode.CATALOGUE,
                        node.paths().sequencer(),
                        holdings,
                        net.clock,
                        node.identifiers)
                .erase();
    }

    private List<Commitment> erasures() {
        return nl.store.leaves().stream()
                .filter(leaf -> leaf.scope().kind() == Kind.ERASURE)
                .toList();
    }

    private Presentation held() throws Refusal {
        return Presentation.parse(nl.store.inbox().getFirst().presentation());
    }

    @Test
    void nothing_is_erased_before_its_time() throws Refusal {
        later(AGREED);
        assertThat(erase(nl)).isZero();
        assertThat(held().disclosures()).isNotEmpty();
        assertThat(erasures()).isEmpty();
    }

    @Test
    void disclosures_go_when_their_time_is_over_and_the_log_says_which() throws Refusal {
        List<String> shown = held().disclosures();
        later(AGREED.plusSeconds(1));
        assertThat(erase(nl)).isEqualTo(1);

        assertThat(held().disclosures()).isEmpty();
        assertThat(held().keyBindingJwt())
                .isEqualTo(java.util.Objects.requireNonNull(delivery.sent()).keyBinding());
        String kept = nl.store.inbox().getFirst().presentation();
        assertThat(shown).isNotEmpty().noneMatch(kept::contains);
        Commitment leaf = erasures().getFirst();
        assertThat(leaf.scope().peer()).isEqualTo("us.sealane.example");
        JsonNode statement = Json.parse(leaf.statement());
        assertThat(statement.path("role").asText()).isEqualTo("terminal");
        assertThat(statement.path("deliveries"))
                .containsExactly(
                        Json.array()
                                .add(Digest.base64Url(delivery.pending().delivery().toString()))
                                .get(0));
    }

    @Test
    void it_is_erased_once_and_what_came_later_stays() throws Refusal {
        later(AGREED.plusSeconds(1));
        net.us
                .paths()
                .submission()
                .submit(
                        net.us.request(
                                "acme-line",
                                "two",
                                ThreeNodes.document(),
                                ThreeNodes.to(nl, "rotterdam-terminal", "terminal")));
        net.settle(nl);
        assertThat(erase(nl)).isEqualTo(1);
        assertThat(erase(nl)).isZero();
        assertThat(erasures()).hasSize(1);
        assertThat(Presentation.parse(nl.store.inbox().getLast().presentation()).disclosures())
                .isNotEmpty();
    }

    @Test
    void the_sender_has_nothing_to_erase_of_what_it_sent() {
        later(AGREED.plusSeconds(1));
        assertThat(erase(net.us)).isZero();
    }

    @Test
    void what_another_process_erased_is_no_fault() throws Refusal {
        later(AGREED.plusSeconds(1));
        assertThat(erase(nl, new Overtaken())).isZero();
        assertThat(erasures()).hasSize(1);
    }

    /** What is due is erased by another between the question and the deed. */
    private final class Overtaken implements Holdings {
        @Override
        public List<Held> due(int log, Under line, Instant before, int limit) {
            List<Held> due = nl.store.holdings().due(log, line, before, limit);
            if (!due.isEmpty()) {
                assertThat(erase(nl)).isEqualTo(1);
            }
            return due;
        }

        @Override
        public void forget(int log, Under line, Instant before) {
            nl.store.holdings().forget(log, line, before);
        }
    }
}
