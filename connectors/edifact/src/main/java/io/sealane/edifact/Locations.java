package io.sealane.edifact;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

/** Reads LOC. */
final class Locations {
    private static final String UN_ECE = "6";
    private static final String PORTS = "139";
    private static final String COUNTRIES = "162";

    private Locations() {}

    /** The UN/LOCODE of a LOC; empty if it has none. Nothing is taken. */
    static String code(Segment loc) {
        String code = loc.look(2, 1);
        boolean fromUn = loc.look(2, 3).isEmpty() || loc.look(2, 3).equals(UN_ECE);
        boolean listed = fromUn || loc.look(2, 2).equals(PORTS);
        return listed && code.matches("[A-Z]{2}[A-Z0-9]{3}") ? code : "";
    }

    /** All that an event has a place for. */
    static ObjectNode of(Segment loc) {
        ObjectNode place = Json.object();
        loc.take(1, 1);
        String name = loc.look(2, 4).strip();
        if (!name.isEmpty() && name.length() <= 100) {
            place.put("locationName", name);
            loc.take(2, 4);
        }
        String code = code(loc);
        if (code.isEmpty()) {
            return place;
        }
        place.put("UNLocationCode", code);
        loc.take(2, 1);
        loc.take(2, 2);
        loc.take(2, 3);
        String provider =
                switch (loc.look(3, 3)) {
                    case "306" -> "SMDG";
                    case "20" -> "BIC";
                    default -> "";
                };
        if (!provider.isEmpty() && loc.look(3, 1).matches("\\S{1,6}")) {
            place.put("facilityCode", loc.take(3, 1)).put("facilityCodeListProvider", provider);
            loc.take(3, 2);
            loc.take(3, 3);
        }
        takeCountry(loc, code);
        return place;
    }

    /** A country beside its own UN/LOCODE says nothing new. */
    private static void takeCountry(Segment loc, String code) {
        for (int element = 3; element <= 4; element++) {
            if (loc.look(element, 2).equals(COUNTRIES)
                    && code.startsWith(loc.look(element, 1))
                    && loc.look(element, 1).length() == 2) {
                loc.take(element, 1);
                loc.take(element, 2);
                loc.take(element, 3);
            }
        }
    }
}
