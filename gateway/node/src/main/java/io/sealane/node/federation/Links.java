package io.sealane.node.federation;

import io.sealane.core.exchange.Link;
import io.sealane.core.identity.Outage;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.keys.TlsIdentity;
import io.vertx.core.Vertx;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The connections to all partners: the network, as dispatch sees it. */
public final class Links implements Link, AutoCloseable {
    private final Map<String, PartnerClient> clients = new HashMap<>();

    public Links(
            Vertx vertx,
            List<NodeConfig.Partner> partners,
            TlsIdentity identity,
            InstantSource clock) {
        for (NodeConfig.Partner partner : partners) {
            clients.put(partner.node(), new PartnerClient(vertx, partner, identity, clock));
        }
    }

    PartnerClient to(String node) {
        PartnerClient client = clients.get(node);
        if (client == null) {
            throw new Outage(node + " is not a partner", 60);
        }
        return client;
    }

    @Override
    public Reply deliver(String node, byte[] jsonLines) {
        PartnerClient.Reply reply =
                to(node).post("/federation/v1/deliveries", "application/jsonl", jsonLines);
        if (reply.status() >= 500 || reply.status() == 429) {
            throw new Outage(node + " answers " + reply.status(), 1);
        }
        return new Reply(reply.status(), reply.body());
    }

    @Override
    public void close() {
        clients.values().forEach(PartnerClient::close);
    }
}
