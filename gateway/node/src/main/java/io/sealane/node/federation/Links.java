package io.sealane.node.federation;

import io.sealane.core.exchange.Link;
import io.sealane.core.identity.Outage;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.keys.TlsIdentity;
import io.vertx.core.Vertx;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections to all partners: the network, as dispatch sees it. */
public final class Links implements Link, AutoCloseable {
    private final Vertx vertx;
    private final TlsIdentity identity;
    private final InstantSource clock;
    private final Map<String, PartnerClient> clients = new ConcurrentHashMap<>();

    public Links(Vertx vertx, TlsIdentity identity, InstantSource clock) {
        this.vertx = vertx;
        this.identity = identity;
        this.clock = clock;
    }

    /** A partner that is new, or has moved, or has another TLS key. */
    public void open(NodeConfig.Partner partner) {
        var client = new PartnerClient(vertx, partner, identity, clock);
        PartnerClient before = clients.put(partner.node(), client);
        if (before != null) {
            before.close();
        }
    }

    /** A partner no more. */
    public void close(String node) {
        PartnerClient client = clients.remove(node);
        if (client != null) {
            client.close();
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
