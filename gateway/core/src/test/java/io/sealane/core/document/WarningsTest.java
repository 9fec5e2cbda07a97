package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;

/** What is doubtful is said, at its place, and does not stop a document. */
class WarningsTest {
    private static final String BOX = "/utilizedTransportEquipments/0/equipment/";
    private static final String ITEM = "/consignmentItems/0/cargoItems/0/";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dangerous-goods | lei-check-digits | "
                        + "/documentParties/issuingParty/identifyingCodes/0/partyCode | "
                        + "'529900T8BM49ADCSAO55'",
                "general-cargo | un-locode | /transports/portOfLoading/UNLocationCode | 'IT940'",
                "general-cargo | unknown-code | /charges/1/currencyCode | 'QQQ'",
                "general-cargo | unknown-code | /documentParties/shipper/address/countryCode |"
                        + " 'QX'",
                "general-cargo | unknown-code | /utilizedTransportEquipments/2/seals/0/source |"
                        + " 'X'",
                "dangerous-goods | unknown-code | "
                        + ITEM
                        + "outerPackaging/dangerousGoods/0/imoClass | '5.3'",
                "reefer | reefer-settings-need-a-reefer | "
                        + "/utilizedTransportEquipments/0 @ equipment/ISOEquipmentCode | '45G1'",
                "general-cargo | issue-date-when-issued | /issueDate | ",
                "dangerous-goods | notify-party-when-to-order | /documentParties/notifyParties | ",
                "general-cargo | party-address | /documentParties/notifyParties/0 @ address | "
            })
    void is_said_at_its_place(String example, String rule, String place, String value)
            throws Exception {
        String[] parts = place.split(" @ ", 2);
        String changed = parts.length == 1 ? place : parts[0] + "/" + parts[1];
        var change = Json.object().put("path", changed);
        if (value == null) {
            change.put("op", "remove");
        } else {
            change.put("op", "replace").put("value", value.replace("'", ""));
        }
        JsonNode body = Schemas.example(example);

        var warnings =
                Schemas.TRANSPORT_DOCUMENT.check(JsonPatch.apply(body, Json.array().add(change)));

        assertThat(warnings)
                .extracting(Warning::rule, Warning::pointer)
                .containsExactly(tuple(rule, parts[0]));
        assertThat(warnings.getFirst().detail()).isNotBlank().doesNotContain("QQQ", "QX");
        assertThat(Files.readString(Schemas.root().resolve("README.md"))).contains("`" + rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "equipment-event | gate-in | container-check-digit | /equipmentReference |"
                        + " 'SLNU2100342'",
                "equipment-event | gate-in | imo-check-digit |"
                        + " /transportCall/vessel/vesselIMONumber | '0210044'",
                "equipment-event | dangerous-goods | unknown-code | /equipmentEventTypeCode |"
                        + " 'QQQ'",
                "equipment-event | gate-in | unknown-code | /seals/0/sealType | 'QQQ'",
                "equipment-event | gate-in | un-locode | /eventLocation/UNLocationCode | 'IT940'",
                "equipment-event | gate-in | seals-with-this-event |"
                        + " /seals @ /equipmentEventTypeCode | 'LOAD'",
                "equipment-event | gate-in | seals-with-this-event |"
                        + " /seals @ /equipmentEventTypeCode | 'LOADED'",
                "equipment-event | gate-in | facility-fits-event |"
                        + " /transportCall/facilityTypeCode | 'BRTH'",
                "equipment-event | dangerous-goods | lifted-where-it-calls |"
                        + " /eventLocation/UNLocationCode | 'USNYC'",
                "equipment-event | empty-return | place-by-code | /eventLocation/UNLocationCode |",
                "transport-event | departure | imo-check-digit |"
                        + " /transportCall/vessel/vesselIMONumber | '0210044'",
                "transport-event | departure | unknown-code | /transportCall/vessel/vesselFlag |"
                        + " 'QX'",
                "document-status-event | issued | unknown-code | /shipmentEventTypeCode | 'QQQQ'",
                "document-status-event | reefer | unknown-code | /documentTypeCode | 'QQQ'",
                "booking-confirmation | reefer | legs-connect |"
                        + " /transportPlan/1/loadLocation/UNLocationCode | 'SGJUR'",
                "booking-confirmation | reefer | unknown-code |"
                        + " /shipmentCutOffTimes/0/cutOffDateTimeCode | 'QQQ'",
                "booking-confirmation | reefer | cut-off-before-departure |"
                        + " /shipmentCutOffTimes/3/cutOffDateTime | '2026-04-09T12:00:00Z'",
                "booking-confirmation | reefer | equipment-as-requested |"
                        + " /confirmedEquipments/0/ISOEquipmentCode | '45R0'",
                "booking-confirmation | general-cargo | party-address |"
                        + " /documentParties/bookingAgent @"
                        + " /documentParties/bookingAgent/identifyingCodes |",
                "vgm-declaration | reefer | mass-adds-up | /VGM/weight @"
                        + " /equipmentDetails/cargoGrossWeight/unit | 'LBR'",
                "dangerous-goods-declaration | dangerous-goods | packing-group-of-the-class |"
                        + " /consignmentItems/0/cargoItems/0/outerPackaging/dangerousGoods/0"
                        + "/packingGroup |",
                "port-call-event | dangerous-goods | answers-another-event | /replyToEventID |"
                        + " '773243a9-6e9b-5bc3-9778-e31cce461ce5'",
                "customs-status | general-cargo | unknown-code | /customsStatusCode | 'QQQ'",
                "delivery-order | dangerous-goods | unknown-code | /holdReasons/0 | 'QQQ'"
            })
    void of_the_other_types_is_said_at_its_place(
            String type, String example, String rule, String place, String value) throws Exception {
        // Where it is said @ what is changed, if that is elsewhere.
        String[] parts = place.split(" @ ", 2);
        String changed = parts[parts.length - 1];
        var change = Json.object().put("path", changed);
        if (value == null) {
            change.put("op", "remove");
        } else {
            change.put("op", "replace").put("value", value.replace("'", ""));
        }
        DocumentType checked = Schemas.type(type + "/1.0");
        JsonNode body = Schemas.example(checked, example);

        var warnings = checked.check(JsonPatch.apply(body, Json.array().add(change)));

        assertThat(warnings)
                .extracting(Warning::rule, Warning::pointer)
                .containsExactly(tuple(rule, parts[0]));
        assertThat(warnings.getFirst().detail()).isNotBlank().doesNotContain("QQQ", "QX");
        assertThat(Files.readString(Schemas.root().resolve("README.md"))).contains("`" + rule);
    }

    @Test
    void more_containers_than_were_asked_for_are_a_warning() throws Exception {
        DocumentType type = Schemas.type("booking-confirmation/1.0");
        ObjectNode body = (ObjectNode) Schemas.example(type, "reefer");
        ((ObjectNode) body.at("/confirmedEquipments/0")).put("units", 2);
        assertThat(type.check(body))
                .extracting(Warning::rule, Warning::pointer)
                .containsExactly(tuple("units-as-requested", "/confirmedEquipments"));
    }

    @Test
    void more_of_some_sizes_than_in_all_is_a_warning() throws Exception {
        DocumentType type = Schemas.type("port-call-event/1.0");
        JsonNode body = Schemas.example(type, "general-cargo");
        String at = "/movesForecasts/0/dischargeUnits/emptyUnits";
        ((ObjectNode) body.at(at)).put("totalUnits", 3);
        assertThat(type.check(body))
                .extracting(Warning::rule, Warning::pointer)
                .containsExactly(tuple("sizes-within-the-total", at));
    }

    @ParameterizedTest
    @CsvSource({"SLNU2100342", "HLXU1234567", "NOT A BOX"})
    void a_container_number_that_fails_is_a_warning(String number) throws Exception {
        var patch = Json.array();
        for (String pointer : new String[] {BOX, ITEM}) {
            patch.addObject()
                    .put("op", "replace")
                    .put("path", pointer + "equipmentReference")
                    .put("value", number);
        }
        JsonNode body = JsonPatch.apply(Schemas.example("general-cargo"), patch);
        assertThat(Schemas.TRANSPORT_DOCUMENT.check(body))
                .extracting(Warning::rule, Warning::pointer)
                .containsExactly(tuple("container-check-digit", BOX + "equipmentReference"));
    }

    @ParameterizedTest
    @CsvSource({"SLRU5007137"})
    void a_box_with_nothing_in_it_is_a_warning(String number) throws Exception {
        JsonNode body = Schemas.example("general-cargo");
        var box = body.at("/utilizedTransportEquipments/0").deepCopy();
        var patch = Json.array();
        patch.addObject()
                .put("op", "add")
                .put("path", "/utilizedTransportEquipments/-")
                .set("value", box);
        patch.addObject()
                .put("op", "replace")
                .put("path", "/utilizedTransportEquipments/3/equipment/equipmentReference")
                .put("value", number);
        assertThat(Schemas.TRANSPORT_DOCUMENT.check(JsonPatch.apply(body, patch)))
                .extracting(Warning::rule, Warning::pointer)
                .contains(tuple("equipment-used", "/utilizedTransportEquipments/3"));
    }

    /** Fiji to Samoa: a ship can arrive the day before it left. */
    @ParameterizedTest
    @CsvSource({"2026-03-13", "2026-03-14"})
    void the_date_line_is_allowed_for(String arrival) throws Exception {
        var patch = Json.array();
        patch.addObject()
                .put("op", "replace")
                .put("path", "/transports/plannedArrivalDate")
                .put("value", arrival);
        JsonNode body = JsonPatch.apply(Schemas.example("general-cargo"), patch);
        assertThat(Schemas.TRANSPORT_DOCUMENT.check(body)).isEmpty();
    }
}
