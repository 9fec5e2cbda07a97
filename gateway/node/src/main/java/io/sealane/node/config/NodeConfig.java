package io.sealane.node.config;

import io.sealane.core.document.Policy;
import io.sealane.core.identity.Key;
import io.sealane.core.ledger.NoteVerifier;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What an operator decides about a node: OPERATING.md has the file. All paths are absolute.
 *
 * @param node the node's name, e.g. {@code us.sealane.example}
 * @param data the folder of everything the node writes
 * @param database null is the embedded one, in the data folder
 * @param log the number of the node's log
 * @param agreements a folder of agreement files, to be taken over at start; or null
 * @param policy about the documents of its own parties
 * @param issuer gives out access tokens in place of this node; null where the node does
 * @param approval how many operators an act takes
 */
public record NodeConfig(
        String node,
        Path data,
        Listener api,
        Listener federation,
        Listener management,
        KeyFile keys,
        @Nullable Database database,
        int log,
        List<Party> parties,
        List<Partner> partners,
        List<Auditor> auditors,
        List<Operator> operators,
        Announced announced,
        @Nullable Path agreements,
        Policy policy,
        @Nullable Issuer issuer,
        Approval approval) {
    public NodeConfig {
        parties = List.copyOf(parties);
        partners = List.copyOf(partners);
        auditors = List.copyOf(auditors);
        operators = List.copyOf(operators);
    }

    /**
     * Where the process listens; port 0 takes any free one.
     *
     * @param address where others reach it; null is host and port
     */
    public record Listener(String host, int port, @Nullable URI address) {
        public Listener(String host, int port) {
            this(host, port, null);
        }
    }

    /**
     * Keys that will be used later, as this node tells its partners.
     *
     * @param federationKey thumbprint of the next federation key; null if none is announced
     * @param pins of the next TLS keys
     */
    public record Announced(@Nullable String federationKey, Set<String> pins) {
        public static final Announced NOTHING = new Announced(null, Set.of());

        public Announced {
            pins = Set.copyOf(pins);
        }
    }

    /**
     * An external issuer of access tokens.
     *
     * @param url its issuer identifier: the {@code iss} of tokens
     * @param jwksUri where its keys are, https; null where they are in a file
     * @param jwks a file of its keys; null where they are fetched
     * @param trust certificates (PEM) that its TLS is trusted by; null is the platform's
     * @param audience the {@code aud} of tokens for this node
     */
    public record Issuer(
            String url,
            @Nullable URI jwksUri,
            @Nullable Path jwks,
            @Nullable Path trust,
            String audience) {}

    /**
     * A PKCS#12 file and the file that holds its password, in one line.
     *
     * @param token holds some of the keys instead of the file; null if none does
     */
    public record KeyFile(Path file, Path passwordFile, @Nullable Token token) {}

    /**
     * A PKCS#11 token.
     *
     * @param pinFile holds the user's PIN, in one line
     * @param holds the aliases of the keys that are in it
     */
    public record Token(Path library, String label, Path pinFile, Set<String> holds) {
        public Token {
            holds = Set.copyOf(holds);
        }
    }

    /**
     * An external PostgreSQL.
     *
     * @param url {@code postgresql://user@host:port/name}, without a password
     */
    public record Database(String url, Path passwordFile) {}

    /**
     * An organisation served by this node.
     *
     * @param roles as which it may be addressed, e.g. {@code terminal}
     * @param issues the types it may issue, e.g. {@code transport-document}
     * @param certificate {@code x5t#S256} of its client certificate: base64url SHA-256 of the DER
     * @param key signs its client assertions ({@code private_key_jwt}); null if it has none
     * @param documentKeys sign its documents; empty where the node signs for it
     * @param requestsPerSecond what it may ask, all of its accounts together; 0 is no limit
     * @param accounts more clients that act as the party, sorted by name
     */
    public record Party(
            String name,
            Set<String> roles,
            Set<String> issues,
            Set<Scope> scopes,
            String certificate,
            @Nullable Key key,
            List<Key> documentKeys,
            int requestsPerSecond,
            List<Account> accounts) {
        public Party {
            accounts = List.copyOf(accounts);
            documentKeys = List.copyOf(documentKeys);
            roles = Set.copyOf(roles);
            issues = Set.copyOf(issues);
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * A client of a party beside its first one: its {@code client_id} is {@code party/account}.
     *
     * @param scopes some of the party's
     * @param certificate as the party's; null where it has a key alone
     * @param key signs its client assertions; null where it has a certificate alone
     * @param requestsPerSecond what it may ask of what the party may; 0 is all of it
     */
    public record Account(
            String name,
            Set<Scope> scopes,
            @Nullable String certificate,
            @Nullable Key key,
            int requestsPerSecond) {
        public Account {
            scopes = Set.copyOf(scopes);
        }
    }

    /** Who may read the log and nothing else. */
    public record Auditor(String name, String certificate) {}

    /** Who runs the node over its API. */
    public record Operator(String name, String certificate) {}

    /**
     * How many operators it takes to change agreements, exclusions, partners, parties, their keys.
     *
     * @param operators 1 or 2
     * @param within how long the second one may take to confirm
     */
    public record Approval(int operators, Duration within) {
        public static final Approval OF_ONE = new Approval(1, Duration.ofDays(1));
    }

    /**
     * Another node, as learned out of band.
     *
     * @param address {@code https://host:port}
     * @param pins base64url SHA-256 of the SubjectPublicKeyInfo of its TLS certificates, current
     *     and next
     */
    public record Partner(
            String node,
            URI address,
            Set<String> pins,
            Key federationKey,
            List<Key> presentationKeys,
            List<Key> issuingKeys,
            String origin,
            List<NoteVerifier> logKeys) {
        public Partner {
            pins = Set.copyOf(pins);
            presentationKeys = List.copyOf(presentationKeys);
            issuingKeys = List.copyOf(issuingKeys);
            logKeys = List.copyOf(logKeys);
        }
    }
}
