package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Objects;

class KnownPlacesTest {
    private static final KnownPlaces LIST =
            KnownPlaces.of(
                    List.of("# two ports", "NLRTM", " SGSIN ", "", "NLRTM DDE", "USHOU BCT"));

    /** The warnings about an event at a terminal. */
    private static List<String> warnings(KnownPlaces places, String locode, String terminal)
            throws Exception {
        DocumentType type = Catalogue.bundled().type("equipment-event/1.0");
        ObjectNode event = Objects.requireNonNull(type.examples().get("gate-in")).deepCopy();
        ObjectNode call = event.withObject("/transportCall");
        call.put("UNLocationCode", locode);
        call.put("facilityCode", terminal).put("facilityCodeListProvider", "SMDG");
        event.remove("eventLocation");
        call.remove("location");
        return type.under(Policy.NONE.with(places)).check(event).stream()
                .filter(warning -> warning.pointer().startsWith("/transportCall"))
                .map(warning -> warning.rule() + " " + warning.pointer())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "NLRTM, DDE, ''",
        "NLRTM, BCT, terminal-code /transportCall/facilityCode",
        "SGSIN, DDE, terminal-code /transportCall/facilityCode",
    })
    void what_is_not_listed_is_doubtful(String locode, String terminal, String doubt)
            throws Exception {
        assertThat(String.join(" ", warnings(LIST, locode, terminal))).isEqualTo(doubt);
        assertThat(warnings(KnownPlaces.ANY, locode, terminal)).isEmpty();
    }

    @Test
    void a_place_that_is_not_listed_is_doubtful() throws Exception {
        assertThat(warnings(LIST, "NLXXX", "DDE"))
                .contains("un-locode /transportCall/UNLocationCode");
        assertThat(warnings(KnownPlaces.ANY, "NLXXX", "DDE")).isEmpty();
        assertThat(warnings(KnownPlaces.of(List.of("NLRTM DDE")), "NLXXX", "DDE"))
                .containsExactly("terminal-code /transportCall/facilityCode");
    }

    @Test
    void a_place_begins_with_a_country() throws Exception {
        assertThat(warnings(KnownPlaces.ANY, "QQRTM", "DDE"))
                .containsExactly("un-locode /transportCall/UNLocationCode");
        assertThat(warnings(KnownPlaces.ANY, "XZAAA", "DDE")).isEmpty();
    }

    @Test
    void a_list_of_another_form_is_refused_with_the_line() {
        assertThatThrownBy(() -> KnownPlaces.of(List.of("NLRTM", "#", "\"NL\",\"RTM\"")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line 3");
    }
}
