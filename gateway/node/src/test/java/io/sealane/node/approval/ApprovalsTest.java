package io.sealane.node.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.certs.KeyPairs;
import io.sealane.core.document.Policy;
import io.sealane.core.exchange.Change.Noted;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.Group;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.exchange.MemoryStore;
import io.sealane.core.exchange.Observer;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.SignatureType;
import io.sealane.node.approval.Approval.Decision;
import io.sealane.node.approval.Approval.State;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.http.TestClock;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Acts that take two operators, on a clock of the test's. */
class ApprovalsTest {
    private static final String US = "us.sealane.example";
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration WITHIN = Duration.ofHours(24);
    private static final Act ACT = new Act("DELETE", "/v1/parties/acme-line", new byte[0]);
    private static final KeySigner SIGNER = KeyPairs.signer(KeyPairs.p256());
    private static final Self SELF =
            new Self(
                    US,
                    1,
                    SIGNER,
                    null,
                    SIGNER,
                    SIGNER,
                    NoteSigner.of(US + "/log/1", SignatureType.ED25519, KeyPairs.ed25519()),
                    null);

    private final TestClock clock = new TestClock(START);
    private final List<String> noted = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final MemoryStore store =
            new MemoryStore() {
                @Override
                public synchronized Committed commit(Group group) throws Conflict {
                    Committed committed = super.commit(group);
                    group.changes().forEach(one -> noted.add(((Noted) one).name()));
                    return committed;
                }
            };
    private final Memory shelf = new Memory();
    private final Approvals approvals = approvals("anna", "bert", "cora");

    private Approvals approvals(String... operators) {
        var sequencer = new Sequencer(SELF, store, (_, _, _) -> {}, Observer.NONE);
        sequencer.open();
        var identifiers = new Identifiers(clock, new Random(1));
        return new Approvals(config(operators), SELF, sequencer, shelf, identifiers, clock);
    }

    private static NodeConfig config(String... operators) {
        var listener = new NodeConfig.Listener("127.0.0.1", 0);
        Path none = Path.of("none");
        return new NodeConfig(
                US,
                none,
                listener,
                listener,
                listener,
                new NodeConfig.KeyFile(none, none, null),
                null,
                1,
                List.of(),
                List.of(),
                List.of(),
                List.of(operators).stream()
                        .map(name -> new NodeConfig.Operator(name, "hash of " + name))
                        .toList(),
                NodeConfig.Announced.NOTHING,
                null,
                Policy.NONE,
                null,
                new NodeConfig.Approval(2, WITHIN));
    }

    /** A shelf in memory. */
    private static final class Memory implements Approvals.Shelf {
        final Map<UUID, Approval> all = new LinkedHashMap<>();
        final Map<UUID, Instant> claims = new LinkedHashMap<>();

        @Override
        public boolean put(Approval asked, int most, Instant told) {
            all.values().removeIf(one -> one.until().isBefore(told));
            long waiting =
                    all.values().stream()
                            .filter(one -> one.state(asked.at()) == State.ASKED)
                            .count();
            if (waiting >= most) {
                return false;
            }
            all.put(asked.id(), asked);
            return true;
        }

        @Override
        public @Nullable Approval find(UUID id) {
            return all.get(id);
        }

        @Override
        public List<Approval> newest(int limit) {
            return List.copyOf(all.values());
        }

        @Override
        public boolean claim(UUID id, Instant now, Instant until) {
            Instant before = claims.get(id);
            if (before != null && before.isAfter(now)) {
                return false;
            }
            claims.put(id, until);
            return true;
        }

        @Override
        public void release(UUID id) {
            claims.remove(id);
        }

        @Override
        public void decide(UUID id, Decision decision) {
            all.computeIfPresent(
                    id,
                    (_, one) ->
                            new Approval(id, one.act(), one.by(), one.at(), one.until(), decision));
        }

        @Override
        public Approvals.@Nullable Signed signed(String name) {
            return null;
        }
    }

    private State confirm(UUID id, String by) throws Refusal {
        return approvals.confirm(id, by, (act, both) -> done.add(both)).approval().state(START);
    }

