package io.sealane.node.config;

import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads those who may ask this node: its parties and its auditors. */
final class PartyReader {
    private static final int MOST_A_SECOND = 1_000_000;

    private static final String THUMBPRINT =
            "Write the SHA-256 of the client certificate in base64url without padding:"
                    + " openssl x509 -in cert.pem -outform der | openssl dgst -sha256 -binary"
                    + " | basenc --base64url | tr -d =";

    private final Section top;

    PartyReader(Section top) {
        this.top = top;
    }

    List<NodeConfig.Party> parties() {
        List<NodeConfig.Party> parties = new ArrayList<>();
        for (Section section : top.sections("parties")) {
            parties.add(
                    new NodeConfig.Party(
                            name(section),
                            words(section, "roles"),
                            words(section, "issues"),
                            scopes(section),
                            certificate(section),
                            PublicKeyReader.optional(section, "key"),
                            PublicKeyReader.anyIssuers(section, "documentKeys"),
                            section.integerOr("requestsPerSecond", 0, 1, MOST_A_SECOND),
                            accounts(section)));
            section.end(
                    "name, roles, issues, scopes, certificate, key, documentKeys,"
                            + " requestsPerSecond, accounts");
        }
        return parties;
    }

    private static List<NodeConfig.Account> accounts(Section party) {
        List<NodeConfig.Account> accounts = new ArrayList<>();
        for (Section section : party.sections("accounts")) {
            var account =
                    new NodeConfig.Account(
                            name(section),
                            scopes(section),
                            section.has("certificate") ? certificate(section) : null,
                            PublicKeyReader.optional(section, "key"),
                            section.integerOr("requestsPerSecond", 0, 1, MOST_A_SECOND));
            section.end("name, scopes, certificate, key, requestsPerSecond");
            if (account.certificate() == null && account.key() == null) {
                section.note("certificate", "is missing, and so is a key.", "Write one of both.");
            }
            accounts.add(account);
        }
        accounts.sort(Comparator.comparing(NodeConfig.Account::name));
        return accounts;
    }

    List<NodeConfig.Auditor> auditors() {
        List<NodeConfig.Auditor> auditors = new ArrayList<>();
        for (Section section : top.sections("auditors")) {
            auditors.add(new NodeConfig.Auditor(name(section), certificate(section)));
            section.end("name, certificate");
        }
        return auditors;
    }

    List<NodeConfig.Operator> operators() {
        List<NodeConfig.Operator> operators = new ArrayList<>();
        for (Section section : top.sections("operators")) {
            operators.add(new NodeConfig.Operator(name(section), certificate(section)));
            section.end("name, certificate");
        }
        return operators;
    }

    private static String name(Section section) {
        String name = section.text("name", "Write a name of a-z, 0-9 and hyphens.");
        if (!name.isEmpty() && !isName(name)) {
            section.note("name", "is not a name.", "Use a-z, 0-9 and hyphens, 63 at most.");
        }
        return name;
    }

    private static boolean isName(String name) {
        try {
            return PartyId.parse(name + "@node.example").name().equals(name);
        } catch (Refusal e) {
            return false;
        }
    }

    private static Set<String> words(Section section, String name) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : section.texts(name, "Write a list of names.")) {
            if (word.matches("[a-z][a-z0-9-]{0,62}")) {
                words.add(word);
            } else {
                section.note(name, "holds what is not a name.", "Use a-z, 0-9 and hyphens.");
            }
        }
        return words;
    }

    private static Set<Scope> scopes(Section section) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : section.texts("scopes", "Write a list of scopes.")) {
            @Nullable Scope scope = Scope.of(name);
            if (scope == null || !Scope.OF_PARTIES.contains(scope)) {
                section.note("scopes", "holds what is not a scope.", "Known: " + Scope.all() + ".");
            } else {
                scopes.add(scope);
            }
        }
        return scopes;
    }

    private static String certificate(Section section) {
        String text = section.text("certificate", THUMBPRINT);
        if (!text.isEmpty() && !PublicKeyReader.isHash(text)) {
            section.note("certificate", "is not the hash of a certificate.", THUMBPRINT);
        }
        return text;
    }
}
