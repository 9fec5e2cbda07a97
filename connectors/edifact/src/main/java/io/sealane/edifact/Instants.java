package io.sealane.edifact;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Reads DTM and the time of UNB. */
final class Instants {
    private static final DateTimeFormatter OUT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");

    /** A year of two digits is of this century up to 69. */
    private static final int CENTURY_TURN = 70;

    private final Zones zones;

    Instants(Zones zones) {
        this.zones = zones;
    }

    static String text(OffsetDateTime time) {
        return OUT.format(time);
    }

    /**
     * The time of a DTM.
     *
     * @param place whose local time it is, where it has no zone
     */
    OffsetDateTime of(Segment dtm, String place, Unit unit) throws Unmapped {
        dtm.take(1, 1);
        String value = dtm.take(1, 2);
        String format = dtm.take(1, 3);
        OffsetDateTime time = read(value, format, place, unit);
        if (time == null) {
            throw new Unmapped(
                    "time",
                    dtm,
                    "No time to the minute in format 201, 203, 204, 205, 303 or 304 (UN 2379).");
        }
        return time;
    }

    /** When the interchange was made; null if its UNB does not say so. */
    @Nullable OffsetDateTime made(Segment unb, Unit unit) {
        String date = unb.look(4, 1);
        String value = (date.length() == 8 ? date : century(date)) + unb.look(4, 2);
        return read(value, "203", "", unit);
    }

    private @Nullable OffsetDateTime read(String value, String format, String place, Unit unit) {
        try {
            return switch (format) {
                case "201" -> local(century(value), place, unit);
                case "203", "204" -> local(value, place, unit);
                case "205", "303" -> zoned(value, 12);
                case "304" -> zoned(value, 14);
                default -> null;
            };
        } catch (DateTimeException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static String century(String value) {
        boolean past = value.length() > 1 && Integer.parseInt("0" + digits(value)) >= CENTURY_TURN;
        return (past ? "19" : "20") + value;
    }

    private static String digits(String value) {
        return value.substring(0, 2).matches("[0-9]{2}") ? value.substring(0, 2) : "";
    }

    private static LocalDateTime plain(String value) {
        if (!value.matches("[0-9]{12}([0-9]{2})?")) {
            throw new DateTimeException("not digits");
        }
        return LocalDateTime.of(
                number(value, 0, 4),
                number(value, 4, 6),
                number(value, 6, 8),
                number(value, 8, 10),
                number(value, 10, 12),
                value.length() == 14 ? number(value, 12, 14) : 0);
    }

    private static int number(String value, int from, int to) {
        return Integer.parseInt(value.substring(from, to));
    }

    private OffsetDateTime local(String value, String place, Unit unit) {
        LocalDateTime local = plain(value);
        ZoneId zone = zones.at(place);
        if (!zones.knows(place)) {
            unit.warn().accept("local-time", "A time without a zone was read as UTC: say --zone.");
        }
        if (zone.getRules().getValidOffsets(local).size() != 1) {
            unit.warn().accept("clock-change", "This local time is there twice, or not at all.");
        }
        return local.atZone(zone).toOffsetDateTime();
    }

    /** A time with its zone behind it: {@code UTC}, {@code GMT}, {@code Z}, {@code +0100}. */
    private static OffsetDateTime zoned(String value, int digits) {
        LocalDateTime local = plain(value.substring(0, digits));
        String zone = value.substring(digits);
        if (zone.matches("UTC|GMT|Z")) {
            return local.atOffset(ZoneOffset.UTC);
        }
        if (zone.matches("[+-][0-9]{2}([0-9]{2})?")) {
            return local.atOffset(ZoneOffset.of(zone));
        }
        throw new DateTimeException("no zone that we know");
    }
}
