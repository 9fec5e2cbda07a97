package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/** What must hold between the fields of shipping instructions (STANDARDS 3.3; DCSA EBL 3.0.4). */
final class ShippingInstructionsRules {
    private ShippingInstructionsRules() {}

    static void check(JsonNode instructions, Findings findings) {
        ConsignmentRules.check(instructions, findings);
        ConsignmentRules.originals(instructions, findings);
        ConsignmentRules.parties(instructions.path("documentParties"), findings);
        for (JsonNode filing : instructions.path("advanceManifestFilings")) {
            if (filing.path("manifestTypeCode").asText().equals("ENS")) {
                entrySummary(instructions, filing, findings);
            }
        }
    }

    /** What the Import Control System 2 asks for of a bill without house bills. */
    private static void entrySummary(JsonNode instructions, JsonNode filing, Findings findings) {
        JsonNode houseBills = instructions.path("isHouseBillOfLadingsIssued");
        if (houseBills.isMissingNode()) {
            findings.broken(
                    "house-bills-said-for-ens",
                    "/isHouseBillOfLadingsIssued",
                    "An entry summary declaration says whether there are house bills.");
            return;
        }
        boolean carrierFiles =
                filing.path("advanceManifestFilingsHouseBLPerformedBy").asText().equals("CARRIER");
        if (!instructions.path("isCargoDeliveredInICS2Zone").booleanValue()
                || !carrierFiles
                || houseBills.booleanValue()) {
            return;
        }
        for (String trader : List.of("buyer", "seller")) {
            if (!instructions.path("documentParties").has(trader)) {
                findings.broken(
                        "buyer-and-seller-for-ens",
                        "/documentParties/" + trader,
                        "The carrier names buyer and seller when it files.");
            }
        }
    }
}
