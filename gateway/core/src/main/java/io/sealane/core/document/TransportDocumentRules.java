package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must hold between the fields of a transport document and JSON Schema cannot say (STANDARDS
 * 3.3, 3.4; DCSA EBL 3.0.4). schemas/README.md lists the names.
 */
final class TransportDocumentRules {
    private static final List<String> NOT_YET_ISSUED = List.of("DRAFT", "APPROVED");

    private TransportDocumentRules() {}

    static void check(JsonNode document, Findings findings) {
        containers(document, findings);
        DateRules.arrivesAfterItLeft(document.path("transports"), "/transports", findings);
        originals(document, findings);
        weights(document, findings);
        parties(document.path("documentParties"), findings);
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

    private static void containers(JsonNode document, Findings findings) {
        Set<String> listed = new HashSet<>();
        Set<String> used = new HashSet<>();
        JsonNode boxes = document.path("utilizedTransportEquipments");
        for (int i = 0; i < boxes.size(); i++) {
            if (!listed.add(boxNumber(boxes.get(i)))) {
                findings.broken(
                        "equipment-once",
                        "/utilizedTransportEquipments/" + i + "/equipment/equipmentReference",
                        "A container is listed once.");
            }
        }
        JsonNode items = document.path("consignmentItems");
        for (int i = 0; i < items.size(); i++) {
            JsonNode cargo = items.get(i).path("cargoItems");
            for (int j = 0; j < cargo.size(); j++) {
                String number = cargo.get(j).path("equipmentReference").asText();
                used.add(number);
                if (!listed.contains(number)) {
                    findings.broken(
                            "equipment-listed",
                            "/consignmentItems/%d/cargoItems/%d/equipmentReference".formatted(i, j),
                            "The container is one of utilizedTransportEquipments.");
                }
            }
        }
        for (int i = 0; i < boxes.size(); i++) {
            JsonNode box = boxes.get(i);
            String at = "/utilizedTransportEquipments/" + i;
            if (!used.contains(boxNumber(box))) {
                findings.doubtful("equipment-used", at, "No cargo item is in this container.");
            }
            JsonNode type = box.path("equipment").path("ISOEquipmentCode");
            CargoRules.settingsNeedReefer(box, type, at, findings);
        }
    }

    private static String boxNumber(JsonNode box) {
        return box.path("equipment").path("equipmentReference").asText();
    }

    private static void originals(JsonNode document, Findings findings) {
        long originals =
                document.path("numberOfOriginalsWithCharges").longValue()
                        + document.path("numberOfOriginalsWithoutCharges").longValue();
        if (document.path("isElectronic").booleanValue() && originals > 1) {
            findings.broken(
                    "one-electronic-original",
                    "",
                    "An electronic bill of lading has one original at most.");
        }
    }

    private static void weights(JsonNode document, Findings findings) {
        JsonNode items = document.path("consignmentItems");
        for (int i = 0; i < items.size(); i++) {
            JsonNode cargo = items.get(i).path("cargoItems");
            for (int j = 0; j < cargo.size(); j++) {
                CargoRules.netNotAboveGross(
                        cargo.get(j),
                        "/consignmentItems/%d/cargoItems/%d".formatted(i, j),
                        findings);
            }
        }
    }

    private static void parties(JsonNode parties, Findings findings) {
        for (String name :
                List.of(
                        "shipper",
                        "consignee",
                        "endorsee",
                        "onBehalfOfShipper",
                        "onBehalfOfConsignee")) {
            PartyRules.canBeFound(parties.path(name), "/documentParties/" + name, findings);
        }
        JsonNode notified = parties.path("notifyParties");
        for (int i = 0; i < notified.size(); i++) {
            PartyRules.canBeFound(notified.get(i), "/documentParties/notifyParties/" + i, findings);
        }
        JsonNode others = parties.path("other");
        for (int i = 0; i < others.size(); i++) {
            PartyRules.canBeFound(
                    others.get(i).path("party"),
                    "/documentParties/other/" + i + "/party",
                    findings);
        }
    }

    private static boolean namesWhomToNotify(JsonNode document) {
        JsonNode parties = document.path("documentParties");
        return !parties.path("notifyParties").isEmpty()
                || parties.path("consignee").path("isNotifyParty").booleanValue()
                || parties.path("endorsee").path("isNotifyParty").booleanValue();
    }
}
