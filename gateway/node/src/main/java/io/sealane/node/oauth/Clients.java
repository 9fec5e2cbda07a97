package io.sealane.node.oauth;

import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.Scope;
import io.sealane.node.http.Caller.Limit;
import io.sealane.node.oauth.Client.Kind;
import io.sealane.node.party.Roster;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The clients of a node, by name: those of the configuration, and its parties as they are now. */
final class Clients {
    private final Roster roster;
    private final Map<String, Client> others = new HashMap<>();

    Clients(NodeConfig config, Roster roster) {
        this.roster = roster;
        for (NodeConfig.Auditor one : config.auditors()) {
            Set<Scope> scopes = EnumSet.of(Scope.AUDIT);
            others.put(one.name(), other(one.name(), Kind.AUDITOR, scopes, one.certificate()));
        }
        for (NodeConfig.Operator one : config.operators()) {
            Set<Scope> scopes = EnumSet.of(Scope.OPERATE, Scope.AUDIT);
            others.put(one.name(), other(one.name(), Kind.OPERATOR, scopes, one.certificate()));
        }
    }

    private static Client other(String name, Kind kind, Set<Scope> scopes, String certificate) {
        return new Client(name, kind, "", scopes, certificate, null, List.of());
    }

    /** Who is known by that name now. */
    @Nullable Client find(String id) {
        Client other = others.get(id);
        if (other != null) {
            return other;
        }
        int slash = id.indexOf('/');
        NodeConfig.Party party = roster.party(slash < 0 ? id : id.substring(0, slash));
        if (party == null) {
            return null;
        }
        Limit whole = new Limit(party.name(), party.requestsPerSecond());
        return slash < 0
                ? new Client(
                        id,
                        Kind.PARTY,
                        party.name(),
                        party.scopes(),
                        party.certificate(),
                        party.key(),
                        List.of(whole))
                : account(party, id.substring(slash + 1), whole);
    }

    private static @Nullable Client account(NodeConfig.Party party, String name, Limit whole) {
        for (NodeConfig.Account one : party.accounts()) {
            if (one.name().equals(name)) {
                String id = party.name() + "/" + name;
                return new Client(
                        id,
                        Kind.PARTY,
                        party.name(),
                        one.scopes(),
                        one.certificate(),
                        one.key(),
                        List.of(new Limit(id, one.requestsPerSecond()), whole));
            }
        }
        return null;
    }
}
