package io.sealane.core.dialect;

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

/** What others wrote field by field as we do becomes documents of ours, and the rest is named. */
class ForeignFileTest {
    @Test
    void each_event_becomes_a_document_of_its_kind() throws Exception {
        var list = Json.array();
        for (String type : new String[] {"transport", "equipment", "document-status"}) {
            list.add(Ours.example(type + "-event", "government-shipment"));
        }
        ForeignFile file = Ours.recognised(list);
        assertThat(file.dialect().name()).isEqualTo("dcsa-tnt-2");
        assertThat(file.isPlain()).isFalse();
        assertThat(file.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            Imported event = file.document(i);
            assertThat(event.document()).isEqualTo(list.get(i));
            assertThat(event.leftOut()).isEmpty();
        }
        assertThat(file.document(0).type().vct()).isEqualTo("transport-event/1.0");
        assertThat(file.document(2).type().vct()).isEqualTo("document-status-event/1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "VGMDeclarations, vgm-declaration",
        "events, port-call-event",
        "arrivalNotices, arrival-notice"
    })
    void a_list_that_is_wrapped_is_one_of_documents_of_its_kind(String name, String type)
            throws Exception {
        JsonNode document = Ours.example(type, "reefer");
        var file = Json.object();
        file.putArray(name).add(document).add(Json.object().put("poem", 1));
        ForeignFile recognised = Ours.recognised(file);
        assertThat(recognised.at(1)).isEqualTo("/" + name + "/1");
        assertThat(recognised.document(0).document()).isEqualTo(document);
        assertThatThrownBy(() -> recognised.document(1)).isInstanceOf(Refusal.class);
        file.withArray("/" + name).remove(0);
        assertThat(Ours.DIALECTS.recognise(file)).isEmpty();
    }

    @Test
    void words_become_codes_in_a_list_and_stay_in_a_document() throws Exception {
        ObjectNode event = Ours.example("equipment-event", "reefer");
        JsonNode coded = only(event).document();
        assertThat(coded.path("equipmentEventTypeCode").asText()).isEqualTo("DISC");
        assertThat(coded.path("eventClassifierCode").asText()).isEqualTo("EST");
        assertThat(coded.at("/references/0/referenceType").asText()).isEqualTo("AAO");
        ForeignFile plain = Ours.recognised(event);
        assertThat(plain.isPlain()).isTrue();
        assertThat(plain.document(0).document()).isEqualTo(event);
        event.put("equipmentEventTypeCode", "DISC").put("eventClassifierCode", "EST");
        ((ObjectNode) event.at("/references/0")).put("referenceType", "AAO");
        assertThat(coded).isEqualTo(event);
    }

    @Test
    void what_has_no_place_here_is_left_out_and_named() throws Exception {
        ObjectNode event = Ours.example("equipment-event", "gate-in");
        JsonNode before = event.deepCopy();
        event.putObject("iotDetails").put("deviceVendor", "somebody");
        ((ObjectNode) event.at("/transportCall/vessel")).put("vesselMMSINumber", "200000000");
        ((ObjectNode) event.at("/seals/0")).put("placement", "DOOR");
        Imported imported = only(event);
        assertThat(imported.document()).isEqualTo(before);
        assertThat(imported.leftOut())
                .extracting(LeftOut::pointer)
                .containsExactly(
                        "/0/transportCall/vessel/vesselMMSINumber",
                        "/0/seals/0/placement",
                        "/0/iotDetails");
        assertThat(imported.leftOut())
                .extracting(LeftOut::why)
                .containsOnly("equipment-event/1.0 has no place for it.");
    }

    @Test
    void a_number_that_opens_a_gate_is_left_out_and_it_is_said_why() throws Exception {
        ObjectNode notice = Ours.example("arrival-notice", "reefer");
        notice.withObject("/pickupInformation").put("pickupNumber", "canary-number");
        Imported imported = Ours.recognised(notice).document(0);
        assertThat(imported.document().toString()).doesNotContain("canary-number");
        assertThat(imported.leftOut())
                .containsExactly(
                        new LeftOut(
                                "/pickupInformation/pickupNumber",
                                "Who reads it can fetch the box: it is carried sealed for its"
                                        + " reader, as sealedPickupNumbers."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IOT", "equipment", ""})
    void an_event_of_another_kind_is_refused(String kind) {
        ObjectNode event = Ours.example("equipment-event", "gate-in");
        refused(Code.UNKNOWN_TYPE, "/0", event.put("eventType", kind));
    }

    @Test
    void an_event_that_is_not_as_its_type_says_is_refused_at_its_place() {
        ObjectNode event = Ours.example("equipment-event", "gate-in");
        String later = "2030-01-01T00:00:00Z";
        refused(Code.RULE_VIOLATION, "/0/eventDateTime", event.put("eventDateTime", later));
        event.remove("eventID");
        refused(Code.SCHEMA_VIOLATION, "/0/eventID", event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "[1]", "[{}]", "[[{'eventType':'EQUIPMENT'}]]", "1"})
    void other_files_are_not_recognised(String text) throws Exception {
        JsonNode file = Json.parse(text.replace('\'', '"'));
        assertThat(Ours.DIALECTS.recognise(file)).isEmpty();
    }

    private static Imported only(JsonNode event) throws Refusal {
        ArrayNode list = Json.array().add(event);
        return Ours.recognised(list).document(0);
    }

    private static void refused(Code code, String pointer, JsonNode event) {
        assertThatThrownBy(() -> only(event))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(code);
                            assertThat(refusal.pointer()).isEqualTo(pointer);
                        });
    }
}
