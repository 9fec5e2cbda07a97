package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Agreements;
import io.sealane.core.agreement.Grant;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.OtherProfile;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.RightEdge;
import io.sealane.core.ledger.TileSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One story with a lost answer, a crash and a lying sender, told five times with a fault planted in
 * it: the invariants must notice each fault, and find nothing where there is none.
 */
class PlantedFaultsTest {
    private static final Map<String, FieldClass> CLASSES = new TreeMap<>();

    static {
        for (String name :
                List.of(
                        "routing",
                        "operational",
                        "party",
                        "person",
                        "cargo",
                        "money",
                        "safety",
                        "security")) {
            CLASSES.put(name, new FieldClass(name));
        }
    }

    /** The store forgets which numbers it has answered. */
    private static final class DeduplicationOff extends BreakableStore {
        @Override
        public synchronized Incoming incoming(ChannelName channel) {
            return new Incoming(1, new byte[32]);
        }

        @Override
        public synchronized Map<UUID, Long> numbersOf(ChannelName channel, List<UUID> ids) {
            return Map.of();
        }
    }

    /** The store says that it has stored what it keeps in mind only, and then the process dies. */
    private static final class AnswerBeforeCommit extends BreakableStore {
        private @Nullable BreakableStore mind = new BreakableStore();

        @Override
        public synchronized Committed commit(Group group) throws Conflict {
            return mind == null ? super.commit(group) : mind.commit(group);
        }

        @Override
        public synchronized RightEdge head(int log) {
            return mind == null ? super.head(log) : mind.head(log);
        }

        @Override
        public synchronized TileSource tiles(int log) {
            return mind == null ? super.tiles(log) : mind.tiles(log);
        }

        @Override
        public synchronized void crash() {
            mind = null;
        }
    }

    /** The store fails once before it commits, as one that is killed does. */
    private static final class DiesOnce extends BreakableStore {
        private boolean first = true;

        @Override
        public synchronized Committed commit(Group group) throws Conflict {
            if (first) {
                first = false;
                throw new Outage("killed", 1);
            }
            return super.commit(group);
        }
    }

    /** The tree is signed, and then it is committed. */
    private static final class SignedBeforeCommit extends Sequencer {
        private final Store store;

        SignedBeforeCommit(Self self, Store store, Journal journal) {
            super(self, store, journal, Observer.NONE);
            this.store = store;
        }

        @Override
        protected Appended commitThenSign(List<Change> changes) throws Conflict {
            var group = new Group(1, changes);
            SignedTree tree =
                    sign(
                            store.head(1)
                                    .append(
                                            group.leaves().stream()
                                                    .map(leaf -> Merkle.leafHash(leaf.entry()))
                                                    .toList()));
            return new Appended(store.commit(group).firstIndex(), tree);
        }
    }

    /** Every grant allows every class, and every profile. */
    private static final class ClassCheckOff extends Agreements {
        ClassCheckOff(List<Agreement> agreements) {
            super(agreements);
        }

        @Override
        public Granted grant(
                String from,
                String to,
                String vct,
                String profile,
                String party,
                String role,
                Instant at)
                throws Refusal {
            Granted real = super.grant(from, to, vct, TestNode.profile(), party, role, at);
            Grant line = real.grant();
            return new Granted(
                    real.agreement(),
                    new Grant(
                            line.from(),
                            line.to(),
                            line.documents(),
                            line.role(),
                            line.parties(),
                            line.profiles(),
                            Set.copyOf(CLASSES.values()),
                            line.require(),
                            line.purpose(),
                            line.retentionDays(),
                            false,
                            line.signatures()));
        }
    }

    /** A profile under which the shipper is merely operational. */
    private static Catalogue lie() {
        return OtherProfile.with(TestNode.TYPE, "documentParties/shipper", "operational.shipper");
    }

    /** Every profile that a token names is taken for granted. */
    private static final class AnyProfile extends Agreements {
        AnyProfile(List<Agreement> agreements) {
            super(agreements);
        }

