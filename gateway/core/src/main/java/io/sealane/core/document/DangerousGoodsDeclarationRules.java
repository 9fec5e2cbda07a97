package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.Set;

/** What must hold between the fields of a dangerous goods declaration (STANDARDS 3.9). */
final class DangerousGoodsDeclarationRules {
    private DangerousGoodsDeclarationRules() {}

    /** Classes of which every substance has a packing group, though not every article. */
    private static final Set<String> GROUPED = Set.of("3", "6.1", "8");

    static void check(JsonNode declaration, Findings findings) {
        if (declaration.has("utilizedTransportEquipments")) {
            ConsignmentRules.check(declaration, findings);
        }
        JsonNode items = declaration.path("consignmentItems");
        for (int i = 0; i < items.size(); i++) {
            JsonNode cargo = items.get(i).path("cargoItems");
            for (int j = 0; j < cargo.size(); j++) {
                String at =
                        "/consignmentItems/%d/cargoItems/%d/outerPackaging/dangerousGoods"
                                .formatted(i, j);
                entries(cargo.get(j), at, findings);
            }
        }
    }

    private static void entries(JsonNode cargo, String at, Findings findings) {
        JsonNode goods = cargo.path("outerPackaging").path("dangerousGoods");
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < goods.size(); i++) {
            sum = sum.add(Added.kilograms(goods.get(i).path("grossWeight")));
            if (GROUPED.contains(goods.get(i).path("imoClass").asText())
                    && !goods.get(i).has("packingGroup")) {
                findings.doubtful(
                        "packing-group-of-the-class",
                        at + "/" + i + "/packingGroup",
                        "Substances of this class have a packing group.");
            }
        }
        if (sum.compareTo(Added.kilograms(cargo.path("cargoGrossWeight"))) > 0) {
            findings.broken(
                    "entries-within-the-goods",
                    at,
                    "All entries together do not weigh more than the goods they are among.");
        }
    }
}
