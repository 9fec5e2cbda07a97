package io.sealane.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.NoteVerifier;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whom an auditor believes: the keys of nodes, their logs and parties, as configured by the auditor
 * and never taken from what is being verified.
 *
 * <pre>{"nodes":[{"node":"us.sealane.example","federationKeys":[JWK],"presentationKeys":[JWK],
 *   "issuingKeys":[JWK],"logs":[{"origin":"us.sealane.example/log/1","vkeys":["..."]}],
 *   "parties":[{"party":"acme-line","keys":[JWK]}],
 *   "revoked":[{"kid":"...","compromisedSince":"2026-11-29T12:00:00Z"}]}]}</pre>
 *
 * <p>{@code revoked} may be missing.
 */
public record Trust(List<Node> nodes) {

    /**
     * A node and what is its own.
     *
     * @param node its host name
     * @param federationKeys sign agreements
     * @param presentationKeys sign key bindings and voids
     * @param issuingKeys sign documents for parties that have no key
     * @param revoked since when keys of it, or of its parties, are compromised, by their
     *     thumbprints (RFC 7638)
     */
    public record Node(
            String node,
            List<Key> federationKeys,
            List<Key> presentationKeys,
            List<Key> issuingKeys,
            List<Log> logs,
            List<Party> parties,
            Map<String, Instant> revoked) {
        public Node {
            federationKeys = List.copyOf(federationKeys);
            presentationKeys = List.copyOf(presentationKeys);
            issuingKeys = List.copyOf(issuingKeys);
            logs = List.copyOf(logs);
            parties = List.copyOf(parties);
            revoked = Map.copyOf(revoked);
        }

        /** The keys of a party of this node that signs its own documents; empty if it does not. */
        public List<Key> keysOf(String party) {
            return parties.stream()
                    .filter(p -> p.party().equals(party))
                    .flatMap(p -> p.keys().stream())
                    .toList();
        }
    }

    /** A log of a node and the keys that sign its checkpoints: named as the origin. */
    public record Log(String origin, List<NoteVerifier> vkeys) {
        public Log {
            vkeys = List.copyOf(vkeys);
        }
    }

    /** A party that signs its own documents. */
    public record Party(String party, List<Key> keys) {
        public Party {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Trust in these nodes.
     *
     * @throws IllegalArgumentException if a name occurs twice, or a key belongs to two
     */
    public Trust {
        nodes = List.copyOf(nodes);
        String fault = faultIn(nodes);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
    }

    /**
     * Reads a trust file.
     *
     * @throws Refusal MALFORMED_JSON and the like; INVALID_REQUEST with a pointer if a member is
     *     missing, unknown or not what it should be
     */
    public static Trust parse(byte[] utf8) throws Refusal {
        List<Node> nodes = TrustReader.nodes(Json.parse(utf8));
        String fault = faultIn(nodes);
        if (!fault.isEmpty()) {
            throw new Refusal(Code.INVALID_REQUEST, fault, "/nodes");
        }
        return new Trust(nodes);
    }

    /**
     * The node of that name.
     *
     * @throws Refusal UNKNOWN_KEY if it is not trusted
     */
    public Node node(String name) throws Refusal {
        return nodes.stream()
                .filter(node -> node.node().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new Refusal(Code.UNKNOWN_KEY, "The trust file has no such node."));
    }

    /** The node whose log has that origin. */
    public Optional<Node> ownerOfLog(String origin) {
        return nodes.stream()
                .filter(node -> node.logs().stream().anyMatch(log -> log.origin().equals(origin)))
                .findFirst();
    }

    /**
     * The verifiers of a log's checkpoints.
     *
     * @throws Refusal UNKNOWN_KEY if no node has such a log
     */
    public List<NoteVerifier> log(String origin) throws Refusal {
        return nodes.stream()
                .flatMap(node -> node.logs().stream())
                .filter(log -> log.origin().equals(origin))
                .findFirst()
                .map(Log::vkeys)
                .orElseThrow(
                        () -> new Refusal(Code.UNKNOWN_KEY, "The trust file has no such log."));
    }

    /**
     * The key of that thumbprint among some keys.
     *
     * @throws Refusal UNKNOWN_KEY
     */
    public static Key key(List<Key> keys, String kid) throws Refusal {
        return keys.stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                Code.UNKNOWN_KEY,
                                "No key of this purpose in the trust file signed it."));
    }

    /** Whether any key is said to be compromised. */
    boolean hasRevoked() {
        return nodes.stream().anyMatch(node -> !node.revoked().isEmpty());
    }

    /** Since when a key is compromised; null if it is not. */
    @Nullable Instant compromisedSince(String kid) {
        return nodes.stream()
                .map(node -> node.revoked().get(kid))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** The trust file of this trust. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        ArrayNode all = json.putArray("nodes");
        for (Node node : nodes) {
            ObjectNode one = all.addObject().put("node", node.node());
            put(one.putArray("federationKeys"), node.federationKeys());
            put(one.putArray("presentationKeys"), node.presentationKeys());
            put(one.putArray("issuingKeys"), node.issuingKeys());
            ArrayNode logs = one.putArray("logs");
            for (Log log : node.logs()) {
                ArrayNode vkeys = logs.addObject().put("origin", log.origin()).putArray("vkeys");
                log.vkeys().forEach(key -> vkeys.add(key.vkey()));
            }
            ArrayNode parties = one.putArray("parties");
            for (Party party : node.parties()) {
                put(parties.addObject().put("party", party.party()).putArray("keys"), party.keys());
            }
            if (!node.revoked().isEmpty()) {
                ArrayNode revoked = one.putArray("revoked");
                new TreeMap<>(node.revoked())
                        .forEach((kid, since) ->
                                revoked.addObject()
                                        .put("kid", kid)
                                        .put("compromisedSince", since.toString()));
            }
        }
        return json;
    }

    private static void put(ArrayNode array, List<Key> keys) {
        keys.forEach(key -> array.add(key.toJwk()));
    }

    /** What would make a look-up ambiguous; empty if nothing does. */
    private static String faultIn(List<Node> nodes) {
        Set<String> names = new HashSet<>();
        Map<String, String> owners = new HashMap<>();
        for (Node node : nodes) {
            if (!PartyId.isNode(node.node()) || !names.add(node.node())) {
                return "Every node is named once, by its host name.";
            }
            for (Log log : node.logs()) {
                if (!names.add(log.origin())) {
                    return "Every log is named once.";
                }
                if (log.vkeys().stream().noneMatch(key -> key.name().equals(log.origin()))) {
                    return "Every log has a key whose name is its origin.";
                }
            }
            for (Party party : node.parties()) {
                if (!names.add(party.party() + "@" + node.node())) {
                    return "Every party of a node is named once.";
                }
                for (Key key : party.keys()) {
                    if (owners.put(key.kid(), party.party() + "@" + node.node()) != null) {
                        return "A key belongs to one node or party.";
                    }
                }
            }
            for (List<Key> keys :
                    List.of(node.federationKeys(), node.presentationKeys(), node.issuingKeys())) {
                for (Key key : keys) {
                    String owner = owners.put(key.kid(), node.node());
                    if (owner != null && !owner.equals(node.node())) {
                        return "A key belongs to one node or party.";
                    }
                }
            }
        }
        return "";
    }
}
