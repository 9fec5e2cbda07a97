package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

/** What must hold between the fields of goods and of the boxes they are in. */
final class CargoRules {
    private CargoRules() {}

    /**
     * Goods do not weigh more without their packaging.
     *
     * @param goods an object that may have {@code cargoNetWeight} and {@code cargoGrossWeight}
     * @param at where it is
     */
    static void netNotAboveGross(JsonNode goods, String at, Findings findings) {
        JsonNode net = goods.path("cargoNetWeight");
        JsonNode gross = goods.path("cargoGrossWeight");
        if (net.isObject()
                && gross.isObject()
                && Added.kilograms(net).compareTo(Added.kilograms(gross)) > 0) {
            findings.broken(
                    "net-not-above-gross",
                    at + "/cargoNetWeight",
                    "The net weight is not above the gross weight.");
        }
    }

    /**
     * Only a reefer holds a temperature.
     *
     * @param box an object that may have {@code activeReeferSettings}
     * @param isoType its ISO 6346 size and type
     * @param at where it is
     */
    static void settingsNeedReefer(JsonNode box, JsonNode isoType, String at, Findings findings) {
        String type = isoType.asText();
        // ISO 6346: the third character is the kind of box: R refrigerated, H insulated.
        boolean dry = type.length() >= 3 && "RH".indexOf(type.charAt(2)) < 0;
        if (dry && (box.has("activeReeferSettings") || box.has("isNonOperatingReefer"))) {
            findings.doubtful(
                    "reefer-settings-need-a-reefer", at, "The container's type is not a reefer.");
        }
    }
}
