package io.sealane.edifact;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** IFTSTA: each status becomes what the table of statuses says that it means. */
final class Iftsta implements Mapping {
    /** DTM 2005 of a status, best first: status change, effective, arrived, departed. */
    private static final List<String> TIMES = List.of("334", "7", "178", "186");

    /** LOC 3227 of a status: where it happened, then what else a single LOC may be. */
    private static final List<String> PLACES =
            List.of("175", "165", "5", "9", "11", "7", "8", "153");

    private final Events events;
    private final Statuses statuses;

    Iftsta(Events events, Statuses statuses) {
        this.events = events;
        this.statuses = statuses;
    }

    @Override
    public List<Event> of(Unit unit) throws Unmapped {
        Segment sts = unit.first();
        Statuses.Meaning meaning = statuses.of(sts.look(2, 3), sts.look(2, 1));
        if (meaning == null) {
            throw new Unmapped(
                    "unknown-status",
                    sts,
                    "The table of statuses has no such code of this agency: add it with"
                            + " --statuses.");
        }
        for (int component = 1; component <= 3; component++) {
            sts.take(2, component);
        }
        Segment loc = place(unit);
        OffsetDateTime time = time(unit, Events.place(loc));
        References references = References.of(unit);
        if (meaning.type().equals(Events.TRANSPORT)) {
            ObjectNode event = events.happened(meaning.type(), meaning.event(), time, unit, "");
            event.set("transportCall", call(unit, Events.location(loc), meaning.event(), time));
            takeContainers(unit, references);
            references.into(event);
            return List.of(new Event(meaning.type(), event));
        }
        return containers(unit, meaning, loc, time, references);
    }

    private List<Event> containers(
            Unit unit,
            Statuses.Meaning meaning,
            @Nullable Segment loc,
            OffsetDateTime time,
            References references)
            throws Unmapped {
        var all = new ArrayList<Event>();
        for (Segment eqd : Unit.of(unit.own(), "EQD")) {
            ObjectNode event =
                    events.happened(meaning.type(), meaning.event(), time, unit, eqd.text());
            Events.container(event, eqd, unit);
            ObjectNode location = Events.location(loc);
            event.set("eventLocation", location);
            if (!Unit.of(unit.own(), "TDT").isEmpty()) {
                event.set("transportCall", call(unit, location, meaning.event(), time));
            }
            references.into(event);
            all.add(new Event(meaning.type(), event));
        }
        if (all.isEmpty()) {
            throw new Unmapped("no-container", unit.first(), "This status needs an EQD.");
        }
        return all;
    }

    private ObjectNode call(Unit unit, ObjectNode location, String code, OffsetDateTime time)
            throws Unmapped {
        List<Segment> means = Unit.of(unit.own(), "TDT");
        if (means.isEmpty()) {
            throw new Unmapped("no-transport", unit.first(), "This status needs a TDT.");
        }
        Segment tdt = means.getFirst();
        List<Segment> near =
                Unit.of(unit.own(), "RFF").stream()
                        .filter(one -> one.group().equals(tdt.group()))
                        .toList();
        boolean leaves = code.equals("DEPA") || code.equals("LOAD");
        String voyage = leaves ? "exportVoyageNumber" : "importVoyageNumber";
        ObjectNode call = new Carriage(tdt, near).call(location, voyage, time);
        if (location.has("locationName")) {
            call.set("location", location);
        }
        return call;
    }

    private OffsetDateTime time(Unit unit, String place) throws Unmapped {
        for (String qualifier : TIMES) {
            Segment dtm = unit.direct("DTM", qualifier);
            if (dtm != null) {
                return events.instants().of(dtm, place, unit);
            }
        }
        throw new Unmapped("no-time", unit.first(), "This status has no DTM 334, 7, 178 or 186.");
    }

    private static @Nullable Segment place(Unit unit) {
        for (String qualifier : PLACES) {
            Segment loc = unit.direct("LOC", qualifier);
            if (loc != null) {
                return loc;
            }
        }
        return null;
    }

    /** The containers of a transport event are among its references. */
    private static void takeContainers(Unit unit, References references) {
        for (Segment eqd : Unit.of(unit.own(), "EQD")) {
            if (references.addContainer(eqd.look(2, 1), unit)) {
                eqd.take(1, 1);
                eqd.take(2, 1);
            }
        }
    }
}
