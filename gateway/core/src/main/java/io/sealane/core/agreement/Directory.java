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
     */
    public record Entry(String party, Set<String> roles, List<Key> keys) {}

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
            Members line = members(json).only(Set.of("party", "roles", "keys"));
            var keys = new ArrayList<Key>();
            for (JsonNode jwk : json.path("keys")) {
                keys.add(Key.ofIssuersJwk(jwk));
            }
            parties.put(
                    line.text("party"),
                    new Entry(
                            line.text("party"),
                            Set.copyOf(line.texts("roles")),
                            List.copyOf(keys)));
        }
        return new Directory(
                node,
                Instant.ofEpochSecond(claims.count("iat")),
                expires,
                Set.copyOf(claims.texts("reads")),
                Map.copyOf(parties));
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
