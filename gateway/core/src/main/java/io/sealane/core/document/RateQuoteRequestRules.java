package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

/** What must hold between the fields of a request for a rate (STANDARDS 3.10). */
final class RateQuoteRequestRules {
    private RateQuoteRequestRules() {}

    static void check(JsonNode request, Findings findings) {
        JsonNode window = request.path("departureWindow");
        // ISO dates sort as texts.
        if (window.path("earliestDate").asText().compareTo(window.path("latestDate").asText())
                > 0) {
            findings.broken(
                    "departure-window",
                    "/departureWindow/latestDate",
                    "The window ends after it begins.");
        }
        if (DateRules.isLater(
                request.path("requestDateTime"), request.path("responseDueDateTime"))) {
            findings.broken(
                    "due-after-request",
                    "/responseDueDateTime",
                    "An answer is due after it is asked for.");
        }
        JsonNode boxes = request.path("requestedEquipments");
        for (int i = 0; i < boxes.size(); i++) {
            JsonNode box = boxes.get(i);
            String at = "/requestedEquipments/" + i;
            CargoRules.settingsNeedReefer(box, box.path("ISOEquipmentCode"), at, findings);
        }
    }
}
