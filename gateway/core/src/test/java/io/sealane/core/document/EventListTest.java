package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of others become events of ours, in one form, and what is left out is named. */
class EventListTest {
    private static final DocumentType EQUIPMENT = Schemas.type("equipment-event/1.0");

    @Test
    void each_event_becomes_a_document_of_its_kind() throws Exception {
        var list = Json.array();
        for (String type : new String[] {"transport", "equipment", "document-status"}) {
            list.add(Schemas.example(Schemas.type(type + "-event/1.0"), "government-shipment"));
        }
        assertThat(EventList.looksLike(list)).isTrue();
        EventList events = EventList.of(list, Schemas.CATALOGUE);
        assertThat(events.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            Imported event = events.event(i);
            assertThat(event.document()).isEqualTo(list.get(i));
            assertThat(event.leftOut()).isEmpty();
        }
        assertThat(events.event(0).type().vct()).isEqualTo("transport-event/1.0");
        assertThat(events.event(2).type().vct()).isEqualTo("document-status-event/1.0");
    }

    @ParameterizedTest
    @CsvSource({"VGMDeclarations, vgm-declaration", "events, port-call-event"})
    void a_list_that_is_wrapped_is_one_of_documents_of_its_kind(String name, String type)
            throws Exception {
        JsonNode document = Schemas.example(Schemas.type(type + "/1.0"), "reefer");
        var file = Json.object();
        file.putArray(name).add(document).add(Json.object().put("poem", 1));
        assertThat(EventList.looksLike(file)).isTrue();
        EventList events = EventList.of(file, Schemas.CATALOGUE);
        assertThat(events.at(1)).isEqualTo("/" + name + "/1");
        assertThat(events.event(0).document()).isEqualTo(document);
        assertThatThrownBy(() -> events.event(1)).isInstanceOf(Refusal.class);
        file.withArray("/" + name).remove(0);
        assertThat(EventList.looksLike(file)).isFalse();
    }

    @Test
    void words_become_codes() throws Exception {
        ObjectNode event = (ObjectNode) Schemas.example(EQUIPMENT, "reefer");
        JsonNode coded = only(event).document();
        assertThat(coded.path("equipmentEventTypeCode").asText()).isEqualTo("DISC");
        assertThat(coded.path("eventClassifierCode").asText()).isEqualTo("EST");
        assertThat(coded.at("/references/0/referenceType").asText()).isEqualTo("AAO");
        event.put("equipmentEventTypeCode", "DISC").put("eventClassifierCode", "EST");
        ((ObjectNode) event.at("/references/0")).put("referenceType", "AAO");
        assertThat(coded).isEqualTo(event);
    }

    @Test
    void what_has_no_place_here_is_left_out_and_named() throws Exception {
        ObjectNode event = (ObjectNode) Schemas.example(EQUIPMENT, "gate-in");
        JsonNode before = event.deepCopy();
        event.putObject("iotDetails").put("deviceVendor", "somebody");
        ((ObjectNode) event.at("/transportCall/vessel")).put("vesselMMSINumber", "200000000");
        ((ObjectNode) event.at("/seals/0")).put("placement", "DOOR");
        Imported imported = only(event);
        assertThat(imported.document()).isEqualTo(before);
        assertThat(imported.leftOut())
                .containsExactly(
                        "/transportCall/vessel/vesselMMSINumber",
                        "/seals/0/placement",
                        "/iotDetails");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IOT", "equipment", ""})
    void an_event_of_another_kind_is_refused(String kind) {
        ObjectNode event = (ObjectNode) Schemas.example(EQUIPMENT, "gate-in");
        refused(Code.UNKNOWN_TYPE, event.put("eventType", kind));
    }

    @Test
    void an_event_that_is_not_as_its_type_says_is_refused() {
        ObjectNode event = (ObjectNode) Schemas.example(EQUIPMENT, "gate-in");
        refused(Code.RULE_VIOLATION, event.put("eventDateTime", "2030-01-01T00:00:00Z"));
        event.remove("eventID");
        refused(Code.SCHEMA_VIOLATION, event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "[1]", "[{}]", "{'eventType':'EQUIPMENT'}"})
    void other_files_are_not_taken_for_a_list_of_events(String text) throws Exception {
        assertThat(EventList.looksLike(Json.parse("[" + text.replace('\'', '"') + "]").get(0)))
                .isFalse();
    }

    private static Imported only(JsonNode event) throws Refusal {
        ArrayNode list = Json.array().add(event);
        return EventList.of(list, Schemas.CATALOGUE).event(0);
    }

    private static void refused(Code code, JsonNode event) {
        assertThatThrownBy(() -> only(event))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
