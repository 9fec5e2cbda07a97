package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Two processes of a receiver have one batch in hand: a retry that overtakes its first try. */
class OvertakenTest {
    /** A store that lets something happen just before it says which delivery ids it knows. */
    private static final class Overtaken extends BreakableStore {
        private @Nullable Runnable meanwhile;

        @Override
        public synchronized Map<UUID, Long> numbersOf(ChannelName channel, List<UUID> ids) {
            Runnable once = meanwhile;
            meanwhile = null;
            if (once != null) {
                once.run();
            }
            return super.numbersOf(channel, ids);
        }
    }

    /** The retry of a batch: its sender was told that its checkpoint is known already. */
    private static byte[] again(byte[] batch, ThreeNodes net) throws Refusal {
        Batch first = Batch.parse(batch);
        long known = net.us.paths().sequencer().head().size();
        var head = new Batch.Head(first.head().checkpoint(), known, List.of(), first.head().seen());
        return new Batch(head, first.lines()).toJsonLines();
    }

    @Test
    void what_another_process_admitted_meanwhile_is_no_equivocation() throws Refusal {
        var receiving = new Overtaken();
        var net = new ThreeNodes(new BreakableStore(), receiving);
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, batch) -> {
                    receiving.meanwhile =
                            () -> {
                                try {
                                    good.carry(to, again(batch, net));
                                } catch (Refusal refused) {
                                    throw new AssertionError(refused);
                                }
                            };
                    return good.carry(to, batch);
                };
        MemoryDelivery delivered = net.exchange();

        assertThat(delivered.receipted().code()).isNull();
        assertThat(receiving.inbox()).hasSize(1);
        assertThat(receiving.equivocations).isZero();
    }
}
