package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * What must hold between the fields of a transport document and JSON Schema cannot say (STANDARDS
 * 3.3, 3.4; DCSA EBL 3.0.4). schemas/README.md lists the names.
 */
final class TransportDocumentRules {
    private static final List<String> NOT_YET_ISSUED = List.of("DRAFT", "APPROVED");

    private TransportDocumentRules() {}

    static void check(JsonNode document, Findings findings) {
        ConsignmentRules.check(document, findings);
        DateRules.arrivesAfterItLeft(document.path("transports"), "/transports", findings);
        ConsignmentRules.originals(document, findings);
        ConsignmentRules.parties(document.path("documentParties"), findings);
        if (!NOT_YET_ISSUED.contains(document.path("transportDocumentStatus").asText())
                && !document.has("issueDate")) {
            findings.doubtful(
                    "issue-date-when-issued", "/issueDate", "An issued document says when.");
        }
        if (document.path("isToOrder").booleanValue() && !namesWhomToNotify(document)) {
            findings.doubtful(
                    "notify-party-when-to-order",
                    "/documentParties/notifyParties",
                    "A document made out to order says whom to notify.");
        }
    }

    private static boolean namesWhomToNotify(JsonNode document) {
        JsonNode parties = document.path("documentParties");
        return !parties.path("notifyParties").isEmpty()
                || parties.path("consignee").path("isNotifyParty").booleanValue()
                || parties.path("endorsee").path("isNotifyParty").booleanValue();
    }
}
