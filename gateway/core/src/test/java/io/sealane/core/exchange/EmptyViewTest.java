package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.disclosure.Presentation;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.Test;

/** What a recipient without the class gets of a document of government cargo alone. */
class EmptyViewTest {
    @Test
    void a_document_whose_boxes_are_all_raised_arrives_with_empty_lists() throws Refusal {
        var net = new ThreeNodes();
        ObjectNode arms = ThreeNodes.document();
        for (JsonNode item : arms.path("consignmentItems")) {
            ((ObjectNode) item).putArray("HSCodes").add("930100");
        }
        Recipient terminal = ThreeNodes.to(net.nl, "rotterdam-terminal", "terminal");
        net.us.paths().submission().submit(net.us.request("acme-line", "k1", arms, terminal));
        net.settle(net.nl);

        JsonNode seen =
                Presentation.parse(net.nl.store.inbox.getFirst().presentation()).disclosed().doc();
        for (String list : new String[] {"consignmentItems", "utilizedTransportEquipments"}) {
            assertThat(seen.path(list).isArray()).as(list).isTrue();
            assertThat(seen.path(list)).as(list).isEmpty();
        }
    }
}
