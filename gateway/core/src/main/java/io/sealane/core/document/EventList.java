package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.Map;

/**
 * A list of events as a DCSA Track & Trace 2.2 server answers with: each element becomes a document
 * of one of our types. Codes may be written in either form, and come out in one.
 */
public final class EventList {
    private static final Map<String, String> TYPES =
            Map.of(
                    "TRANSPORT", "transport-event/1.0",
                    "EQUIPMENT", "equipment-event/1.0",
                    "SHIPMENT", "document-status-event/1.0");

    private final JsonNode events;
    private final Catalogue catalogue;

    private EventList(JsonNode events, Catalogue catalogue) {
        this.events = events;
        this.catalogue = catalogue;
    }

    /** Whether a file of unknown origin looks like a list of events. */
    public static boolean looksLike(JsonNode file) {
        if (file instanceof ArrayNode) {
            for (JsonNode element : file) {
                if (element.has("eventType")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The events of a file that looks like a list of them. */
    public static EventList of(JsonNode file, Catalogue catalogue) {
        return new EventList(file, catalogue);
    }

    public int size() {
        return events.size();
    }

    /**
     * One event of the list.
     *
     * @throws Refusal UNKNOWN_TYPE if it is of no kind that we know; SCHEMA_VIOLATION or
     *     RULE_VIOLATION if it is not as its type says
     */
    public Imported event(int index) throws Refusal {
        JsonNode event = events.get(index);
        String vct = TYPES.get(event.path("eventType").asText());
        if (vct == null) {
            throw new Refusal(Code.UNKNOWN_TYPE, "No event of a kind known here.", "/eventType");
        }
        Imported imported = catalogue.type(vct).imported(event);
        imported.type().check(imported.document());
        return imported;
    }
}
