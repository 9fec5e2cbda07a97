package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold between the fields of an equipment event (STANDARDS 3.11). */
final class EquipmentEventRules implements TypeRules {
    private static final Set<String> LIFTED = Set.of("LOAD", "DISC");
    private static final Set<String> AT_SEALS =
            Set.of("GTIN", "GTOT", "STUF", "INSP", "RSEA", "RMVD");
    private static final Set<String> GATES = Set.of("POTE", "INTE", "DEPO", "RAMP", "OFFD", "COFS");
    private static final Set<String> PACKING = Set.of("CLOC", "COFS");

    /** The kinds of place at which something can happen, where they are not all. */
    private static final Map<String, Set<String>> PLACES =
            Map.of("GTIN", GATES, "GTOT", GATES, "STUF", PACKING, "STRP", PACKING);

    private final EventRules rules;
    private final CodeTable facilities;

    EquipmentEventRules(CodeTables tables) {
        rules = new EventRules(tables, "equipment-event-types", "equipmentEventTypeCode");
        facilities = tables.get("facility-types");
    }

    @Override
    public void check(JsonNode event, Findings findings) {
        rules.check(event, findings);
        EventRules.hasPlace(event, "/eventLocation/UNLocationCode", findings);
        String type = rules.type(event);
        JsonNode call = event.path("transportCall");
        JsonNode where = event.path("eventLocation").path("UNLocationCode");
        if (LIFTED.contains(type) && EventRules.differ(where, call.path("UNLocationCode"))) {
            findings.doubtful(
                    "lifted-where-it-calls",
                    "/eventLocation/UNLocationCode",
                    "A container is lifted where its transport calls.");
        }
        place(call, "/transportCall", type, findings);
        place(event.path("eventLocation"), "/eventLocation", type, findings);
        seals(event.path("seals"), type, findings);
    }

    private void place(JsonNode place, String at, String type, Findings findings) {
        String kind = facilities.code(place.path("facilityTypeCode").asText());
        if (!kind.isEmpty() && !PLACES.getOrDefault(type, Set.of(kind)).contains(kind)) {
            findings.doubtful(
                    "facility-fits-event",
                    at + "/facilityTypeCode",
                    "This does not happen at such a place.");
        }
    }

    private static void seals(JsonNode seals, String type, Findings findings) {
        if (!seals.isEmpty() && !AT_SEALS.contains(type)) {
            findings.doubtful(
                    "seals-with-this-event", "/seals", "Seals are not told of with this event.");
        }
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < seals.size(); i++) {
            if (!numbers.add(seals.get(i).path("sealNumber").asText())) {
                findings.broken("seal-once", "/seals/" + i + "/sealNumber", "A seal is told once.");
            }
        }
    }
}
