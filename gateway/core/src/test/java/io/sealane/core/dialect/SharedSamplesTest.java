package io.sealane.core.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Warning;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that others published, which lie beside the project, are read, and written back. */
@Tag("shared")
class SharedSamplesTest {
    private static final Path SAMPLES =
            Path.of(System.getProperty("shared.dir", "shared"), "samples");

    private static JsonNode sample(String name) throws Exception {
        return Json.parse(Files.readAllBytes(SAMPLES.resolve(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "01-dcsa-booking-request-dg.json, plain, 1",
        "02-dcsa-booking-confirmed.json, plain, 1",
        "03-dcsa-shipping-instructions.json, plain, 1",
        "04-dcsa-transport-document-dg.json, plain, 1",
        "07-dcsa-tnt-2.2.0-events.json, dcsa-tnt-2, 7",
        "11-dcsa-vgm-declaration.json, dcsa-vgm-1, 1",
        "12-dcsa-port-call-event.json, dcsa-port-call-2, 1"
    })
    void what_dcsa_publishes_is_carried_over_whole_and_comes_back_the_same(
            String name, String dialect, int size) throws Exception {
        JsonNode sample = sample(name);
        ForeignFile file = Ours.recognised(sample);
        assertThat(file.dialect().name()).isEqualTo(dialect);
        assertThat(file.size()).isEqualTo(size);
        assertThat(file.leftOut()).isEmpty();
        var documents = new ArrayList<Imported>();
        for (int i = 0; i < size; i++) {
            documents.add(file.document(i));
            assertThat(documents.get(i).leftOut()).isEmpty();
        }
        Exported back = file.dialect().export(documents);
        assertThat(back.file()).isEqualTo(sample);
        assertThat(back.leftOut()).allMatch(List::isEmpty);
    }

    @Test
    void a_seal_that_is_told_of_with_the_loading_is_doubtful() throws Exception {
        Imported event = Ours.recognised(sample("07-dcsa-tnt-2.2.0-events.json")).document(2);
        assertThat(event.warnings())
                .extracting(Warning::rule, Warning::pointer)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("seals-with-this-event", "/2/seals"));
    }

    @Test
    void an_aggregation_of_gs1_is_a_stuffing_and_comes_back_without_what_was_named()
            throws Exception {
        JsonNode sample = sample("13-epcis2-aggregation-event-sensor.json");
        ForeignFile file = Ours.recognised(sample);
        assertThat(file.dialect().name()).isEqualTo("gs1-epcis-2");
        Imported event = file.document(0);
        assertThat(event.type().vct()).isEqualTo("equipment-event/1.0");
        String at = "/epcisBody/eventList/0";
        assertThat(event.document().path("equipmentEventTypeCode").asText()).isEqualTo("STUF");
        assertThat(event.document().path("unitIdentifier")).isEqualTo(sample.at(at + "/parentID"));
        assertThat(event.document().at("/containedGoods/0/quantity").intValue()).isEqualTo(52);
        assertThat(event.leftOut())
                .extracting(LeftOut::pointer)
                .containsExactly(at + "/disposition", at + "/sensorElementList");
        assertThat(file.leftOut())
                .extracting(LeftOut::pointer)
                .containsExactly("/@context/1", "/id", "/creationDate");
        JsonNode back = file.dialect().export(List.of(event)).file();
        ObjectNode left = sample.at(at).deepCopy();
        left.remove(List.of("disposition", "sensorElementList"));
        assertThat(back.at(at)).isEqualTo(left);
        assertThat(Ours.recognised(back).document(0).document()).isEqualTo(event.document());
    }
}
