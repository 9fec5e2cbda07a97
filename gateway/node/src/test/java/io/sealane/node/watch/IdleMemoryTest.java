package io.sealane.node.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleMemoryTest {
    private long collections;
    private int asked;
    private final IdleMemory idle =
            new IdleMemory(
                    () -> collections,
                    () -> {
                        asked++;
                        collections++;
                    });

    @Test
    void collects_once_when_work_has_ended() {
        collections += 5;
        idle.look();
        assertThat(asked).as("it works").isZero();
        idle.look();
        assertThat(asked).as("it has stopped working").isEqualTo(1);
        idle.look();
        idle.look();
        assertThat(asked).as("it goes on doing nothing").isEqualTo(1);
    }

    @Test
    void collects_again_after_more_work() {
        idle.look();
        assertThat(asked).as("the start was work").isEqualTo(1);
        collections++;
        idle.look();
        idle.look();
        assertThat(asked).isEqualTo(2);
    }
}
