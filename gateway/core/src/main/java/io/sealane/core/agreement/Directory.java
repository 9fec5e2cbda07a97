package io.sealane.core.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.core.seal.Jws;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parties of a node, as it vouches for them: the answer of {@code GET /federation/v1/parties},
 * a JWS with the node's federation key.
 *
 * @param expires after this it must be fetched again
 * @param reads the types and versions of documents that the node reads for them, e.g. {@code
 *     transport-document/1.0}
 */
public record Directory(
        String node,
        Instant issuedAt,
        Instant expires,
        Set<String> reads,
        Map<String, Entry> parties) {
    private static final String TYP = "sealane-directory+jwt";

    /**
     * One party.
     *
     * @param roles what the party can receive as
     * @param keys its own document keys; empty where its node signs for it
     * @param retired who signed for it before: what was issued until then counts on
     * @param ended since when it issues nothing any more; null while it does
     */
    public record Entry(
            String party,
            Set<String> roles,
            List<Key> keys,
            List<Retired> retired,
            @Nullable Instant ended) {
        /** A party that has always signed, or been signed for, as it is now. */
        public Entry(String party, Set<String> roles, List<Key> keys) {
            this(party, roles, keys, List.of(), null);
        }

        /** Whether it could issue anything then. */
        public boolean issuedAt(Instant issued) {
            return ended == null || !issued.isAfter(ended);
        }

        /** Whether its node signed for it then. */
        public boolean wasActedFor(Instant issued) {
            return keys.isEmpty()
                    || retired.stream().anyMatch(one -> one.key() == null && one.counts(issued));
        }

        /** The keys of its own that counted then. */
        public List<Key> keysAt(Instant issued) {
            var all = new ArrayList<>(keys);
            for (Retired one : retired) {
                if (one.key() != null && one.counts(issued)) {
                    all.add(one.key());
                }
            }
            return all;
        }
    }

    /**
     * Who does not sign for a party any more.
     *
     * @param key one of its own; null where that is its node
     * @param until what was issued later was not signed by it
     */
    public record Retired(@Nullable Key key, Instant until) {
        boolean counts(Instant issued) {
            return !issued.isAfter(until);
        }

        /** Its form in a signed list. */
        public ObjectNode toJson() {
            ObjectNode json = Json.object().put("until", until.getEpochSecond());
            if (key != null) {
                json.set("key", key.toJwk());
            }
            return json;
        }

        /** Reads that form. */
        public static Retired parse(JsonNode json) throws Refusal {
            Members one = members(json).only(Set.of("key", "until"));
            return new Retired(
                    one.has("key") ? Key.ofIssuersJwk(json.path("key")) : null,
                    Instant.ofEpochSecond(one.count("until")));
        }
    }

    public @Nullable Entry party(String name) {
        return parties.get(name);
    }

    public String sign(Signer federation) {
        ObjectNode claims =
                Json.object()
                        .put("iss", node)
                        .put("iat", issuedAt.getEpochSecond())
                        .put("exp", expires.getEpochSecond());
        ArrayNode types = claims.putArray("reads");
        reads.stream().sorted().forEach(types::add);
        ArrayNode list = claims.putArray("parties");
        parties.values().stream()
                .sorted(java.util.Comparator.comparing(Entry::party))
                .forEach(entry -> list.add(entry(entry)));
        return Jws.draft(TYP, Json.canonical(claims), federation).sign(federation).compact();
    }

    private static ObjectNode entry(Entry entry) {
        ObjectNode line = Json.object().put("party", entry.party());
        ArrayNode roles = line.putArray("roles");
        entry.roles().stream().sorted().forEach(roles::add);
        ArrayNode keys = line.putArray("keys");
        entry.keys().forEach(key -> keys.add(key.toJwk()));
        if (!entry.retired().isEmpty()) {
            ArrayNode retired = line.putArray("retired");
            entry.retired().forEach(one -> retired.add(one.toJson()));
        }
        if (entry.ended() != null) {
            line.put("ended", entry.ended().getEpochSecond());
        }
        return line;
    }

    public static Directory parse(String jws, String node, List<Key> federation, Instant now)
            throws Refusal {
        Jws token = Jws.parse(jws, TYP);
        verify(token, federation);
        ObjectNode payload = token.claims();
        Members claims = members(payload).only(Set.of("iss", "iat", "exp", "reads", "parties"));
        Instant expires = Instant.ofEpochSecond(claims.count("exp"));
        if (!node.equals(claims.text("iss")) || !now.isBefore(expires)) {
            throw new Refusal(Code.EXPIRED, "The directory is another node's, or has expired.");
        }
        var parties = new HashMap<String, Entry>();
        for (JsonNode json : payload.path("parties")) {
            Entry entry = parseEntry(json);
            parties.put(entry.party(), entry);
        }
        return new Directory(
                node,
                Instant.ofEpochSecond(claims.count("iat")),
                expires,
                Set.copyOf(claims.texts("reads")),
                Map.copyOf(parties));
    }

    private static Entry parseEntry(JsonNode json) throws Refusal {
        Members line = members(json).only(Set.of("party", "roles", "keys", "retired", "ended"));
        var keys = new ArrayList<Key>();
        for (JsonNode jwk : json.path("keys")) {
            keys.add(Key.ofIssuersJwk(jwk));
        }
        var retired = new ArrayList<Retired>();
        for (JsonNode one : json.path("retired")) {
            retired.add(Retired.parse(one));
        }
        return new Entry(
                line.text("party"),
                Set.copyOf(line.texts("roles")),
                List.copyOf(keys),
                List.copyOf(retired),
                line.has("ended") ? Instant.ofEpochSecond(line.count("ended")) : null);
    }

    private static void verify(Jws token, List<Key> federation) throws Refusal {
        for (Key key : federation) {
            if (key.kid().equals(token.header().kid())) {
                token.verify(key, Code.BAD_SIGNATURE);
                return;
            }
        }
        throw new Refusal(Code.UNKNOWN_KEY, "The directory is not signed with a federation key.");
    }

    private static Members members(JsonNode json) throws Refusal {
        return Members.of(json, Code.MALFORMED_JSON, "A directory");
    }
}
