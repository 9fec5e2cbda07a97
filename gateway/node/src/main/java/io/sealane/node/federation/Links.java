package io.sealane.node.federation;

import io.sealane.core.exchange.Link;
import io.sealane.core.identity.Outage;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.keys.Revocations;
import io.sealane.node.keys.TlsIdentity;
import io.vertx.core.Vertx;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The connections to all partners: the network, as dispatch sees it. */
public final class Links implements Link, AutoCloseable {
    private static final int TOO_MANY = 429;

    private final Vertx vertx;
    private final Supplier<TlsIdentity> identity;
    private final Revocations revocations;
    private final InstantSource clock;
    private final Map<String, PartnerClient> clients = new ConcurrentHashMap<>();

    /** Who said when to come again is not asked before. */
    private final Map<String, Instant> notBefore = new ConcurrentHashMap<>();

    public Links(
            Vertx vertx,
            Supplier<TlsIdentity> identity,
            Revocations revocations,
            InstantSource clock) {
        this.vertx = vertx;
        this.identity = identity;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** A partner that is new, or has moved, or has another TLS key. */
    public void open(NodeConfig.Partner partner) {
        PartnerClient before = clients.put(partner.node(), client(partner));
        if (before != null) {
            before.close();
        }
    }

    private PartnerClient client(NodeConfig.Partner partner) {
        return new PartnerClient(vertx, partner, identity, revocations::isRevoked, clock);
    }

    /** New connections to all, with the certificate of now; calls under way end on the old ones. */
    public void renew() {
        clients.replaceAll((node, before) -> {
            before.retire();
            return client(before.partner());
        });
    }

    /** New connections to all, at once: the other end of one may be revoked. */
    public void cut() {
        clients.replaceAll((node, before) -> {
            before.close();
            return client(before.partner());
        });
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
        Instant now = clock.instant();
        if (now.isBefore(notBefore.getOrDefault(node, Instant.MIN))) {
            throw new Outage(node + " said when to come again", 1);
        }
        PartnerClient.Reply reply =
                to(node).post("/federation/v1/deliveries", "application/jsonl", jsonLines);
        if (reply.status() == TOO_MANY) {
            notBefore.put(node, clock.instant().plusSeconds(reply.retryAfterSeconds()));
        }
        if (reply.status() >= 500 || reply.status() == TOO_MANY) {
            throw new Outage(node + " answers " + reply.status(), reply.retryAfterSeconds());
        }
        return new Reply(reply.status(), reply.body());
    }

    @Override
    public void close() {
        clients.values().forEach(PartnerClient::close);
    }
}
