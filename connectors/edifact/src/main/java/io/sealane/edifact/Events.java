package io.sealane.edifact;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.UUID;

/** What every event has, of whichever message it is made. */
final class Events {
    static final String TRANSPORT = "transport-event/1.0";
    static final String EQUIPMENT = "equipment-event/1.0";

    private final Instants instants;

    Events(Instants instants) {
        this.instants = instants;
    }

    Instants instants() {
        return instants;
    }

    /**
     * An event that has happened.
     *
     * @param code what happens, e.g. {@code DEPA}
     * @param time when
     * @param of what tells it from other events of the same unit
     */
    ObjectNode happened(String type, String code, OffsetDateTime time, Unit unit, String of)
            throws Unmapped {
        boolean transport = type.equals(TRANSPORT);
        ObjectNode event = Json.object();
        event.put("eventID", id(unit.identity() + "\u001d" + code + "\u001d" + of).toString());
        event.put("eventType", transport ? "TRANSPORT" : "EQUIPMENT");
        event.put("eventCreatedDateTime", Instants.text(created(unit, time)));
        event.put("eventClassifierCode", "ACT");
        event.put("eventDateTime", Instants.text(time));
        event.put(transport ? "transportEventTypeCode" : "equipmentEventTypeCode", code);
        return event;
    }

    /** What happens to a container: its part of the event. */
    static void container(ObjectNode event, Segment eqd, Unit unit) throws Unmapped {
        String kind = eqd.take(1, 1);
        if (!kind.equals("CN")) {
            throw new Unmapped("not-a-container", eqd, "EQD 8053 is CN for a container.");
        }
        String number = eqd.take(2, 1);
        String plain = number.replace(" ", "");
        if (plain.isEmpty() || plain.length() > 15) {
            throw new Unmapped("no-container", eqd, "EQD 8260 has no container's number.");
        }
        if (!plain.equals(number)) {
            unit.warn().accept("blanks", "Blanks were taken out of the container's number.");
        }
        event.put("equipmentReference", plain);
        if (eqd.look(3, 1).matches("[A-Z0-9]{4}")) {
            event.put("ISOEquipmentCode", eqd.take(3, 1));
            eqd.take(3, 2);
            eqd.take(3, 3);
        }
        switch (eqd.take(6, 1)) {
            case "4" -> event.put("emptyIndicatorCode", "EMPTY");
            case "5" -> event.put("emptyIndicatorCode", "LADEN");
            default ->
                    throw new Unmapped(
                            "empty-or-full",
                            eqd,
                            "EQD 8169 says 4 empty or 5 full; an event must.");
        }
    }

    /** When it was told; for an actual event that is not before it happened. */
    private OffsetDateTime created(Unit unit, OffsetDateTime time) throws Unmapped {
        Segment dtm = unit.above("DTM", "137");
        OffsetDateTime made =
                dtm == null || dtm.look(1, 3).equals("102") ? null : instants.of(dtm, "", unit);
        if (made == null) {
            made = instants.made(unit.unb(), unit);
        }
        if (made == null || made.isBefore(time)) {
            unit.warn()
                    .accept(
                            "told-before-it-happened",
                            "The message is dated before what it tells of: that time stands for"
                                    + " both.");
            return time;
        }
        return made;
    }

    /** SPEC: RFC 9562 5.8: version 8, of a hash. Told again, an event has the same number. */
    private static UUID id(String identity) {
        byte[] hash = Digest.sha256(identity.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bits = ByteBuffer.wrap(hash);
        long high = (bits.getLong() & ~0xF000L) | 0x8000L;
        long low = (bits.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** The location of a LOC; an empty one if there is none. */
    static ObjectNode location(@Nullable Segment loc) {
        return loc == null ? Json.object() : Locations.of(loc);
    }

    static String place(@Nullable Segment loc) {
        return loc == null ? "" : Locations.code(loc);
    }
}
