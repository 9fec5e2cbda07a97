package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.Set;

/** What must hold between the fields of a cargo manifest (STANDARDS 3.5). */
final class CargoManifestRules {
    private CargoManifestRules() {}

    static void check(JsonNode manifest, Findings findings) {
        DateRules.arrivesAfterItLeft(manifest, "", findings);
        JsonNode lines = manifest.path("consignments");
        JsonNode boxes = manifest.path("equipments");
        ListRules.once(
                lines,
                "lineNumber",
                "/consignments",
                "line-once",
                "A line has a number of its own.",
                findings);
        ListRules.once(
                boxes,
                "equipmentReference",
                "/equipments",
                "equipment-once",
                "A container is listed once.",
                findings);
        Set<String> listed = new HashSet<>();
        boxes.forEach(box -> listed.add(box.path("equipmentReference").asText()));
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            String at = "/consignments/" + i;
            inListedBoxes(line.path("equipmentReferences"), listed, at, findings);
            if (line.has("charges") && !manifest.path("isFreighted").booleanValue()) {
                findings.broken(
                        "charges-when-freighted",
                        at + "/charges",
                        "Only a manifest that isFreighted shows charges.");
            }
        }
    }

    private static void inListedBoxes(
            JsonNode numbers, Set<String> listed, String at, Findings findings) {
        for (int i = 0; i < numbers.size(); i++) {
            if (!listed.contains(numbers.get(i).asText())) {
                findings.broken(
                        "equipment-listed",
                        at + "/equipmentReferences/" + i,
                        "The container is one of equipments.");
            }
        }
    }
}
