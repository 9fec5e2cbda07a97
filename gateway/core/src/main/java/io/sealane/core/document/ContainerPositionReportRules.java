package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

/** What must hold between the fields of a position report (STANDARDS 3.16). */
final class ContainerPositionReportRules {
    private ContainerPositionReportRules() {}

    static void check(JsonNode report, Findings findings) {
        if (DateRules.isLater(report.path("eventDateTime"), report.path("eventCreatedDateTime"))) {
            findings.broken(
                    "actual-has-happened",
                    "/eventDateTime",
                    "What is actual happened before it was told.");
        }
        JsonNode reefer = report.path("reeferDetails");
        JsonNode count = reefer.path("numberOfActiveAlarms");
        if (reefer.has("alarms") && count.longValue() > reefer.path("alarms").size()) {
            findings.broken(
                    "active-alarms-listed",
                    "/reeferDetails/numberOfActiveAlarms",
                    "Not more alarms are on than are listed.");
        }
    }
}
