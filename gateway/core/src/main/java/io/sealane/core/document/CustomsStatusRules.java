package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

/** What must hold between the fields of a customs status (STANDARDS 3.14). */
final class CustomsStatusRules {
    private CustomsStatusRules() {}

    static void check(JsonNode status, Findings findings) {
        ListRules.once(
                status.path("subject").path("equipmentReferences"),
                "",
                "/subject/equipmentReferences",
                "equipment-once",
                "A container is listed once.",
                findings);
        JsonNode until = status.path("validUntilDateTime");
        if (until.isTextual() && DateRules.isLater(status.path("statusDateTime"), until)) {
            findings.broken(
                    "valid-after-status",
                    "/validUntilDateTime",
                    "A status does not end before it begins.");
        }
    }
}