    private static void refuses(Code code, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void it_is_done_once_by_another_operator_and_both_are_logged_before() throws Exception {
        UUID id = approvals.ask(ACT, "anna").id();
        assertThat(done).isEmpty();
        assertThat(noted).isEmpty();
        refuses(Code.SAME_OPERATOR, () -> confirm(id, "anna"));
        approvals.confirm(
                id,
                "bert",
                (act, both) -> {
                    assertThat(act).isSameAs(ACT);
                    assertThat(noted).containsExactly("approvals/" + id + "/bert");
                    return done.add(both);
                });
        assertThat(confirm(id, "cora")).isEqualTo(State.DONE);
        assertThat(done).containsExactly("anna+bert");
        assertThat(noted).hasSize(1);
        refuses(Code.INVALID_REQUEST, () -> approvals.withdraw(id, "anna"));
    }

    @Test
    void nothing_is_done_after_its_time() throws Exception {
        UUID id = approvals.ask(ACT, "anna").id();
        clock.forward(WITHIN.minusSeconds(1));
        assertThat(approvals.find(id).state(clock.instant())).isEqualTo(State.ASKED);
        clock.forward(Duration.ofSeconds(1));
        refuses(Code.EXPIRED, () -> confirm(id, "bert"));
        refuses(Code.EXPIRED, () -> approvals.withdraw(id, "bert"));
        assertThat(done).isEmpty();
        clock.forward(Approvals.TOLD);
        approvals.ask(ACT, "anna");
        clock.forward(Duration.ofSeconds(1));
        approvals.ask(ACT, "anna");
        refuses(Code.NOT_FOUND, () -> confirm(id, "bert"));
    }

    @Test
    void who_is_no_operator_any_more_asked_in_vain() throws Exception {
        UUID id = approvals.ask(ACT, "dora").id();
        refuses(Code.EXPIRED, () -> confirm(id, "bert"));
        assertThat(done).isEmpty();
    }

    @Test
    void what_met_an_outage_waits_on_and_what_was_refused_does_not() throws Exception {
        UUID id = approvals.ask(ACT, "anna").id();
        assertThatThrownBy(() ->
                        approvals.confirm(
                                id,
                                "bert",
                                (_, _) -> {
                                    throw new Outage("the partner does not answer", 1);
                                }))
                .isInstanceOf(Outage.class);
        assertThat(confirm(id, "bert")).isEqualTo(State.DONE);
        // Stated once, though confirmed twice.
        assertThat(noted).containsExactly("approvals/" + id + "/bert");

        UUID other = approvals.ask(ACT, "anna").id();
        refuses(
                Code.NOT_FOUND,
                () ->
                        approvals.confirm(
                                other,
                                "bert",
                                (_, _) -> {
                                    throw new Refusal(Code.NOT_FOUND, "gone");
                                }));
        refuses(Code.INVALID_REQUEST, () -> confirm(other, "cora"));
        assertThat(approvals.find(other).state(START)).isEqualTo(State.REFUSED);
    }

    @Test
    void while_one_confirms_it_another_waits_and_after_a_crash_goes_on() throws Exception {
        UUID id = approvals.ask(ACT, "anna").id();
        // A process that died after it had taken it.
        assertThat(shelf.claim(id, clock.instant(), clock.instant().plusSeconds(120))).isTrue();
        assertThatThrownBy(() -> confirm(id, "cora")).isInstanceOf(Outage.class);
        assertThatThrownBy(() -> approvals.withdraw(id, "anna")).isInstanceOf(Outage.class);
        clock.forward(Duration.ofSeconds(121));
        assertThat(confirm(id, "cora")).isEqualTo(State.DONE);
        assertThat(done).containsExactly("anna+cora");
    }

    @Test
    void so_many_wait_and_no_more() throws Exception {
        for (int i = 0; i < Approvals.MOST_WAITING; i++) {
            approvals.ask(ACT, "anna");
        }
        refuses(Code.TOO_LARGE, () -> approvals.ask(ACT, "bert"));
        UUID one = approvals.all().getFirst().id();
        assertThat(approvals.withdraw(one, "bert").state(START)).isEqualTo(State.WITHDRAWN);
        approvals.ask(ACT, "bert");
    }
}
