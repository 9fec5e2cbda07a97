package io.sealane.edifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

/** What others wrote: samples beside the checkout. */
@Tag("shared")
class SamplesTest {
    private static Interchanges.Read read(String name) throws Exception {
        Path file = Path.of(System.getProperty("shared.dir"), "samples", name);
        return Interchanges.read(Files.readAllBytes(file));
    }

    @Test
    void a_stowage_plan_is_known_and_not_mapped() throws Exception {
        Interchanges.Read read = read("14-edifact-BAPLIE-D95B-SMDG20-dg.edi");
        assertThat(read.documents()).isEmpty();
        assertThat(read.faults()).containsExactly("not-mapped");
        assertThat(read.fault("not-mapped").detail()).startsWith("BAPLIE D.95B is not mapped.");
        assertThat(read.result().isWhole()).isFalse();
    }

    @Test
    void a_status_of_rail_is_a_departure_with_its_warnings() throws Exception {
        Interchanges.Read read = read("15-edifact-IFTSTA-D00B.edi");
        assertThat(read.faults()).isEmpty();
        assertThat(read.warnings())
                .containsExactlyInAnyOrder(
                        "reference-mismatch",
                        "container-check-digit",
                        "told-before-it-happened",
                        "local-time");
        assertThat(read.fault("reference-mismatch").tag()).isEqualTo("UNZ");
        assertThat(read.documents()).hasSize(1);
        JsonNode event = read.documents().getFirst().body();
        assertThat(event.path("transportEventTypeCode").textValue()).isEqualTo("DEPA");
        assertThat(event.path("eventDateTime").textValue()).isEqualTo("2022-11-19T07:10:00Z");
        assertThat(event.at("/transportCall/modeOfTransport").textValue()).isEqualTo("RAIL");
        assertThat(event.at("/transportCall/UNLocationCode").textValue()).isEqualTo("USSYR");
        assertThat(event.at("/references/0/referenceValue").textValue()).isEqualTo("TRHU4561222");
        assertThat(event.at("/documentReferences/1/documentReferenceValue").textValue())
                .isEqualTo("24O4023815");
    }
}
