package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A list of events as a DCSA Track & Trace 2.2 server answers with, or what DCSA's VGM 1.0.1 and
 * Port Call 2.0.0 wrap into one: each element becomes a document of one of our types. Codes may be
 * written in either form, and come out in one.
 */
public final class EventList {
    private static final Map<String, String> TYPES =
            Map.of(
                    "TRANSPORT", "transport-event/1.0",
                    "EQUIPMENT", "equipment-event/1.0",
                    "SHIPMENT", "document-status-event/1.0");

    /** A list as the one member of an object: its name, and what its elements are. */
    private enum Wrapped {
        VGM("VGMDeclarations", "VGM", "vgm-declaration/1.0"),
        PORT_CALL("events", "portCallService", "port-call-event/1.0");

        private final String list;
        private final String mark;
        private final String vct;

        Wrapped(String list, String mark, String vct) {
            this.list = list;
            this.mark = mark;
            this.vct = vct;
        }

        /** The kind of list that a file is, or null: its first element tells. */
        static @Nullable Wrapped of(JsonNode file) {
            for (Wrapped one : values()) {
                if (file.path(one.list).path(0).has(one.mark)) {
                    return one;
                }
            }
            return null;
        }
    }

    private final JsonNode events;
    private final @Nullable Wrapped wrapped;
    private final Catalogue catalogue;

    private EventList(JsonNode file, Catalogue catalogue) {
        this.wrapped = Wrapped.of(file);
        this.events = wrapped == null ? file : file.path(wrapped.list);
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
        return Wrapped.of(file) != null;
    }

    /** The events of a file that looks like a list of them. */
    public static EventList of(JsonNode file, Catalogue catalogue) {
        return new EventList(file, catalogue);
    }

    public int size() {
        return events.size();
    }

    /** Where in the file an event is, RFC 6901. */
    public String at(int index) {
        return (wrapped == null ? "/" : "/" + wrapped.list + "/") + index;
    }

    /**
     * One event of the list.
     *
     * @throws Refusal UNKNOWN_TYPE if it is of no kind that we know; SCHEMA_VIOLATION or
     *     RULE_VIOLATION if it is not as its type says
     */
    public Imported event(int index) throws Refusal {
        JsonNode event = events.get(index);
        String vct = wrapped == null ? TYPES.get(event.path("eventType").asText()) : wrapped.vct;
        if (vct == null) {
            throw new Refusal(Code.UNKNOWN_TYPE, "No event of a kind known here.", "/eventType");
        }
        Imported imported = catalogue.type(vct).imported(event);
        imported.type().check(imported.document());
        return imported;
    }
}
