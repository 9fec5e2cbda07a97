package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.Set;

/**
 * What must hold between the fields of a booking as its carrier confirms it (STANDARDS 3.1, 3.2;
 * DCSA BKG 2.0.5).
 */
final class BookingConfirmationRules {
    private BookingConfirmationRules() {}

    static void check(JsonNode booking, Findings findings) {
        String receipt = booking.path("receiptTypeAtOrigin").asText();
        BookingRules.check(booking, findings);
        confirmed(booking, receipt, findings);
        TransportPlanRules.check(booking.path("transportPlan"), findings);
        TransportPlanRules.checkCutOffs(booking, receipt, findings);
    }

    private static void confirmed(JsonNode booking, String receipt, Findings findings) {
        JsonNode boxes = booking.path("confirmedEquipments");
        boolean substitutes = booking.path("isEquipmentSubstitutionAllowed").booleanValue();
        Set<String> types = new HashSet<>();
        long asked = 0;
        for (JsonNode box : booking.path("requestedEquipments")) {
            types.add(box.path("ISOEquipmentCode").asText());
            asked += box.path("units").longValue();
        }
        for (int i = 0; i < boxes.size(); i++) {
            JsonNode box = boxes.get(i);
            String at = "/confirmedEquipments/" + i;
            BookingRules.positioned(box, receipt, at, findings);
            asked -= box.path("units").longValue();
            if (!substitutes && !types.contains(box.path("ISOEquipmentCode").asText())) {
                findings.doubtful(
                        "equipment-as-requested",
                        at + "/ISOEquipmentCode",
                        "Nobody asked for such a container, and no other will do.");
            }
        }
        if (asked < 0) {
            findings.doubtful(
                    "units-as-requested",
                    "/confirmedEquipments",
                    "Not more containers are confirmed than were asked for.");
        }
    }
}
