package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What must hold between the fields of an event, of whichever kind (STANDARDS 3.11 to 3.13; DCSA
 * T&T 2.2.0). Codes are compared in one form, whichever of the two an event is written in.
 */
final class EventRules {
    private final CodeTable classifiers;
    private final CodeTable types;
    private final String typeMember;

    /**
     * The rules of one kind of event.
     *
     * @param types table of what happens
     * @param typeMember the member that says what happens, e.g. {@code equipmentEventTypeCode}
     */
    EventRules(CodeTables tables, String types, String typeMember) {
        this.classifiers = tables.get("event-classifiers");
        this.types = tables.get(types);
        this.typeMember = typeMember;
    }

    /** The code of what happens. */
    String type(JsonNode event) {
        return types.code(event.path(typeMember).asText());
    }

    /** Whether it happened, rather than being planned or estimated. */
    boolean isActual(JsonNode event) {
        return classifiers.code(event.path("eventClassifierCode").asText()).equals("ACT");
    }

    /** When it happens. */
    static Instant time(JsonNode event) {
        return OffsetDateTime.parse(event.path("eventDateTime").asText()).toInstant();
    }

    /** Of some events, those that happened and are not this one told again. */
    List<JsonNode> others(List<JsonNode> events, JsonNode event) {
        return events.stream()
                .filter(this::isActual)
                .filter(one -> !one.path("eventID").equals(event.path("eventID")))
                .toList();
    }

    void check(JsonNode event, Findings findings) {
        JsonNode created = event.path("eventCreatedDateTime");
        if (isActual(event) && DateRules.isLater(event.path("eventDateTime"), created)) {
            findings.broken(
                    "actual-has-happened",
                    "/eventDateTime",
                    "What is actual happened before it was told.");
        }
        JsonNode old = event.path("eventTypeCode");
        if (old.isTextual() && !types.code(old.textValue()).equals(type(event))) {
            findings.broken(
                    "one-event-code", "/eventTypeCode", "It is the same as " + typeMember + ".");
        }
        call(event, event.path("transportCall"), findings);
    }

    private static void call(JsonNode event, JsonNode call, Findings findings) {
        if (differ(event.path("transportCallID"), call.path("transportCallID"))) {
            findings.broken(
                    "one-transport-call",
                    "/transportCallID",
                    "It is the same as transportCall/transportCallID.");
        }
        if (differ(call.path("UNLocationCode"), call.path("location").path("UNLocationCode"))) {
            findings.broken(
                    "one-place",
                    "/transportCall/location/UNLocationCode",
                    "It is the same as transportCall/UNLocationCode.");
        }
    }

    /** Whether both are there and not the same. */
    static boolean differ(JsonNode one, JsonNode other) {
        return one.isTextual() && other.isTextual() && !one.equals(other);
    }

    /**
     * An event says where, best by a code.
     *
     * @param at where the code is missed
     */
    static void hasPlace(JsonNode event, String at, Findings findings) {
        JsonNode location = event.path("eventLocation");
        JsonNode call = event.path("transportCall");
        if (location.has("UNLocationCode")
                || call.has("UNLocationCode")
                || call.path("location").has("UNLocationCode")) {
            return;
        }
        if (location.isEmpty() && call.path("location").isEmpty() && !call.has("otherFacility")) {
            findings.broken("event-has-a-place", at, "An event says where.");
        } else {
            findings.doubtful("place-by-code", at, "A place has a UN/LOCODE.");
        }
    }
}
