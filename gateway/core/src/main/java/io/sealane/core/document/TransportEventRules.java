package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

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
}
