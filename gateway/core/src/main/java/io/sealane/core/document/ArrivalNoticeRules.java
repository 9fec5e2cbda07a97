package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;

/** What must hold between the fields of an arrival notice (STANDARDS 3.6; DCSA AN 1.0.1). */
final class ArrivalNoticeRules {
    private ArrivalNoticeRules() {}

    static void check(JsonNode notice, Findings findings) {
        ConsignmentRules.check(notice, findings);
        JsonNode left = notice.path("transport").path("departureDate").path("value");
        JsonNode arrives = notice.path("transport").path("portOfDischargeArrivalDate");
        // Local dates: eastwards over the date line a ship can arrive the day before it left.
        if (left.isTextual()
                && LocalDate.parse(arrives.path("value").asText())
                        .isBefore(LocalDate.parse(left.asText()).minusDays(1))) {
            findings.broken(
                    "arrival-after-departure",
                    "/transport/portOfDischargeArrivalDate",
                    "The arrival is not before the departure.");
        }
        freeTimes(notice, findings);
    }

    private static void freeTimes(JsonNode notice, Findings findings) {
        Set<String> listed = new HashSet<>();
        for (JsonNode box : notice.path("utilizedTransportEquipments")) {
            listed.add(ConsignmentRules.boxNumber(box));
        }
        JsonNode times = notice.path("freeTimes");
        for (int i = 0; i < times.size(); i++) {
            JsonNode boxes = times.get(i).path("equipmentReferences");
            for (int j = 0; j < boxes.size(); j++) {
                if (!listed.contains(boxes.get(j).asText())) {
                    findings.broken(
                            "free-time-of-a-listed-container",
                            "/freeTimes/%d/equipmentReferences/%d".formatted(i, j),
                            "The container is one of utilizedTransportEquipments.");
                }
            }
        }
    }
}
