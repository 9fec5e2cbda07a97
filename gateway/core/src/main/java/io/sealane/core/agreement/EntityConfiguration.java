package io.sealane.core.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.seal.Jws;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a node says of itself: an OpenID Federation 1.0 entity configuration, self-signed with its
 * federation key, whose metadata of type {@code sealane_node} is all that a partner has to know.
 *
 * @param federation the key that signs it; whose it is, only its fingerprint says
 * @param endpoint of the federation listener, {@code https://host:port}
 * @param pins of its TLS keys, this one's and the next one's
 * @param origin of its log
 * @param schemas the document types that it reads, e.g. {@code transport-document/1.0}
 * @param next thumbprint of the federation key that will succeed this one; null if none is told
 * @param former federation keys that it had before, and whose signatures still count
 * @param revoked since when keys of it, or of its parties, are compromised, by their thumbprints
 */
public record EntityConfiguration(
        String node,
        Instant issuedAt,
        Instant expires,
        Key federation,
        String endpoint,
        Set<String> pins,
        List<Key> presentation,
        List<Key> issuing,
        String origin,
        List<NoteVerifier> log,
        List<String> schemas,
        @Nullable String next,
        List<Key> former,
        Map<String, Instant> revoked) {
    /** SPEC: OpenID Federation 1.0, 3: the type of every entity statement. */
    public static final String TYP = "entity-statement+jwt";

    /** SPEC: OpenID Federation 1.0, 9: where an entity publishes it. */
    public static final String PATH = "/.well-known/openid-federation";

    private static final String METADATA = "sealane_node";
    private static final Duration LONGEST_LIFE = Duration.ofDays(7);
    private static final int MOST_REVOKED = 1000;
    private static final Duration SKEW = Duration.ofMinutes(5);

    public EntityConfiguration {
        former = List.copyOf(former);
        revoked = Map.copyOf(revoked);
        pins = Set.copyOf(pins);
        presentation = List.copyOf(presentation);
        issuing = List.copyOf(issuing);
        log = List.copyOf(log);
        schemas = List.copyOf(schemas);
    }

    /** The signed form; the signer is that of {@link #federation}. */
    public String sign(Signer signer) {
        // SPEC: OpenID Federation 1.0, 3.1: iss and sub are the entity's identifier, an https URL.
        ObjectNode claims =
                Json.object()
                        .put("iss", "https://" + node)
                        .put("sub", "https://" + node)
                        .put("iat", issuedAt.getEpochSecond())
                        .put("exp", expires.getEpochSecond());
        claims.putObject("jwks").set("keys", jwks(List.of(federation)));
        ObjectNode metadata = claims.putObject("metadata");
        // Other implementations want a type that they know, beside our own.
        metadata.putObject("federation_entity").put("organization_name", node);
        ObjectNode own = metadata.putObject(METADATA);
        own.put("federation_endpoint", endpoint);
        texts(own.putArray("tls_pins"), new TreeSet<>(pins));
        own.set("presentation_keys", jwks(presentation));
        own.set("issuing_keys", jwks(issuing));
        ObjectNode its = own.putArray("logs").addObject().put("origin", origin);
        texts(its.putArray("vkeys"), log.stream().map(NoteVerifier::vkey).toList());
        texts(own.putArray("schemas"), schemas);
        if (next != null) {
            own.put("next_federation_key", next);
        }
        if (!former.isEmpty()) {
            own.set("former_federation_keys", jwks(former));
        }
        if (!revoked.isEmpty()) {
            ArrayNode list = own.putArray("revoked_keys");
            new TreeMap<>(revoked)
                    .forEach((kid, since) ->
                            list.addObject().put("kid", kid).put("since", since.getEpochSecond()));
        }
        return Jws.draft(TYP, Json.canonical(claims), signer).sign(signer).compact();
    }

    /** The keys whose signatures count: the one that signs this first. */
    public List<Key> signers() {
        return Stream.concat(Stream.of(federation), former.stream()).distinct().toList();
    }

    private static ArrayNode jwks(List<Key> keys) {
        ArrayNode list = Json.array();
        keys.forEach(key -> list.add(key.toJwk()));
        return list;
    }

    private static void texts(ArrayNode list, Collection<String> texts) {
        texts.forEach(list::add);
    }

    /**
     * Reads one and checks that it is signed with the key that it holds. That this is the node's
     * key, the caller knows by its fingerprint, {@link Key#kid} of {@link #federation}.
     *
     * @throws Refusal MALFORMED_TOKEN, EXPIRED, CLOCK_SKEW, UNKNOWN_KEY or BAD_SIGNATURE
     */
    public static EntityConfiguration parse(String compact, Instant now) throws Refusal {
        EntityConfiguration said = known(compact);
        checkTimes(said.issuedAt(), said.expires(), now);
        return said;
    }

    /** As {@link #parse}, of one that was accepted before: its time may be over. */
    public static EntityConfiguration known(String compact) throws Refusal {
        Jws jws = Jws.parse(compact.strip(), TYP);
        ObjectNode payload = jws.claims();
        // What else the federation's other protocols put in is none of our business.
        Members claims = members(payload);
        String issuer = claims.text("iss");
        String node = issuer.startsWith("https://") ? issuer.substring(8) : "";
        if (!PartyId.isNode(node) || !issuer.equals(claims.text("sub"))) {
            throw malformed("An entity configuration is a node's own: iss and sub are its URL.");
        }
        Key federation = onlyKey(payload.at("/jwks/keys"));
        if (!federation.kid().equals(jws.header().kid())) {
            throw new Refusal(
                    Code.UNKNOWN_KEY, "The configuration names another key than its own.");
        }
        jws.verify(federation, Code.BAD_SIGNATURE);
        JsonNode metadata = payload.at("/metadata/" + METADATA);
        Members own = members(metadata);
        JsonNode log = metadata.at("/logs/0");
        String origin = members(log).text("origin");
        if (!origin.matches(java.util.regex.Pattern.quote(node) + "/log/[1-9][0-9]{0,4}")) {
            throw malformed("The log is another node's.");
        }
        return new EntityConfiguration(
                node,
                Instant.ofEpochSecond(claims.count("iat")),
                Instant.ofEpochSecond(claims.count("exp")),
                federation,
                own.text("federation_endpoint"),
                Set.copyOf(hashes(own.texts("tls_pins"))),
                keys(metadata.path("presentation_keys")),
                issuers(metadata.path("issuing_keys")),
                origin,
                verifiers(members(log).texts("vkeys"), origin),
                own.texts("schemas"),
                own.has("next_federation_key")
                        ? own.base64Url("next_federation_key", Digest.LENGTH)
                        : null,
                own.has("former_federation_keys")
                        ? keys(metadata.path("former_federation_keys"))
                        : List.of(),
                revoked(metadata.path("revoked_keys")));
    }

    private static void checkTimes(Instant issued, Instant expires, Instant now) throws Refusal {
        if (issued.isAfter(now.plus(SKEW))) {
            throw new Refusal(Code.CLOCK_SKEW, "The configuration is from the future.");
        }
        if (!now.isBefore(expires) || expires.isAfter(issued.plus(LONGEST_LIFE))) {
            throw new Refusal(
                    Code.EXPIRED, "The configuration has expired, or is good for too long.");
        }
    }

    private static Key onlyKey(JsonNode list) throws Refusal {
        List<Key> keys = keys(list);
        if (keys.size() != 1) {
            throw malformed("A configuration is signed with the one key that it holds.");
        }
        return keys.getFirst();
    }

    private static List<Key> keys(JsonNode list) throws Refusal {
        var keys = new ArrayList<Key>();
        for (JsonNode jwk : list) {
            keys.add(Key.ofJwk(jwk));
        }
        if (keys.isEmpty()) {
            throw malformed("A node has keys of every purpose.");
        }
        return keys;
    }

    /** Keys that sign documents: one of them may be for second signatures. */
    private static List<Key> issuers(JsonNode list) throws Refusal {
        var keys = new ArrayList<Key>();
        for (JsonNode jwk : list) {
            keys.add(Key.ofIssuersJwk(jwk));
        }
        if (keys.stream().noneMatch(key -> key.algorithm().isFirst())) {
            throw malformed("A node has keys of every purpose.");
        }
        return keys;
    }

    private static Map<String, Instant> revoked(JsonNode list) throws Refusal {
        if (list.size() > MOST_REVOKED) {
            throw malformed("A node has revoked at most " + MOST_REVOKED + " keys.");
        }
        var revoked = new HashMap<String, Instant>();
        for (JsonNode one : list) {
            Members its = members(one);
            revoked.put(
                    its.base64Url("kid", Digest.LENGTH), Instant.ofEpochSecond(its.count("since")));
        }
        return revoked;
    }

    private static List<NoteVerifier> verifiers(List<String> vkeys, String origin) throws Refusal {
        var verifiers = new ArrayList<NoteVerifier>();
        for (String vkey : vkeys) {
            NoteVerifier verifier = NoteVerifier.parse(vkey);
            if (!verifier.name().equals(origin)) {
                throw malformed("The log's keys are named as its origin.");
            }
            verifiers.add(verifier);
        }
        if (verifiers.isEmpty()) {
            throw malformed("A log has a key.");
        }
        return verifiers;
    }

    private static List<String> hashes(List<String> texts) throws Refusal {
        for (String text : texts) {
            if (!text.matches("[A-Za-z0-9_-]{43}")) {
                throw malformed("A pin is a SHA-256 in base64url.");
            }
        }
        if (texts.isEmpty()) {
            throw malformed("A node has a TLS key.");
        }
        return texts;
    }

    private static Members members(JsonNode json) throws Refusal {
        return Members.of(json, Code.MALFORMED_TOKEN, "An entity configuration");
    }

    private static Refusal malformed(String detail) {
        return new Refusal(Code.MALFORMED_TOKEN, detail);
    }
}
