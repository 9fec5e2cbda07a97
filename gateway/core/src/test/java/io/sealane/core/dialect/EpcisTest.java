package io.sealane.core.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Events in the form of GS1 EPCIS 2.0. */
class EpcisTest {
    private static final String STUFFING =
            """
            {"@context": ["https://ref.gs1.org/standards/epcis/epcis-context.jsonld"],
             "type": "EPCISDocument", "schemaVersion": "2.0",
             "creationDate": "2026-03-10T20:00:00Z",
             "epcisBody": {"eventList": [{
               "type": "AggregationEvent", "action": "ADD", "bizStep": "packing",
               "eventID": "urn:uuid:0d3f5a9e-3f0b-4c37-9c6a-6d1de5c1a001",
               "eventTime": "2026-03-10T11:20:00-05:00", "eventTimeZoneOffset": "-05:00",
               "recordTime": "2026-03-10T19:59:00Z",
               "parentID": "urn:epc:id:bic:SLNU2100341",
               "childEPCs": ["urn:epc:id:sscc:9521321.0000000017",
                             "urn:epc:id:sscc:9521321.0000000018"],
               "childQuantityList": [
                 {"epcClass": "urn:epc:class:lgtin:9521321.099011.88", "quantity": 5.5,
                  "uom": "KGM"}],
               "readPoint": {"id": "urn:epc:id:sgln:9521321.00012.0"}
             }]}}
            """;

    private static final String POSITION =
            """
            {"type": "ObjectEvent", "action": "OBSERVE", "bizStep": "sensor_reporting",
             "eventID": "urn:uuid:0d3f5a9e-3f0b-4c37-9c6a-6d1de5c1a002",
             "eventTime": "2026-03-20T00:30:00Z", "eventTimeZoneOffset": "+02:00",
             "epcList": ["urn:epc:id:bic:SLNU2100341"],
             "readPoint": {"id": "geo:51.88510,4.28675"}}
            """;

    @Test
    void a_stuffing_names_the_box_and_what_was_put_in() throws Exception {
        JsonNode file = Json.parse(STUFFING);
        ForeignFile recognised = Ours.recognised(file);
        assertThat(recognised.dialect().name()).isEqualTo("gs1-epcis-2");
        Imported event = recognised.document(0);
        JsonNode ours = event.document();
        assertThat(event.type().vct()).isEqualTo("equipment-event/1.0");
        assertThat(ours.path("equipmentEventTypeCode").asText()).isEqualTo("STUF");
        assertThat(ours.path("emptyIndicatorCode").asText()).isEqualTo("LADEN");
        assertThat(ours.path("equipmentReference").asText()).isEqualTo("SLNU2100341");
        assertThat(ours.path("containedUnits")).hasSize(2);
        assertThat(ours.at("/containedGoods/0/unit").asText()).isEqualTo("KGM");
        assertThat(event.leftOut()).isEmpty();
        assertThat(event.warnings()).extracting(w -> w.rule()).containsExactly("place-by-code");
        // Nor is anything lost that is said around the events, except when the file was made.
        assertThat(recognised.leftOut())
                .extracting(LeftOut::pointer)
                .containsExactly("/creationDate");
        Exported back = Ours.dialect("gs1-epcis-2").export(List.of(event));
        ((ObjectNode) file).put("creationDate", "2026-03-10T19:59:00Z");
        assertThat(back.file()).isEqualTo(file);
    }

    @Test
    void a_position_is_told_in_the_local_time_of_its_place() throws Exception {
        JsonNode file = Json.parse(POSITION);
        Imported event = Ours.recognised(file).document(0);
        assertThat(event.document())
                .isEqualTo(
                        Json.parse(
                                """
                                {"iotEventTypeCode": "BREADCRUMB",
                                 "eventID": "0d3f5a9e-3f0b-4c37-9c6a-6d1de5c1a002",
                                 "eventDateTime": "2026-03-20T02:30:00+02:00",
                                 "eventCreatedDateTime": "2026-03-20T02:30:00+02:00",
                                 "equipmentReference": "SLNU2100341",
                                 "geoCoordinate": {"latitude": "51.88510",
                                                   "longitude": "4.28675"}}
                                """));
        // The instant comes back, in another form.
        assertThat(event.leftOut()).extracting(LeftOut::pointer).containsExactly("/eventTime");
    }

    @ParameterizedTest
    @CsvSource({"arriving, GTIN", "departing, GTOT"})
    void a_closed_box_goes_through_a_gate(String step, String code) throws Exception {
        ObjectNode event = (ObjectNode) Json.parse(POSITION);
        event.put("bizStep", step).put("disposition", "container_closed");
        event.put("eventTime", "2026-03-20T02:30:00+02:00");
        Imported imported = Ours.recognised(event).document(0);
        assertThat(imported.document().path("equipmentEventTypeCode").asText()).isEqualTo(code);
        assertThat(imported.document().path("emptyIndicatorCode").asText()).isEqualTo("LADEN");
        assertThat(imported.leftOut()).isEmpty();
        JsonNode back = Ours.dialect("gs1-epcis-2").export(List.of(imported)).file();
        assertThat(back.at("/epcisBody/eventList/0")).isEqualTo(event);
        // Whether it is empty is not guessed.
        event.remove("disposition");
        assertThat(Ours.DIALECTS.recognise(event)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "urn:epc:id:sscc:9521321.0000000017, unitIdentifier",
        "https://id.gs1.org/00/095213210000000174, unitIdentifier"
    })
    void what_is_no_container_is_named_by_its_uri(String parent, String member) throws Exception {
        ObjectNode file = (ObjectNode) Json.parse(STUFFING);
        ((ObjectNode) file.at("/epcisBody/eventList/0")).put("parentID", parent);
        Imported event = Ours.recognised(file).document(0);
        assertThat(event.document().path(member).asText()).isEqualTo(parent);
        assertThat(event.document().has("equipmentReference")).isFalse();
        assertThat(event.leftOut()).isEmpty();
    }

    @Test
    void what_is_not_said_is_not_guessed() throws Exception {
        ObjectNode file = (ObjectNode) Json.parse(STUFFING);
        ObjectNode event = (ObjectNode) file.at("/epcisBody/eventList/0");
        event.put("action", "DELETE").put("bizStep", "unpacking");
        ForeignFile partly = Ours.recognised(file);
        assertThatThrownBy(() -> partly.document(0))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("whether anything is left is not said");
        event.remove(List.of("childEPCs", "childQuantityList"));
        JsonNode emptied = Ours.recognised(file).document(0).document();
        assertThat(emptied.path("equipmentEventTypeCode").asText()).isEqualTo("STRP");
        assertThat(emptied.path("emptyIndicatorCode").asText()).isEqualTo("EMPTY");
    }

    @Test
    void what_a_sensor_says_is_left_out_and_it_is_said_why() throws Exception {
        ObjectNode event = (ObjectNode) Json.parse(POSITION);
        event.putArray("sensorElementList").addObject().putObject("sensorMetadata");
        Imported imported = Ours.recognised(event).document(0);
        assertThat(imported.leftOut())
                .filteredOn(left -> left.pointer().equals("/sensorElementList"))
                .singleElement()
                .matches(left -> left.why().startsWith("A sensor says what it measures"));
    }
}
