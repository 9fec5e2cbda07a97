package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;

/** What must hold between the fields of a declaration of mass (STANDARDS 3.8; SOLAS VI/2). */
final class VgmDeclarationRules {
    private VgmDeclarationRules() {}

    /** A sum of goods and box that is off by more than this is worth a question. */
    private static final BigDecimal TOLERANCE = new BigDecimal("0.05");

    static void check(JsonNode declaration, Findings findings) {
        JsonNode box = declaration.path("equipmentDetails");
        ListRules.once(
                box.path("seals"),
                "number",
                "/equipmentDetails/seals",
                "seal-once",
                "A seal is told once.",
                findings);
        JsonNode verified = declaration.path("VGM");
        JsonNode when = verified.path("dateTime");
        if (when.isTextual() && DateRules.isLater(when, declaration.path("declarationDateTime"))) {
            findings.broken(
                    "weighed-before-declared",
                    "/VGM/dateTime",
                    "The mass is verified before it is declared.");
        }
        JsonNode tare = box.path("tareWeight");
        if (tare.isObject()) {
            weighs(Added.kilograms(verified.path("weight")), tare, box, findings);
        }
    }

    private static void weighs(
            BigDecimal mass, JsonNode tareWeight, JsonNode box, Findings findings) {
        BigDecimal tare = Added.kilograms(tareWeight);
        if (mass.compareTo(tare) < 0) {
            findings.broken(
                    "mass-above-tare", "/VGM/weight", "The mass is not below that of the box.");
        }
        JsonNode goods = box.path("cargoGrossWeight");
        if (goods.isObject()) {
            BigDecimal sum = tare.add(Added.kilograms(goods));
            if (mass.subtract(sum).abs().compareTo(sum.multiply(TOLERANCE)) > 0) {
                findings.doubtful(
                        "mass-adds-up",
                        "/VGM/weight",
                        "Goods and box together weigh something else.");
            }
        }
    }
}
