package io.sealane.node.party;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.node.config.NodeConfig.Account;
import io.sealane.node.config.NodeConfig.Party;
import io.sealane.node.config.Scope;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A party in JSON: as an operator sends it, and in its signed statement. */
public final class PartyJson {
    static final String ACCOUNTS = "accounts";
    static final Set<String> MEMBERS =
            Set.of(
                    "name",
                    "roles",
                    "issues",
                    "scopes",
                    "certificate",
                    "key",
                    "documentKeys",
                    "requestsPerSecond",
                    ACCOUNTS);

    private static final int MOST_A_SECOND = 1_000_000;
    private static final int MOST_LISTED = 64;
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private PartyJson() {}

    public static ObjectNode of(Party party) {
        ObjectNode json = Json.object().put("name", party.name());
        json.set("roles", list(party.roles()));
        json.set("issues", list(party.issues()));
        client(json, party.scopes(), party.certificate(), party.key(), party.requestsPerSecond());
        json.set("documentKeys", jwks(party.documentKeys()));
        ObjectNode accounts = json.putObject(ACCOUNTS);
        for (Account one : party.accounts()) {
            client(
                    accounts.putObject(one.name()),
                    one.scopes(),
                    one.certificate(),
                    one.key(),
                    one.requestsPerSecond());
        }
        return json;
    }

    private static void client(
            ObjectNode json,
            Set<Scope> scopes,
            @Nullable String certificate,
            @Nullable Key key,
            int requestsPerSecond) {
        json.set("scopes", list(scopes.stream().map(Scope::wireName).toList()));
        if (certificate != null) {
            json.put("certificate", certificate);
        }
        if (key != null) {
            json.set("key", key.toJwk());
        }
        if (requestsPerSecond > 0) {
            json.put("requestsPerSecond", requestsPerSecond);
        }
    }

    static ArrayNode jwks(Collection<Key> keys) {
        ArrayNode list = Json.array();
        keys.forEach(key -> list.add(key.toJwk()));
        return list;
    }

    private static ArrayNode list(Collection<String> words) {
        ArrayNode list = Json.array();
        words.stream().sorted().forEach(list::add);
        return list;
    }

    /** Reads that form; what may be empty may be left out. */
    public static Party read(JsonNode json) throws Refusal {
        Members party = Members.of(json, Code.INVALID_REQUEST, "A party").only(MEMBERS);
        Set<Scope> scopes = scopes(party, "/scopes");
        return new Party(
                name(party.text("name"), "/name"),
                words(party, "roles"),
                words(party, "issues"),
                scopes,
                party.base64Url("certificate", Digest.LENGTH),
                key(json, "/key"),
                keys(json.path("documentKeys")),
                requestsPerSecond(party),
                accounts(json.path(ACCOUNTS), scopes));
    }

    private static List<Account> accounts(JsonNode json, Set<Scope> ofParty) throws Refusal {
        if (!json.isMissingNode() && (!json.isObject() || json.size() > MOST_LISTED)) {
            throw refusal("/accounts", "Accounts are an object: each by its name, 64 at most.");
        }
        var accounts = new TreeMap<String, Account>();
        for (Map.Entry<String, JsonNode> one : json.properties()) {
            String at = "/accounts/" + name(one.getKey(), "/accounts");
            Members members =
                    Members.of(one.getValue(), Code.INVALID_REQUEST, "An account")
                            .only(Set.of("scopes", "certificate", "key", "requestsPerSecond"));
            Set<Scope> scopes = scopes(members, at + "/scopes");
            var account =
                    new Account(
                            one.getKey(),
                            scopes,
                            members.has("certificate")
                                    ? members.base64Url("certificate", Digest.LENGTH)
                                    : null,
                            key(one.getValue(), at + "/key"),
                            requestsPerSecond(members));
            if (account.certificate() == null && account.key() == null) {
                throw refusal(at, "An account has a certificate, a key, or both.");
            }
            if (!ofParty.containsAll(scopes)) {
                throw refusal(at + "/scopes", "An account has some of the party's scopes.");
            }
            accounts.put(one.getKey(), account);
        }
        return List.copyOf(accounts.values());
    }

    private static String name(String text, String at) throws Refusal {
        try {
            if (PartyId.parse(text + "@node.example").name().equals(text)) {
                return text;
            }
        } catch (Refusal notAName) {
            // Told below.
        }
        throw refusal(at, "A name is of a-z, 0-9 and hyphens, 63 characters at most.");
    }

    private static Set<String> words(Members party, String name) throws Refusal {
        var words = new LinkedHashSet<String>();
        for (String word : party.has(name) ? party.texts(name) : List.<String>of()) {
            if (!WORD.matcher(word).matches() || words.size() >= MOST_LISTED) {
                throw refusal("/" + name, "These are names of a-z, 0-9 and hyphens, 64 at most.");
            }
            words.add(word);
        }
        return words;
    }

    private static Set<Scope> scopes(Members client, String at) throws Refusal {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : client.has("scopes") ? client.texts("scopes") : List.<String>of()) {
            Scope scope = Scope.of(name);
            if (scope == null || !Scope.OF_PARTIES.contains(scope)) {
                throw refusal(at, "Scopes of parties are " + Scope.all() + ".");
            }
            scopes.add(scope);
        }
        return scopes;
    }

    private static int requestsPerSecond(Members client) throws Refusal {
        if (!client.has("requestsPerSecond")) {
            return 0;
        }
        long count = client.count("requestsPerSecond");
        if (count < 1 || count > MOST_A_SECOND) {
            throw refusal("/requestsPerSecond", "That is a number from 1 to " + MOST_A_SECOND);
        }
        return (int) count;
    }

    private static @Nullable Key key(JsonNode json, String at) throws Refusal {
        return json.has("key") ? jwk(json.path("key"), at, Key::ofJwk) : null;
    }

    private static List<Key> keys(JsonNode list) throws Refusal {
        if (!list.isMissingNode() && (!list.isArray() || list.size() > MOST_LISTED)) {
            throw refusal("/documentKeys", "These are public keys in a list, 64 at most.");
        }
        var keys = new ArrayList<Key>();
        for (JsonNode one : list) {
            keys.add(jwk(one, "/documentKeys/" + keys.size(), Key::ofIssuersJwk));
        }
        if (!keys.isEmpty() && keys.stream().noneMatch(key -> key.algorithm().isFirst())) {
            throw refusal(
                    "/documentKeys", "Beside a key of second signatures stands one of the first.");
        }
        return keys;
    }

    private interface Reading {
        Key of(JsonNode jwk) throws Refusal;
    }

    private static Key jwk(JsonNode json, String at, Reading reading) throws Refusal {
        try {
            return reading.of(json);
        } catch (Refusal refusal) {
            throw refusal(at, "That is no public key that is used here: " + refusal.detail());
        }
    }

    static Refusal refusal(String at, String detail) {
        return new Refusal(Code.INVALID_REQUEST, detail, at);
    }
}
