package io.sealane.node.config;

import io.sealane.core.identity.Key;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What holds between the parts of a configuration: nothing has two meanings. */
final class ConfigChecks {
    private final Section top;
    private final Map<String, String> seen = new HashMap<>();

    private ConfigChecks(Section top) {
        this.top = top;
    }

    static void check(NodeConfig config, Section top) {
        var checks = new ConfigChecks(top);
        checks.listeners(config);
        checks.callers(config);
        checks.operators(config);
        checks.partners(config);
    }

    private void listeners(NodeConfig config) {
        port("api", config.api());
        port("federation", config.federation());
        port("management", config.management());
        if (!config.management().host().isEmpty() && !isLoopback(config.management().host())) {
            top.note(
                    "management",
                    "listens beyond this machine, without TLS or a password.",
                    "Write host: 127.0.0.1 and let a proxy of yours carry it further.");
        }
    }

    private void port(String name, NodeConfig.Listener listener) {
        if (listener.port() != 0) {
            once(name, "port", Integer.toString(listener.port()), "the port");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private void callers(NodeConfig config) {
        List<NodeConfig.Party> parties = config.parties();
        for (int i = 0; i < parties.size(); i++) {
            String path = "parties[" + i + "]";
            once(path, "name", parties.get(i).name(), "the name");
            once(path, "certificate", parties.get(i).certificate(), "the certificate");
            Key key = parties.get(i).key();
            if (key != null) {
                once(path, "key", key.kid(), "the key");
            }
            for (Key own : parties.get(i).documentKeys()) {
                once(path, "key", own.kid(), "a key");
            }
            accounts(path, parties.get(i));
        }
        List<NodeConfig.Auditor> auditors = config.auditors();
        for (int i = 0; i < auditors.size(); i++) {
            String path = "auditors[" + i + "]";
            once(path, "name", auditors.get(i).name(), "the name");
            once(path, "certificate", auditors.get(i).certificate(), "the certificate");
        }
    }

    private void accounts(String path, NodeConfig.Party party) {
        for (NodeConfig.Account account : party.accounts()) {
            once(path, "name", party.name() + "/" + account.name(), "the account's name");
            if (account.certificate() != null) {
                once(path, "certificate", account.certificate(), "the certificate");
            }
            if (account.key() != null) {
                once(path, "key", account.key().kid(), "the key");
            }
            if (!party.scopes().containsAll(account.scopes())) {
                top.note(
                        path,
                        "has an account with a scope that the party lacks.",
                        "An account has some of the party's scopes.");
            }
        }
    }

    private void operators(NodeConfig config) {
        List<NodeConfig.Operator> operators = config.operators();
        for (int i = 0; i < operators.size(); i++) {
            String path = "operators[" + i + "]";
            once(path, "name", operators.get(i).name(), "the name");
            once(path, "certificate", operators.get(i).certificate(), "the certificate");
        }
        if (config.approval().operators() > 1 && operators.size() < config.approval().operators()) {
            top.note(
                    "operators",
                    "are fewer than policy.operators asks for: nothing could be confirmed.",
                    "Name another operator, with a certificate of its own.");
        }
    }

    private void partners(NodeConfig config) {
        once("node", "node", config.node(), "the name");
        List<NodeConfig.Partner> partners = config.partners();
        for (int i = 0; i < partners.size(); i++) {
            NodeConfig.Partner partner = partners.get(i);
            String path = "partners[" + i + "]";
            once(path, "node", partner.node(), "the name");
            // A pin of two partners would make one sender of two nodes.
            for (String pin : partner.pins()) {
                once(path, "pin", pin, "a pin");
            }
            once(path, "key", partner.federationKey().kid(), "the federation key");
            for (Key key : partner.presentationKeys()) {
                once(path, "key", key.kid(), "a presentation key");
            }
            for (Key key : partner.issuingKeys()) {
                once(path, "key", key.kid(), "an issuing key");
            }
        }
    }

    /** Notes a value that stands in two places where each must have its own. */
    private void once(String path, String kind, String value, String what) {
        String earlier = value.isEmpty() ? null : seen.putIfAbsent(kind + " " + value, path);
        if (earlier != null) {
            top.note(path, "has " + what + " of " + earlier + ".", "Give each its own.");
        }
    }
}
