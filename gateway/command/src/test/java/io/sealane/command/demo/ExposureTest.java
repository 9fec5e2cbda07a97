package io.sealane.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.document.FieldClass;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

class ExposureTest {
    private static final Map<String, FieldClass> UNITS =
            Map.of(
                    "/a", new FieldClass("cargo.text"),
                    "/b", new FieldClass("cargo.code"),
                    "/c", new FieldClass("money.value"));

    private final Exposure exposure = new Exposure(List.of("us", "nl", "sg"));

    @Test
    void counts_units_of_others_documents_by_top_level_class() {
        exposure.add("us", UNITS, Map.of("us", UNITS.keySet(), "nl", Set.of("/a", "/c")));
        exposure.add("sg", UNITS, Map.of("nl", Set.of("/a")));

        assertThat(exposure.share("nl", "cargo")).isEqualTo(new Exposure.Share(2, 4));
        assertThat(exposure.share("nl", "money")).isEqualTo(new Exposure.Share(1, 2));
        assertThat(exposure.share("sg", "cargo")).isEqualTo(new Exposure.Share(0, 2));
        assertThat(exposure.share("us", "money")).isEqualTo(new Exposure.Share(0, 1));
        assertThat(exposure.classes()).containsExactly("cargo", "money");
    }

    @Test
    void an_issuers_node_holds_its_own_documents_whole_and_that_is_counted_apart() {
        exposure.add("us", UNITS, Map.of("us", UNITS.keySet()));

        assertThat(exposure.own("us")).isEqualTo(1);
        assertThat(exposure.own("nl")).isZero();
        assertThat(exposure.sawEverything()).isEmpty();
        assertThat(exposure.share("us", "cargo")).isEqualTo(new Exposure.Share(0, 0));
    }

    @Test
    void a_node_that_saw_all_of_anothers_document_is_named() {
        exposure.add("us", UNITS, Map.of("sg", UNITS.keySet(), "nl", Set.of("/a", "/b")));

        assertThat(exposure.sawEverything()).containsExactly("sg");
    }
}
