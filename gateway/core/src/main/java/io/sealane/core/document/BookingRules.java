package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold between the fields of a booking, asked for or confirmed (STANDARDS 3.1). */
final class BookingRules {
    private BookingRules() {}

    static void check(JsonNode booking, Findings findings) {
        requested(
                booking.path("requestedEquipments"),
                booking.path("receiptTypeAtOrigin").asText(),
                findings);
        parties(booking.path("documentParties"), findings);
        JsonNode from = booking.path("expectedArrivalAtPlaceOfDeliveryStartDate");
        JsonNode to = booking.path("expectedArrivalAtPlaceOfDeliveryEndDate");
        // ISO dates sort as texts.
        if (from.isTextual() && to.isTextual() && from.asText().compareTo(to.asText()) > 0) {
            findings.broken(
                    "delivery-window",
                    "/expectedArrivalAtPlaceOfDeliveryEndDate",
                    "The window ends after it begins.");
        }
    }

    private static void requested(JsonNode boxes, String receipt, Findings findings) {
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < boxes.size(); i++) {
            JsonNode box = boxes.get(i);
            String at = "/requestedEquipments/" + i;
            positioned(box, receipt, at, findings);
            CargoRules.settingsNeedReefer(box, box.path("ISOEquipmentCode"), at, findings);
            JsonNode references = box.path("equipmentReferences");
            if (references.size() > box.path("units").intValue()) {
                findings.broken(
                        "references-within-units",
                        at + "/equipmentReferences",
                        "There are not more numbers than containers.");
            }
            for (int j = 0; j < references.size(); j++) {
                if (!numbers.add(references.get(j).asText())) {
                    findings.broken(
                            "equipment-once",
                            at + "/equipmentReferences/" + j,
                            "A container is listed once.");
                }
            }
            JsonNode goods = box.path("commodities");
            for (int j = 0; j < goods.size(); j++) {
                CargoRules.netNotAboveGross(goods.get(j), at + "/commodities/" + j, findings);
            }
        }
    }

    /** Only at a store door are containers put anywhere. */
    static void positioned(JsonNode box, String receipt, String at, Findings findings) {
        if (!box.path("containerPositionings").isEmpty() && !receipt.equals("SD")) {
            findings.broken(
                    "positioning-needs-a-store-door",
                    at + "/containerPositionings",
                    "Containers are positioned only if receiptTypeAtOrigin is SD.");
        }
    }

    private static void parties(JsonNode parties, Findings findings) {
        for (String name :
                List.of("bookingAgent", "shipper", "consignee", "serviceContractOwner")) {
            PartyRules.canBeFound(parties.path(name), "/documentParties/" + name, findings);
        }
        JsonNode others = parties.path("other");
        for (int i = 0; i < others.size(); i++) {
            PartyRules.canBeFound(
                    others.get(i).path("party"),
                    "/documentParties/other/" + i + "/party",
                    findings);
        }
    }
}
