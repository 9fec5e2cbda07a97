package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold between the fields of an equipment event (STANDARDS 3.11). */
final class EquipmentEventRules implements TypeRules {
    private static final Set<String> GATE = Set.of("GTIN", "GTOT");
    private static final Set<String> LIFTED = Set.of("LOAD", "DISC");
    private static final Set<String> AT_SEALS =
            Set.of("GTIN", "GTOT", "STUF", "INSP", "RSEA", "RMVD");
    private static final Set<String> GATES = Set.of("POTE", "INTE", "DEPO", "RAMP", "OFFD", "COFS");
    private static final Set<String> PACKING = Set.of("CLOC", "COFS");

    /** The kinds of place at which something can happen, where they are not all. */
    private static final Map<String, Set<String>> PLACES =
            Map.of("GTIN", GATES, "GTOT", GATES, "STUF", PACKING, "STRP", PACKING);

    /** What happens to a box by turns. */
    private static final List<Set<String>> TURNS =
            List.of(
                    Set.of("GTIN", "GTOT"),
                    Set.of("LOAD", "DISC"),
                    Set.of("STUF", "STRP"),
                    Set.of("PICK", "DROP"));

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

    @Override
    public @Nullable Reference subject(JsonNode event) {
        JsonNode box = event.path("equipmentReference");
        boolean hasTurns = TURNS.stream().anyMatch(turns -> turns.contains(rules.type(event)));
        return hasTurns && box.isTextual() && rules.isActual(event)
                ? new Reference("equipmentReference", box.textValue())
                : null;
    }

    /** A box does not go in twice without having come out: what is missing was not told. */
    @Override
    public void checkAfter(List<JsonNode> earlier, JsonNode event, Findings findings) {
        String type = rules.type(event);
        Set<String> turns =
                TURNS.stream().filter(one -> one.contains(type)).findFirst().orElseThrow();
        Instant now = EventRules.time(event);
        JsonNode last = null;
        JsonNode next = null;
        for (JsonNode one : rules.others(earlier, event)) {
            if (!turns.contains(rules.type(one)) || !isSamePlace(type, one, event)) {
                continue;
            }
            Instant time = EventRules.time(one);
            if (time.isBefore(now) && (last == null || EventRules.time(last).isBefore(time))) {
                last = one;
            }
            if (time.isAfter(now) && (next == null || EventRules.time(next).isAfter(time))) {
                next = one;
            }
        }
        if ((last != null && rules.type(last).equals(type))
                || (next != null && rules.type(next).equals(type))) {
            findings.doubtful(
                    "event-sequence",
                    "/equipmentEventTypeCode",
                    "This was told of the box before, and not what undoes it.");
        }
    }

    /** Gates are each of a place of its own; all else happens to the box wherever it is. */
    private static boolean isSamePlace(String type, JsonNode one, JsonNode other) {
        return !GATE.contains(type) || place(one).equals(place(other));
    }

    private static String place(JsonNode event) {
        JsonNode location = event.path("eventLocation");
        JsonNode where = location.has("UNLocationCode") ? location : event.path("transportCall");
        return where.path("UNLocationCode").asText() + " " + where.path("facilityCode").asText();
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
