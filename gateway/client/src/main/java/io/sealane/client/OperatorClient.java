package io.sealane.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An operator's access to its node, with the scope {@code operate}. Answers are as {@code
 * /openapi.json} says; what fails does so as for {@link Client}. Where the node asks for two
 * operators, what changes something answers {@code {"approval": ...}}, and is not done yet.
 */
public final class OperatorClient implements AutoCloseable {
    private static final String AGREEMENTS = "/v1/agreements";
    private static final String PARTNERS = "/v1/partners";
    private static final String PARTIES = "/v1/parties";
    private static final String KEYS = "/v1/keys";
    private static final String EXCLUSIONS = "/v1/exclusions";
    private static final String APPROVALS = "/v1/approvals";
    private static final int HASH_CHARACTERS = 43;

    private final Client client;

    private OperatorClient(Client client) {
        this.client = client;
    }

    /**
     * An operator's client.
     *
     * @param profile whose {@code party} is the operator's name at the node
     */
    public static OperatorClient of(Profile profile) throws IOException {
        return new OperatorClient(Client.of(profile));
    }

    /**
     * Agreements and offers.
     *
     * @param state null for all
     */
    public JsonNode agreements(@Nullable String state) {
        return get(AGREEMENTS + (state == null ? "" : "?state=" + state));
    }

    public JsonNode agreement(String id) {
        return get(one(id));
    }

    /** Signs terms and offers them to the other node that they name. */
    public JsonNode propose(JsonNode terms) {
        return post(AGREEMENTS, terms);
    }

    public JsonNode countersign(String id) {
        return post(one(id) + "/countersign", null);
    }

    /**
     * Ends an agreement, takes an offer back, or declines one.
     *
     * @param reason for people; may be null
     */
    public JsonNode end(String id, @Nullable String reason) {
        ObjectNode body = Json.object();
        if (reason != null) {
            body.put("reason", reason);
        }
        return post(one(id) + "/end", body);
    }

    /**
     * What readers gain and lose.
     *
     * @param from compared with this one; null is the one that it supersedes
     */
    public JsonNode diff(String id, @Nullable String from) {
        return get(one(id) + "/diff" + (from == null ? "" : "?from=" + whole(from)));
    }

    /**
     * What each line shows of every document, and what each reader would see of one.
     *
     * @param agreement an id, or terms that nobody signed yet
     * @param type of the document; null without one
     */
    public JsonNode preview(
            JsonNode agreement, @Nullable String type, @Nullable JsonNode document) {
        ObjectNode body = Json.object();
        if (agreement.isTextual()) {
            body.put("agreement", whole(agreement.asText()));
        } else {
            body.set("terms", agreement);
        }
        if (type != null && document != null) {
            body.put("type", type).set("document", document);
        }
        return post(AGREEMENTS + "/preview", body);
    }

    /** This node: its name and its fingerprint. */
    public JsonNode node() {
        return get("/v1/node");
    }

    public JsonNode partners() {
        return get(PARTNERS);
    }

    public JsonNode partner(String node) {
        return get(PARTNERS + "/" + node);
    }

    /**
     * Adds a partner.
     *
     * @param address of its API, {@code https://host:port}
     * @param fingerprint of its federation key, as its operator told it
     */
    public JsonNode addPartner(String address, String fingerprint) {
        return post(
                PARTNERS, Json.object().put("address", address).put("fingerprint", fingerprint));
    }

    public JsonNode removePartner(String node) {
        return Client.parsed(client.delete(PARTNERS + "/" + node));
    }

    /** Which keys this node has, and which are compromised. */
    public JsonNode keys() {
        return get(KEYS);
    }

    /**
     * Says that a key is compromised.
     *
     * @param kid its thumbprint
     * @param since from when on, e.g. {@code 2026-11-29T12:00:00Z}
     */
    public JsonNode revoke(String kid, String since, String reason) {
        return post(
                KEYS + "/revocations",
                Json.object().put("kid", kid).put("since", since).put("reason", reason));
    }

    /** Whom this node serves, or did. */
    public JsonNode parties() {
        return get(PARTIES);
    }

    public JsonNode party(String name) {
        return get(PARTIES + "/" + name);
    }

    public JsonNode registerParty(JsonNode party) {
        return post(PARTIES, party);
    }

    /**
     * Changes a party.
     *
     * @param change the members that are to be otherwise; null takes one away
     */
    public JsonNode changeParty(String name, JsonNode change) {
        return Client.parsed(client.patch(PARTIES + "/" + name, change));
    }

    /** Ends a party: it gets in no more; what it handed in goes on. */
    public JsonNode endParty(String name) {
        return Client.parsed(client.delete(PARTIES + "/" + name));
    }

    /** Whom nothing is agreed with. */
    public JsonNode exclusions() {
        return get(EXCLUSIONS);
    }

    /**
     * Excludes a node or platform; what stands with it ends.
     *
     * @param subject a host name, {@code *.} and a domain, or the thumbprint of a key or pin
     */
    public JsonNode exclude(String subject, String reason) {
        return post(EXCLUSIONS, Json.object().put("subject", subject).put("reason", reason));
    }

    /** Lets a node or platform in again. */
    public JsonNode readmit(String subject) {
        return Client.parsed(client.delete(EXCLUSIONS + "/" + subject));
    }

    /** Acts that take two operators: those that wait, and those decided lately. */
    public JsonNode approvals() {
        return get(APPROVALS);
    }

    /** An act that takes two operators, exactly. */
    public JsonNode approval(String id) {
        return get(APPROVALS + "/" + id);
    }

    /** Confirms what another operator asked for: it is done then. */
    public JsonNode confirm(String id) {
        return post(APPROVALS + "/" + id, null);
    }

    /** Takes an act back, or declines it. */
    public JsonNode withdraw(String id) {
        return Client.parsed(client.delete(APPROVALS + "/" + id));
    }

    private String one(String id) {
        return AGREEMENTS + "/" + whole(id);
    }

    /** The id that begins so: people copy the first few characters. */
    private String whole(String id) {
        if (id.length() >= HASH_CHARACTERS || id.isEmpty()) {
            return id;
        }
        List<String> found = new ArrayList<>();
        for (JsonNode one : agreements(null).path("agreements")) {
            if (one.path("id").asText().startsWith(id)) {
                found.add(one.path("id").asText());
            }
        }
        return found.size() == 1 ? found.getFirst() : id;
    }

    private JsonNode get(String path) {
        return Client.parsed(client.get(path));
    }

    private JsonNode post(String path, @Nullable JsonNode body) {
        return Client.parsed(client.post(path, body));
    }

    @Override
    public void close() {
        client.close();
    }
}
