package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/** What must hold between the fields of a port call event (STANDARDS 3.15). */
final class PortCallEventRules {
    private PortCallEventRules() {}

    private static final List<String> SIZES = List.of("size20Units", "size40Units", "size45Units");

    static void check(JsonNode event, Findings findings) {
        JsonNode timestamp = event.path("timestamp");
        if (timestamp.path("classifierCode").asText().equals("ACT")
                && DateRules.isLater(
                        timestamp.path("serviceDateTime"), event.path("eventUpdatedDateTime"))) {
            findings.broken(
                    "actual-has-happened",
                    "/timestamp/serviceDateTime",
                    "What is actual happened before it was told.");
        }
        if (event.path("replyToEventID").equals(event.path("eventID"))) {
            findings.doubtful(
                    "answers-another-event", "/replyToEventID", "An event answers another one.");
        }
        JsonNode forecasts = event.path("movesForecasts");
        for (int i = 0; i < forecasts.size(); i++) {
            counts(forecasts.get(i), "/movesForecasts/" + i, findings);
        }
    }

    /** Every count by size, however deep in a forecast. */
    private static void counts(JsonNode node, String at, Findings findings) {
        for (var member : node.properties()) {
            JsonNode value = member.getValue();
            if (value.isObject()) {
                counts(value, at + "/" + member.getKey(), findings);
            }
        }
        JsonNode total = node.path("totalUnits");
        long sizes = SIZES.stream().mapToLong(size -> node.path(size).longValue()).sum();
        if (total.isNumber() && sizes > total.longValue()) {
            findings.doubtful(
                    "sizes-within-the-total", at, "The sizes are not more than all together.");
        }
    }
}
