package io.sealane.node.oauth;

import io.sealane.core.identity.Key;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.Scope;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who may get a token: a party, an auditor, or an operator.
 *
 * @param id its name, the {@code client_id}
 * @param certificate {@code x5t#S256} of the certificate that authenticates it
 * @param key signs its client assertions, or null
 * @param requestsPerSecond what it may ask; 0 is no limit
 */
record Client(
        String id,
        Kind kind,
        Set<Scope> scopes,
        String certificate,
        @Nullable Key key,
        int requestsPerSecond) {

    /** Who it is to the node. */
    enum Kind {
        PARTY,
        AUDITOR,
        OPERATOR
    }

    /** All clients of a node, by name. */
    static Map<String, Client> of(NodeConfig config) {
        Map<String, Client> clients = new HashMap<>();
        for (NodeConfig.Party party : config.parties()) {
            clients.put(
                    party.name(),
                    new Client(
                            party.name(),
                            Kind.PARTY,
                            party.scopes(),
                            party.certificate(),
                            party.key(),
                            party.requestsPerSecond()));
        }
        for (NodeConfig.Auditor auditor : config.auditors()) {
            clients.put(
                    auditor.name(),
                    new Client(
                            auditor.name(),
                            Kind.AUDITOR,
                            EnumSet.of(Scope.AUDIT),
                            auditor.certificate(),
                            null,
                            0));
        }
        for (NodeConfig.Operator operator : config.operators()) {
            clients.put(
                    operator.name(),
                    new Client(
                            operator.name(),
                            Kind.OPERATOR,
                            EnumSet.of(Scope.OPERATE, Scope.AUDIT),
                            operator.certificate(),
                            null,
                            0));
        }
        return Map.copyOf(clients);
    }
}
