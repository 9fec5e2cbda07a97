package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

/** What must hold between the fields of a booking as it is asked for (STANDARDS 3.1). */
final class BookingRequestRules {
    private BookingRequestRules() {}

    static void check(JsonNode booking, Findings findings) {
        BookingRules.check(booking, findings);
        JsonNode boxes = booking.path("requestedEquipments");
        for (int i = 0; i < boxes.size(); i++) {
            if (!boxes.get(i).has("cargoGrossWeight")) {
                goodsWeigh(boxes.get(i).path("commodities"), i, findings);
            }
        }
    }

    /** The weight is that of the containers' cargo, or else that of each commodity. */
    private static void goodsWeigh(JsonNode goods, int box, Findings findings) {
        for (int i = 0; i < goods.size(); i++) {
            if (!goods.get(i).has("cargoGrossWeight")) {
                findings.broken(
                        "weight-of-the-goods",
                        "/requestedEquipments/%d/commodities/%d/cargoGrossWeight".formatted(box, i),
                        "Give the gross weight here or for the containers.");
            }
        }
    }
}
