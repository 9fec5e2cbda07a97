package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

/** What must hold between the fields of a delivery order (STANDARDS 3.7). */
final class DeliveryOrderRules {
    private DeliveryOrderRules() {}

    static void check(JsonNode order, Findings findings) {
        ListRules.once(
                order.path("utilizedTransportEquipments"),
                "equipmentReference",
                "/utilizedTransportEquipments",
                "equipment-once",
                "A container is listed once.",
                findings);
        JsonNode expires = order.path("deliveryOrderExpiryDateTime");
        if (expires.isTextual()
                && DateRules.isLater(order.path("requestedReleaseDateTime"), expires)) {
            findings.broken(
                    "expiry-after-release",
                    "/deliveryOrderExpiryDateTime",
                    "An order does not end before the boxes are wanted.");
        }
    }
}
