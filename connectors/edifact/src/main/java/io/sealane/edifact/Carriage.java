package io.sealane.edifact;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Reads TDT: what calls at a place. */
final class Carriage {
    private static final String CALL_SIGNS = "103";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");

    private final Segment tdt;
    private final @Nullable Segment vesselReference;

    /**
     * A means of transport.
     *
     * @param references RFF of its group: VM is a vessel's number
     */
    Carriage(Segment tdt, List<Segment> references) {
        this.tdt = tdt;
        this.vesselReference =
                references.stream()
                        .filter(one -> one.look(1, 1).equals("VM"))
                        .findFirst()
                        .orElse(null);
    }

    /**
     * The call at a place.
     *
     * @param location what {@link Locations} made of the place; may be empty
     * @param voyage the member that holds the voyage's number
     * @param time of the event: a call without a voyage is known by its day
     */
    ObjectNode call(ObjectNode location, String voyage, OffsetDateTime time) throws Unmapped {
        tdt.take(1, 1);
        String mode = mode();
        String number = tdt.look(2, 1).strip();
        String place = location.path("UNLocationCode").asText();
        var id = new ArrayList<String>();
        id.add(tdt.look(5, 1).strip());
        id.add(number.isEmpty() ? mode : number);
        id.add(number.isEmpty() ? DAY.format(time) : "");
        id.add(place);
        id.removeIf(String::isEmpty);
        ObjectNode call = Json.object().put("transportCallID", String.join("-", id));
        if (!number.isEmpty() && number.length() <= 50) {
            call.put(voyage, number);
            tdt.take(2, 1);
        }
        for (String member :
                List.of("UNLocationCode", "facilityCode", "facilityCodeListProvider")) {
            if (location.has(member)) {
                call.set(member, location.get(member));
            }
        }
        call.put("modeOfTransport", mode);
        ObjectNode vessel = vessel(mode);
        if (vessel != null) {
            call.set("vessel", vessel);
        }
        return call;
    }

    private String mode() throws Unmapped {
        return switch (tdt.take(3, 1)) {
            case "1" -> "VESSEL";
            case "2" -> "RAIL";
            case "3" -> "TRUCK";
            case "6" -> "MULTIMODAL";
            case "8" -> "BARGE";
            default ->
                    throw new Unmapped(
                            "mode",
                            tdt,
                            "TDT 8067 is 1 sea, 2 rail, 3 road, 6 several or 8 water.");
        };
    }

    /** A vessel is known by its IMO number; without one it has no place in an event. */
    private @Nullable ObjectNode vessel(String mode) {
        boolean afloat = mode.equals("VESSEL") || mode.equals("BARGE");
        String imo = afloat ? imo() : "";
        if (imo.isEmpty()) {
            return null;
        }
        ObjectNode vessel = Json.object().put("vesselIMONumber", imo);
        String name = tdt.look(8, 4).strip();
        if (!name.isEmpty() && name.length() <= 50) {
            vessel.put("vesselName", name);
            tdt.take(8, 4);
        }
        if (tdt.look(8, 5).matches("[A-Z]{2}")) {
            vessel.put("vesselFlag", tdt.take(8, 5));
        }
        String callSign = tdt.look(8, 1).strip();
        if (tdt.look(8, 2).equals(CALL_SIGNS) && callSign.matches("\\S{1,10}")) {
            vessel.put("vesselCallSignNumber", callSign);
            takeVesselId();
        }
        String provider =
                switch (tdt.look(5, 3)) {
                    case "166" -> "NMFTA";
                    case "306" -> "SMDG";
                    default -> "";
                };
        if (!provider.isEmpty() && tdt.look(5, 1).matches("\\S{1,10}")) {
            vessel.put("vesselOperatorCarrierCode", tdt.take(5, 1));
            vessel.put("vesselOperatorCarrierCodeListProvider", provider);
            tdt.take(5, 2);
            tdt.take(5, 3);
        }
        return vessel;
    }

    private String imo() {
        String id = tdt.look(8, 1).strip();
        if (!tdt.look(8, 2).equals(CALL_SIGNS) && id.matches("[0-9]{7}")) {
            takeVesselId();
            return id;
        }
        if (vesselReference != null && vesselReference.look(1, 2).matches("[0-9]{7}")) {
            vesselReference.take(1, 1);
            return vesselReference.take(1, 2);
        }
        return "";
    }

    private void takeVesselId() {
        tdt.take(8, 1);
        tdt.take(8, 2);
        tdt.take(8, 3);
    }
}
