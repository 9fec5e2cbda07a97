package io.sealane.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What the nodes keep of the machine's memory when there is nothing to do any more. */
final class Footprint {
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Ground ground;
    private final int clients;

    Footprint(Ground ground, int clients) {
        this.ground = ground;
        this.clients = clients;
    }

    ObjectNode measure(int deliveries) throws IOException, Refusal {
        try (var traffic = Traffic.on(ground)) {
            ground.tell("Exchanging " + deliveries + " documents.");
            var left = new AtomicInteger(deliveries);
            traffic.run(clients, () -> left.getAndDecrement() > 0);
            ObjectNode result =
                    Json.object().put("part", "footprint").put("deliveries", traffic.delivered());
            result.set("mibAtOnce", resident());
            ground.tell("Waiting for " + IDLE.toSeconds() + " s.");
            Traffic.rest(IDLE);
            result.set("mibAfterMinute", resident());
            return result;
        }
    }

    private ObjectNode resident() throws IOException {
        return Json.object()
                .put("us", Cost.residentMib(Exchange.handle(ground.us())))
                .put("nl", Cost.residentMib(Exchange.handle(ground.nl())));
    }
}
