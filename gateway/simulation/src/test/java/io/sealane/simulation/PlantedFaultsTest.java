package io.sealane.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Agreements;
import io.sealane.core.exchange.Journal;
import io.sealane.core.exchange.MemoryStore;
import io.sealane.core.exchange.Observer;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Store;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/** Each planted fault makes a seed fail, and not many have to be tried. */
class PlantedFaultsTest {
    /** The first thing that is found wrong within so many seeds; empty if nothing is. */
    private static String found(Build build, int seeds) {
        var simulation = new Simulation(build);
        for (long seed = 1; seed <= seeds; seed++) {
            String violation = simulation.tell(seed).violation();
            if (violation != null) {
                return violation;
            }
        }
        return "";
    }

    private static Build stores(Function<Self, MemoryStore> store) {
        return new Build() {
            @Override
            public MemoryStore store(Self self) {
                return store.apply(self);
            }
        };
    }

    @Test
    void a_receiver_without_deduplication_is_found_within_3_seeds() {
        assertThat(found(stores(self -> new Planted.NoDeduplication()), 3))
                .containsAnyOf("twice in an inbox", "received on");
    }

    @Test
    void an_answer_before_the_commit_is_found_within_10_seeds() {
        Build build =
                new Build() {
                    @Override
                    public MemoryStore store(Self self) {
                        return new Planted.AnswerBeforeCommit();
                    }

                    @Override
                    public MemoryStore afterPowerLoss(MemoryStore store) {
                        return ((Planted.AnswerBeforeCommit) store).afterPowerLoss();
                    }
                };
        assertThat(found(build, 10)).containsAnyOf("the log has shrunk", "acknowledged and lost");
    }

    @Test
    void a_checkpoint_before_the_commit_is_found_within_1_seed() {
        Build build =
                new Build() {
                    @Override
                    public Sequencer sequencer(
                            Self self,
                            Store store,
                            Journal journal,
                            Observer observer,
                            Lock committing) {
                        return new Planted.CheckpointBeforeCommit(
                                self, store, journal, observer, committing);
                    }
                };
        assertThat(found(build, 1)).contains("that is not durable");
    }

    @Test
    void a_class_check_that_is_off_is_found_within_5_seeds() {
        Build build =
                new Build() {
                    @Override
                    public Agreements agreements(List<Agreement> agreements) {
                        return new Planted.ClassCheckOff(agreements);
                    }
                };
        assertThat(found(build, 5)).contains("holds", "which nobody granted");
    }

    @Test
    void a_number_that_is_reused_after_a_crash_is_found_within_3_seeds() {
        Build build =
                new Build() {
                    @Override
                    public MemoryStore store(Self self) {
                        return new Planted.NumberReused();
                    }

                    @Override
                    public void killed(MemoryStore store) {
                        if (store instanceof Planted.NumberReused reusing) {
                            reusing.kill();
                        }
                    }
                };
        assertThat(found(build, 3)).contains("number ", " follows ");
    }

    @Test
    void a_void_that_names_nothing_is_found_within_20_seeds() {
        assertThat(found(stores(Planted.VoidOfNothing::new), 20)).isNotEmpty();
    }

    @Test
    void a_receipt_of_another_delivery_is_found_within_3_seeds() {
        assertThat(found(stores(self -> new Planted.OtherReceipt()), 3))
                .contains("gives a receipt of another delivery");
    }

    @Test
    void a_lease_without_an_epoch_is_found_within_20_seeds() {
        assertThat(found(stores(self -> new Planted.LeaseWithoutEpoch()), 20))
                .contains("cancelled and sent");
    }

    @Test
    void a_refusal_that_keeps_a_disclosure_is_found_within_5_seeds() {
        assertThat(found(stores(self -> new Planted.RefusalWithDisclosure()), 5))
                .contains("keeps more of a refusal than hashes and the two tokens");
    }
}
