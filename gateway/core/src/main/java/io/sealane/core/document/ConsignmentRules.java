package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must hold between goods and the containers they are in, in all types with {@code
 * consignmentItems} and {@code utilizedTransportEquipments} (STANDARDS 3.3, 3.4).
 */
final class ConsignmentRules {
    private ConsignmentRules() {}

    static void check(JsonNode document, Findings findings) {
        containers(document, findings);
        weights(document, findings);
    }

    private static void containers(JsonNode document, Findings findings) {
        Set<String> listed = new HashSet<>();
        Set<String> used = new HashSet<>();
        JsonNode boxes = document.path("utilizedTransportEquipments");
        for (int i = 0; i < boxes.size(); i++) {
            if (!listed.add(boxNumber(boxes.get(i)))) {
                findings.broken(
                        "equipment-once",
                        boxAt(boxes.get(i), "/utilizedTransportEquipments/" + i),
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

    /** The number of a container, told with the box or, in instructions, instead of it. */
    static String boxNumber(JsonNode box) {
        return box.path("equipment")
                .path("equipmentReference")
                .asText(box.path("equipmentReference").asText());
    }

    private static String boxAt(JsonNode box, String at) {
        return at + (box.has("equipment") ? "/equipment" : "") + "/equipmentReference";
    }

    /** Of an electronic bill there is one original. */
    static void originals(JsonNode document, Findings findings) {
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

    /** Every party can be found. */
    static void parties(JsonNode parties, Findings findings) {
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
}
