package io.sealane.core.exchange;

import io.sealane.core.identity.Outage;

/**
 * The network, as dispatch sees it. Two implementations: HTTP/2 with mutual TLS, the simulation.
 */
@FunctionalInterface
public interface Link {
    /**
     * Sends a batch to a partner ({@code POST /federation/v1/deliveries}).
     *
     * @return the answer of an authenticated partner
     * @throws Outage if there was none: whether the batch arrived is unknown
     */
    Reply deliver(String node, byte[] jsonLines) throws Outage;

    /**
     * A partner's answer.
     *
     * @param status 200, or that of a problem document
     * @param body JSON lines, or the problem
     */
    record Reply(int status, byte[] body) {}
}
