package io.sealane.edifact;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** CODECO and COARRI: each container goes through a gate, or on or off a ship. */
final class ContainerMoves implements Mapping {
    private static final String LOADING = "9";
    private static final String DISCHARGE = "11";

    /** BGM 1001 of D.95B: later directories give these numbers other meanings. */
    private static final Map<String, String> GATES = Map.of("34", "GTIN", "36", "GTOT");

    private static final Map<String, String> LIFTS = Map.of("46", "LOAD", "44", "DISC");

    private final Events events;
    private final Map<String, String> codes;
    private final List<String> times;

    private ContainerMoves(Events events, Map<String, String> codes, List<String> times) {
        this.events = events;
        this.codes = codes;
        this.times = times;
    }

    /** CODECO; DTM 7 is when the gate was passed. */
    static ContainerMoves gates(Events events) {
        return new ContainerMoves(events, GATES, List.of("7", "203"));
    }

    /** COARRI; DTM 203 is when it was lifted. */
    static ContainerMoves lifts(Events events) {
        return new ContainerMoves(events, LIFTS, List.of("203", "7"));
    }

    @Override
    public List<Event> of(Unit unit) throws Unmapped {
        Segment bgm = Unit.of(unit.header(), "BGM").stream().findFirst().orElse(null);
        if (bgm == null) {
            throw new Unmapped("unknown-report", unit.first(), "No BGM says what is reported.");
        }
        String code = codes.get(bgm.look(1, 1));
        if (code == null) {
            throw new Unmapped(
                    "unknown-report", bgm, "BGM 1001 is one of " + codes.keySet() + " here.");
        }
        bgm.take(1, 1);
        boolean lifted = codes.equals(LIFTS);
        Segment loc = lifted ? port(unit, code) : gate(unit);
        String place = Events.place(loc);
        OffsetDateTime time = time(unit, place);
        ObjectNode event = events.happened(Events.EQUIPMENT, code, time, unit, unit.first().text());
        Events.container(event, unit.first(), unit);
        ObjectNode location = Events.location(loc);
        event.set("eventLocation", location);
        ObjectNode call = call(unit, location, time, lifted ? code : "");
        if (call != null) {
            event.set("transportCall", call);
        }
        References.of(unit).into(event);
        return List.of(new Event(Events.EQUIPMENT, event));
    }

    private OffsetDateTime time(Unit unit, String place) throws Unmapped {
        for (String qualifier : times) {
            Segment dtm = unit.direct("DTM", qualifier);
            if (dtm != null) {
                return events.instants().of(dtm, place, unit);
            }
        }
        throw new Unmapped("no-time", unit.first(), "It has no DTM " + String.join(", ", times));
    }

    /** A ship lies where what is loaded begins, and what is discharged ends, its way on it. */
    private static @Nullable Segment port(Unit unit, String code) {
        return unit.nearest("LOC", code.equals("LOAD") ? LOADING : DISCHARGE);
    }

    /** LOC 165 is the terminal or depot with the gate; 175 where something is done. */
    private static @Nullable Segment gate(Unit unit) {
        Segment gate = unit.nearest("LOC", "165");
        return gate == null ? unit.nearest("LOC", "175") : gate;
    }

    /**
     * The call of the main carriage, which the header tells of.
     *
     * @param code LOAD or DISC; empty at a gate
     */
    private static @Nullable ObjectNode call(
            Unit unit, ObjectNode location, OffsetDateTime time, String code) throws Unmapped {
        Segment tdt = Unit.of(unit.header(), "TDT").stream().findFirst().orElse(null);
        if (tdt == null) {
            return null;
        }
        if (code.isEmpty() && tdt.look(3, 1).isEmpty()) {
            // Of a gate move the call is no part that must be known.
            return null;
        }
        String place = location.path("UNLocationCode").asText();
        boolean leaves =
                code.equals("LOAD")
                        || (code.isEmpty()
                                && !place.isEmpty()
                                && place.equals(Events.place(unit.nearest("LOC", LOADING))));
        boolean arrives =
                code.equals("DISC")
                        || (code.isEmpty()
                                && !place.isEmpty()
                                && place.equals(Events.place(unit.nearest("LOC", DISCHARGE))));
        String voyage =
                leaves
                        ? "exportVoyageNumber"
                        : arrives ? "importVoyageNumber" : "carrierVoyageNumber";
        // A gate inland is no place at which the ship calls.
        ObjectNode at = leaves || arrives ? location : location.objectNode();
        List<Segment> near =
                Unit.of(unit.header(), "RFF").stream()
                        .filter(one -> one.group().equals(tdt.group()))
                        .toList();
        return new Carriage(tdt, near).call(at, voyage, time);
    }
}
