package io.sealane.edifact;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The time zones in which times without a zone are read: of a place, of a country, of everything
 * else.
 */
public final class Zones {
    private final Map<String, ZoneId> byPlace;

    private Zones(Map<String, ZoneId> byPlace) {
        this.byPlace = byPlace;
    }

    /**
     * Reads {@code USNYC=America/New_York}, {@code NL=Europe/Amsterdam}, {@code Asia/Singapore}.
     *
     * @throws IllegalArgumentException if one is none of the three
     */
    public static Zones of(List<String> texts) {
        var zones = new HashMap<String, ZoneId>();
        for (String text : texts) {
            int at = text.indexOf('=');
            String place = at < 0 ? "" : text.substring(0, at);
            if (!place.matches("([A-Z]{2}([A-Z0-9]{3})?)?")) {
                throw new IllegalArgumentException(
                        place + " is neither a country's two letters nor a UN/LOCODE");
            }
            try {
                zones.put(place, ZoneId.of(text.substring(at + 1)));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(text.substring(at + 1) + " is no time zone", e);
            }
        }
        return new Zones(zones);
    }

    /** The zone of a place; UTC, if nothing was said. */
    ZoneId at(String place) {
        ZoneId own = byPlace.get(place);
        if (own == null && place.length() > 2) {
            own = byPlace.get(place.substring(0, 2));
        }
        return own == null ? byPlace.getOrDefault("", ZoneOffset.UTC) : own;
    }

    /** Whether somebody said which zone is meant at a place. */
    boolean knows(String place) {
        return byPlace.containsKey(place)
                || byPlace.containsKey("")
                || (place.length() > 2 && byPlace.containsKey(place.substring(0, 2)));
    }
}
