package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold between the legs of a transport plan, and its deadlines (STANDARDS 3.2). */
final class TransportPlanRules {
    private static final List<String> STAGES = List.of("PRC", "MNC", "ONC");

    /** From when, not until when. */
    private static final Set<String> BEGINNINGS = Set.of("EFC", "ECP");

    private TransportPlanRules() {}

    static void check(JsonNode legs, Findings findings) {
        for (int i = 0; i < legs.size(); i++) {
            JsonNode leg = legs.get(i);
            String at = "/transportPlan/" + i;
            DateRules.arrivesAfterItLeft(leg, at, findings);
            if (i > 0) {
                follows(legs.get(i - 1), leg, at, findings);
            }
        }
    }

    private static void follows(JsonNode before, JsonNode leg, String at, Findings findings) {
        if (number(leg) <= number(before)) {
            findings.broken(
                    "legs-numbered-in-order",
                    at + "/transportPlanStageSequenceNumber",
                    "Legs are listed and numbered in order.");
        }
        if (stage(leg) < stage(before)) {
            findings.broken(
                    "stages-in-order",
                    at + "/transportPlanStage",
                    "Pre-carriage, main carriage, on-carriage.");
        }
        LocalDate arrived = LocalDate.parse(before.path("plannedArrivalDate").asText());
        // Local dates: eastwards over the date line the day before can be later.
        if (LocalDate.parse(leg.path("plannedDepartureDate").asText())
                .isBefore(arrived.minusDays(1))) {
            findings.broken(
                    "legs-in-time",
                    at + "/plannedDepartureDate",
                    "A leg begins after the one before it has ended.");
        }
        JsonNode end = before.path("dischargeLocation").path("UNLocationCode");
        if (EventRules.differ(end, leg.path("loadLocation").path("UNLocationCode"))) {
            findings.doubtful(
                    "legs-connect",
                    at + "/loadLocation/UNLocationCode",
                    "A leg begins where the one before it has ended.");
        }
    }

    private static int number(JsonNode leg) {
        return leg.path("transportPlanStageSequenceNumber").intValue();
    }

    private static int stage(JsonNode leg) {
        return STAGES.indexOf(leg.path("transportPlanStage").asText());
    }

    static void checkCutOffs(JsonNode booking, String receipt, Findings findings) {
        JsonNode times = booking.path("shipmentCutOffTimes");
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < times.size(); i++) {
            String code = times.get(i).path("cutOffDateTimeCode").asText();
            String at = "/shipmentCutOffTimes/" + i;
            if (!codes.add(code)) {
                findings.broken(
                        "cut-off-once", at + "/cutOffDateTimeCode", "There is one of each kind.");
            }
            if (code.equals("LCO") && !receipt.equals("CFS")) {
                findings.broken(
                        "loose-cargo-needs-a-freight-station",
                        at + "/cutOffDateTimeCode",
                        "Only if receiptTypeAtOrigin is CFS.");
            }
            if (!BEGINNINGS.contains(code)
                    && isAfterDeparture(
                            times.get(i).path("cutOffDateTime"), booking.path("transportPlan"))) {
                findings.doubtful(
                        "cut-off-before-departure",
                        at + "/cutOffDateTime",
                        "The ship will have left.");
            }
        }
    }

    private static boolean isAfterDeparture(JsonNode cutOff, JsonNode legs) {
        LocalDate day = OffsetDateTime.parse(cutOff.asText()).toLocalDate();
        for (JsonNode leg : legs) {
            if (leg.path("transportPlanStage").asText().equals("MNC")) {
                // The first ship; both are local times of the port of loading, as a rule.
                return day.isAfter(
                        LocalDate.parse(leg.path("plannedDepartureDate").asText()).plusDays(1));
            }
        }
        return false;
    }
}
