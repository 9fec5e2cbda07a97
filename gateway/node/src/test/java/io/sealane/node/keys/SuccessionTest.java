package io.sealane.node.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.node.keys.Succession.Member;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** Which key of a purpose is used when. */
class SuccessionTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private static Member<String> member(String name, int hours) {
        return new Member<>(name, "key of " + name, NOON.plusSeconds(3600L * hours));
    }

    private static final Succession<String> THREE =
            new Succession<>(List.of(member("c", 2), member("b", 0), member("a", -9)));

    @Test
    void the_current_key_is_the_one_that_began_last() {
        assertThat(THREE.current(NOON.minusSeconds(1))).isEqualTo("key of a");
        assertThat(THREE.current(NOON)).isEqualTo("key of b");
        assertThat(THREE.current(NOON.plusSeconds(7200))).isEqualTo("key of c");
        assertThat(THREE.currentAlias(NOON)).isEqualTo("b");
    }

    @Test
    void all_are_known_the_current_one_first() {
        assertThat(THREE.at(NOON)).containsExactly("key of b", "key of c", "key of a");
        assertThat(THREE.begun(NOON)).containsExactly("key of b", "key of a");
    }

    @Test
    void the_next_one_is_the_first_that_has_not_begun() {
        assertThat(THREE.next(NOON.minusSeconds(1))).isEqualTo("key of b");
        assertThat(THREE.next(NOON)).isEqualTo("key of c");
        assertThat(THREE.next(NOON.plusSeconds(7200))).isNull();
    }

    @Test
    void of_one_time_the_higher_number_is_the_later_one() {
        assertThat(new Succession<>(List.of(member("b", 0), member("a", 0))).current(NOON))
                .isEqualTo("key of b");
    }

    @Test
    void a_node_does_not_wait_for_its_only_key() {
        var later = new Succession<>(List.of(member("b", 2), member("a", 1)));
        assertThat(later.current(NOON)).isEqualTo("key of a");
        assertThat(later.begun(NOON)).containsExactly("key of a");
        assertThat(later.next(NOON)).isEqualTo("key of b");
    }

    @Test
    void without_an_unwanted_one_another_is_current_and_the_last_one_stays() {
        assertThat(THREE.without("key of b"::equals).current(NOON)).isEqualTo("key of a");
        assertThat(THREE.without(any -> true).current(NOON)).isEqualTo("key of b");
    }
}
