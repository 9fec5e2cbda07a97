package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What must hold between the fields of a transport event (STANDARDS 3.12). */
final class TransportEventRules implements TypeRules {
    private final EventRules rules;

    TransportEventRules(CodeTables tables) {
        rules = new EventRules(tables, "transport-event-types", "transportEventTypeCode");
    }

    @Override
    public void check(JsonNode event, Findings findings) {
        rules.check(event, findings);
        EventRules.hasPlace(event, "/transportCall/UNLocationCode", findings);
    }

    @Override
    public @Nullable Reference subject(JsonNode event) {
        JsonNode ship = event.path("transportCall").path("vessel").path("vesselIMONumber");
        return ship.isTextual() && rules.isActual(event) && !call(event).isEmpty()
                ? new Reference("vesselIMONumber", ship.textValue())
                : null;
    }

    /** Whatever calls arrives before it departs. */
    @Override
    public void checkAfter(List<JsonNode> earlier, JsonNode event, Findings findings) {
        for (JsonNode one : rules.others(earlier, event)) {
            if (call(one).equals(call(event))
                    && (departsFirst(one, event) || departsFirst(event, one))) {
                findings.doubtful(
                        "event-sequence",
                        "/eventDateTime",
                        "At this call the departure that was told is before the arrival.");
                return;
            }
        }
    }

    private boolean departsFirst(JsonNode one, JsonNode other) {
        return rules.type(one).equals("DEPA")
                && rules.type(other).equals("ARRI")
                && EventRules.time(one).isBefore(EventRules.time(other));
    }

    private static String call(JsonNode event) {
        String outside = event.path("transportCallID").asText();
        return outside.isEmpty()
                ? event.path("transportCall").path("transportCallID").asText()
                : outside;
    }
}
