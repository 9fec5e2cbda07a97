package io.sealane.core.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Events in the structure of DCSA Track & Trace 3.0. */
class TrackAndTraceTest {
    private static final String GATE_IN =
            """
            {"events": [{
              "eventRouting": {"originatingParties": [{"partyCode": "XACM"}]},
              "eventID": "evt-7731-gate",
              "isRetracted": false,
              "eventDateTime": "2026-03-11T09:58:00-04:00",
              "eventUpdatedDateTime": "2026-03-11T14:02:40Z",
              "eventLocation": {
                "facilityType": "PORT_TERMINAL",
                "UNLocationCode": "USSAV",
                "facility": {
                  "facilityName": "Tidewater", "facilityCode": "TWSAV",
                  "facilityCodeListProvider": "SMDG"
                },
                "address": {"city": "Savannah", "countryCode": "US"},
                "geoCoordinate": {"latitude": "32.12843", "longitude": "-81.14287"}
              },
              "eventClassification": {
                "eventType": "EQUIPMENT", "eventClassifier": "ACTUAL",
                "equipmentEventType": "GATED_IN"
              },
              "shipmentDetails": {
                "documentReference": {"type": "BOOKING", "reference": "XACM0094417"},
                "additionalDocumentReferences": [
                  {"type": "TRANSPORT_DOCUMENT", "reference": "XACMSAV26019"}
                ],
                "shipmentReferences": [
                  {"type": "PURCHASE_ORDER_REFERENCE", "reference": "NW-PO-50218"}
                ]
              },
              "equipmentDetails": {
                "equipmentReference": "SLNU2100341", "ISOEquipmentCode": "45G1",
                "emptyIndicator": "LADEN", "transportPhase": "EXPORT",
                "seals": [{"number": "TW448120", "source": "SHIPPER", "type": "BOLT"}]
              }
            }]}
            """;

    @Test
    void a_gate_in_becomes_one_of_ours_in_codes() throws Exception {
        Imported event = Ours.recognised(Json.parse(GATE_IN)).document(0);
        assertThat(event.type().vct()).isEqualTo("equipment-event/1.0");
        assertThat(event.warnings()).isEmpty();
        assertThat(event.document())
                .isEqualTo(
                        Json.parse(
                                """
                                {"eventType": "EQUIPMENT",
                                 "eventID": "%s", "sourceEventID": "evt-7731-gate",
                                 "eventDateTime": "2026-03-11T09:58:00-04:00",
                                 "eventCreatedDateTime": "2026-03-11T14:02:40Z",
                                 "eventClassifierCode": "ACT", "equipmentEventTypeCode": "GTIN",
                                 "equipmentReference": "SLNU2100341", "ISOEquipmentCode": "45G1",
                                 "emptyIndicatorCode": "LADEN",
                                 "seals": [{"sealNumber": "TW448120", "sealSource": "SHI",
                                            "sealType": "BLT"}],
                                 "eventLocation": {
                                   "latitude": "32.12843", "longitude": "-81.14287",
                                   "address": {"city": "Savannah", "country": "US"},
                                   "facilityTypeCode": "POTE", "UNLocationCode": "USSAV",
                                   "facilityCode": "TWSAV", "facilityCodeListProvider": "SMDG"},
                                 "documentReferences": [
                                   {"documentReferenceType": "BKG",
                                    "documentReferenceValue": "XACM0094417"},
                                   {"documentReferenceType": "TRD",
                                    "documentReferenceValue": "XACMSAV26019"}],
                                 "references": [{"referenceType": "PO",
                                                 "referenceValue": "NW-PO-50218"}]}
                                """
                                        .formatted(event.document().path("eventID").asText())));
        assertThat(event.leftOut())
                .extracting(LeftOut::pointer)
                .containsExactly(
                        "/events/0/eventRouting",
                        "/events/0/eventLocation/facility/facilityName",
                        "/events/0/equipmentDetails/transportPhase");
    }

    @Test
    void the_way_back_says_everything_that_was_carried_over() throws Exception {
        JsonNode file = Json.parse(GATE_IN);
        Imported event = Ours.recognised(file).document(0);
        Exported back = Ours.dialect("dcsa-tnt-3").export(List.of(event));
        ObjectNode expected = file.deepCopy();
        ObjectNode one = (ObjectNode) expected.at("/events/0");
        one.remove(List.of("eventRouting", "isRetracted"));
        ((ObjectNode) one.at("/eventLocation/facility")).remove("facilityName");
        ((ObjectNode) one.at("/equipmentDetails")).remove("transportPhase");
        assertThat(back.file()).isEqualTo(expected);
        assertThat(back.leftOut()).containsExactly(List.of());
    }

    @Test
    void told_again_an_event_has_the_same_number() throws Exception {
        JsonNode file = Json.parse(GATE_IN);
        JsonNode first = Ours.recognised(file).document(0).document();
        JsonNode again = Ours.recognised(file.at("/events/0")).document(0).document();
        assertThat(again).isEqualTo(first);
        ((ObjectNode) file.at("/events/0")).remove("eventID");
        JsonNode unnumbered = Ours.recognised(file).document(0).document();
        assertThat(unnumbered.path("eventID").asText()).hasSize(36);
        assertThat(Ours.recognised(file).document(0).document()).isEqualTo(unnumbered);
    }

    @Test
    void an_event_that_is_taken_back_is_not_told_as_if_it_were_not() throws Exception {
        ObjectNode file = (ObjectNode) Json.parse(GATE_IN);
        ((ObjectNode) file.at("/events/0")).put("isRetracted", true);
        refused(file, Code.RULE_VIOLATION, "/events/0/isRetracted");
    }

    @Test
    void a_problem_is_named_where_it_is_in_the_file() throws Exception {
        ObjectNode file = (ObjectNode) Json.parse(GATE_IN);
        ((ObjectNode) file.at("/events/0/equipmentDetails")).put("emptyIndicator", "HALF");
        refused(file, Code.SCHEMA_VIOLATION, "/events/0/equipmentDetails/emptyIndicator");
        file = (ObjectNode) Json.parse(GATE_IN);
        ((ObjectNode) file.at("/events/0")).remove("eventUpdatedDateTime");
        refused(file, Code.SCHEMA_VIOLATION, "/events/0/eventUpdatedDateTime");
        ((ObjectNode) file.at("/events/0/eventClassification")).put("eventType", "REEFER");
        refused(file, Code.UNKNOWN_TYPE, "/events/0");
    }

    private static void refused(JsonNode file, Code code, String pointer) {
        assertThatThrownBy(() -> Ours.recognised(file).document(0))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.pointer()).isEqualTo(pointer);
                            assertThat(refusal.code()).isEqualTo(code);
                        });
    }
}
