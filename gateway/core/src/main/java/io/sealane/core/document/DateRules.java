package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** What must hold between the dates of a document, of whatever type. */
final class DateRules {
    /** Room for clocks that differ and for local times that were taken for others. */
    private static final Duration GRACE = Duration.ofDays(1);

    private DateRules() {}

    /**
     * An arrival is not before its departure.
     *
     * @param journey an object with {@code plannedDepartureDate} and {@code plannedArrivalDate}
     * @param at where it is
     */
    static void arrivesAfterItLeft(JsonNode journey, String at, Findings findings) {
        LocalDate departure = LocalDate.parse(journey.path("plannedDepartureDate").asText());
        LocalDate arrival = LocalDate.parse(journey.path("plannedArrivalDate").asText());
        // Local dates: eastwards over the date line a ship can arrive the day before it left.
        if (arrival.isBefore(departure.minusDays(1))) {
            findings.broken(
                    "arrival-after-departure",
                    at + "/plannedArrivalDate",
                    "The arrival is not before the departure.");
        }
    }

    /** Whether one time is later than another by more than clocks and zones explain. */
    static boolean isLater(JsonNode one, JsonNode other) {
        OffsetDateTime later = OffsetDateTime.parse(one.asText());
        return later.isAfter(OffsetDateTime.parse(other.asText()).plus(GRACE));
    }
}