        @Override
        public Granted grant(
                String from,
                String to,
                String vct,
                String profile,
                String party,
                String role,
                Instant at)
                throws Refusal {
            return super.grant(from, to, vct, TestNode.profile(), party, role, at);
        }
    }

    /** Submits under a lost answer, crashes the sender, sends again; says what is wrong then. */
    private static List<String> story(ThreeNodes net) throws Refusal {
        var acknowledged = new HashSet<UUID>();
        Recipient terminal = ThreeNodes.to(net.nl, "rotterdam-terminal", "terminal");
        for (String key : List.of("k1", "k2", "k3")) {
            for (int tries = 0; tries < 2; tries++) {
                try {
                    acknowledged.add(
                            net.us
                                    .paths()
                                    .submission()
                                    .submit(
                                            net.us.request(
                                                    "acme-line",
                                                    key,
                                                    ThreeNodes.document(),
                                                    terminal))
                                    .document());
                    net.us.store.crash();
                    break;
                } catch (Outage killed) {
                    assertThat(tries).as("the party retries with its key").isZero();
                }
            }
        }
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, batch) -> {
                    good.carry(to, batch);
                    throw new Outage("the answer is lost", 1);
                };
        try {
            net.settle(net.nl);
        } catch (Outage lost) {
            net.wire = good;
        }
        net.settle(net.nl);
        List<Grant> truth = net.agreements().getFirst().terms().grants();
        return Invariants.violations(net, acknowledged, truth);
    }

    @Test
    void the_story_without_a_fault_violates_nothing() throws Refusal {
        assertThat(story(new ThreeNodes())).isEmpty();
        assertThat(story(new ThreeNodes(new DiesOnce(), new BreakableStore()))).isEmpty();
    }

    @Test
    void a_receiver_without_deduplication_is_noticed() throws Refusal {
        assertThat(story(new ThreeNodes(new BreakableStore(), new DeduplicationOff())))
                .contains("twice in an inbox");
    }

    @Test
    void an_answer_before_the_commit_is_noticed() throws Refusal {
        assertThat(story(new ThreeNodes(new AnswerBeforeCommit(), new BreakableStore())))
                .contains("acknowledged and lost");
    }

    @Test
    void a_checkpoint_signed_before_the_commit_is_noticed() throws Refusal {
        var net = new ThreeNodes(new DiesOnce(), new BreakableStore());
        net.us.sequencing = SignedBeforeCommit::new;
        net.agree(net.agreements());
        assertThat(story(net)).contains("two trees of one size were signed");
    }

    @Test
    void a_lying_sender_is_refused_and_a_receiver_without_its_class_check_is_noticed()
            throws Refusal {
        var honest = new ThreeNodes();
        honest.us.agreeing = ClassCheckOff::new;
        honest.agree(honest.agreements());
        assertThat(story(honest)).containsExactly("acknowledged and lost");
        assertThat(honest.nl.store.inbox).isEmpty();

        var blind = new ThreeNodes();
        blind.us.agreeing = ClassCheckOff::new;
        blind.nl.agreeing = ClassCheckOff::new;
        blind.agree(blind.agreements());
        assertThat(story(blind)).contains("held beyond the grant");
    }

    @Test
    void a_sender_that_reclassifies_is_refused_and_a_receiver_that_trusts_it_is_noticed()
            throws Refusal {
        var honest = new ThreeNodes();
        honest.us.agreeing = AnyProfile::new;
        honest.us.catalogue = lie();
        honest.agree(honest.agreements());
        assertThat(story(honest)).containsExactly("acknowledged and lost");

        var trusting = new ThreeNodes();
        trusting.us.agreeing = AnyProfile::new;
        trusting.nl.agreeing = AnyProfile::new;
        trusting.us.catalogue = lie();
        trusting.nl.catalogue = lie();
        trusting.agree(trusting.agreements());
        assertThat(story(trusting)).contains("held beyond the grant");
    }
}
