package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.LocalDate;
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
        dates(document, findings);
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
            reefer(box, at, findings);
        }
    }

    private static String boxNumber(JsonNode box) {
        return box.path("equipment").path("equipmentReference").asText();
    }

    private static void reefer(JsonNode box, String at, Findings findings) {
        String type = box.path("equipment").path("ISOEquipmentCode").asText();
        // ISO 6346: the third character is the kind of box: R refrigerated, H insulated.
        boolean dry = type.length() >= 3 && "RH".indexOf(type.charAt(2)) < 0;
        if (dry && (box.has("activeReeferSettings") || box.has("isNonOperatingReefer"))) {
            findings.doubtful(
                    "reefer-settings-need-a-reefer", at, "The container's type is not a reefer.");
        }
    }

    private static void dates(JsonNode document, Findings findings) {
        JsonNode transports = document.path("transports");
        LocalDate departure = LocalDate.parse(transports.path("plannedDepartureDate").asText());
        LocalDate arrival = LocalDate.parse(transports.path("plannedArrivalDate").asText());
        // Local dates: eastwards over the date line a ship can arrive the day before it left.
        if (arrival.isBefore(departure.minusDays(1))) {
            findings.broken(
                    "arrival-after-departure",
                    "/transports/plannedArrivalDate",
                    "The arrival is not before the departure.");
        }
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
                JsonNode net = cargo.get(j).path("cargoNetWeight");
                JsonNode gross = cargo.get(j).path("cargoGrossWeight");
                if (net.isObject() && Added.kilograms(net).compareTo(Added.kilograms(gross)) > 0) {
                    findings.broken(
                            "net-not-above-gross",
                            "/consignmentItems/%d/cargoItems/%d/cargoNetWeight".formatted(i, j),
                            "The net weight is not above the gross weight.");
                }
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
            located(parties.path(name), "/documentParties/" + name, findings);
        }
        JsonNode notified = parties.path("notifyParties");
        for (int i = 0; i < notified.size(); i++) {
            located(notified.get(i), "/documentParties/notifyParties/" + i, findings);
        }
        JsonNode others = parties.path("other");
        for (int i = 0; i < others.size(); i++) {
            located(
                    others.get(i).path("party"),
                    "/documentParties/other/" + i + "/party",
                    findings);
        }
    }

    private static void located(JsonNode party, String at, Findings findings) {
        if (party.isObject()
                && !party.has("address")
                && !party.has("addressLines")
                && !party.has("displayedAddress")
                && !party.has("identifyingCodes")) {
            findings.doubtful(
                    "party-address", at, "A party has an address or a code that identifies it.");
        }
    }

    private static boolean namesWhomToNotify(JsonNode document) {
        JsonNode parties = document.path("documentParties");
        return !parties.path("notifyParties").isEmpty()
                || parties.path("consignee").path("isNotifyParty").booleanValue()
                || parties.path("endorsee").path("isNotifyParty").booleanValue();
    }
}
