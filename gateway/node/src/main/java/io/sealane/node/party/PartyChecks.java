package io.sealane.node.party;

import static io.sealane.node.party.PartyJson.refusal;

import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.NodeConfig.Account;
import io.sealane.node.config.NodeConfig.Party;

import java.util.HashSet;
import java.util.Set;

/** What holds between a party and all others who ask this node: nothing is of two. */
final class PartyChecks {
    private final Set<String> names = new HashSet<>();
    private final Set<String> certificates = new HashSet<>();
    private final Set<String> keys = new HashSet<>();

    private PartyChecks() {}

    /** Refuses a party that has a name, a certificate or a key of another caller, or one twice. */
    static void check(Party party, Roster roster, NodeConfig config) throws Refusal {
        var checks = new PartyChecks();
        config.auditors().forEach(one -> checks.other(one.name(), one.certificate()));
        config.operators().forEach(one -> checks.other(one.name(), one.certificate()));
        for (Registered other : roster.all()) {
            // Who has ended may be let in again, but its certificate may be another's by then.
            if (!other.hasEnded() && !other.party().name().equals(party.name())) {
                checks.take(other.party());
            }
        }
        if (checks.names.contains(party.name())) {
            throw refusal("/name", "That is the name of another caller of this node.");
        }
        checks.take(party);
    }

    private void other(String name, String certificate) {
        names.add(name);
        certificates.add(certificate);
    }

    private void take(Party party) throws Refusal {
        once(certificates, party.certificate(), "/certificate");
        if (party.key() != null) {
            once(keys, party.key().kid(), "/key");
        }
        for (Key key : party.documentKeys()) {
            once(keys, key.kid(), "/documentKeys");
        }
        for (Account account : party.accounts()) {
            String at = "/accounts/" + account.name();
            if (account.certificate() != null) {
                once(certificates, account.certificate(), at + "/certificate");
            }
            if (account.key() != null) {
                once(keys, account.key().kid(), at + "/key");
            }
        }
    }

    private static void once(Set<String> seen, String value, String at) throws Refusal {
        if (!seen.add(value)) {
            throw refusal(at, "It is another's already, or there twice: give each its own.");
        }
    }
}
