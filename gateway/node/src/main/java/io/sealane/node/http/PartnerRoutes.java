package io.sealane.node.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import java.util.List;
import java.util.Set;

/** {@code /v1/partners...}: whom this node knows, and by which keys. */
public final class PartnerRoutes {
    private static final int MOST_BYTES = 8192;

    private final Partners partners;

    public PartnerRoutes(Partners partners) {
        this.partners = partners;
    }

    /** What an operator can do about partners. */
    public interface Partners {
        /** This node, as others know it. */
        ObjectNode self();

        List<ObjectNode> all();

        ObjectNode one(String node) throws Refusal;

        /** Adds the node that publishes its configuration there, signed with that key. */
        ObjectNode add(String address, String fingerprint) throws Refusal;

        void remove(String node) throws Refusal;
    }

    public List<Route> all() {
        String one = "/v1/partners/{node}";
        return List.of(
                Route.get(
                        "/v1/node",
                        Access.OPERATE,
                        Set.of(),
                        ask -> Answer.json(200, partners.self())),
                Route.get("/v1/partners", Access.OPERATE, Set.of(), ask -> list()),
                Route.post(
                                "/v1/partners",
                                Access.OPERATE,
                                Set.of(),
                                Answer.JSON,
                                MOST_BYTES,
                                this::add)
                        .drafted(PartnerRoutes::read),
                Route.get(
                        one,
                        Access.OPERATE,
                        Set.of(),
                        ask -> Answer.json(200, partners.one(ask.place("node")))),
                Route.delete(one, Access.OPERATE, this::remove).drafted(this::known));
    }

    private static Members members(Ask ask) throws Refusal {
        return Members.of(Json.parse(ask.body()), Code.INVALID_REQUEST, "The request")
                .only(Set.of("address", "fingerprint"));
    }

    private static byte[] read(Ask ask) throws Refusal {
        Members body = members(ask);
        body.text("address");
        body.text("fingerprint");
        return ask.body();
    }

    private byte[] known(Ask ask) throws Refusal {
        partners.one(ask.place("node"));
        return ask.body();
    }

    private Answer list() {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("partners");
        partners.all().forEach(list::add);
        return Answer.json(200, answer);
    }

    private Answer add(Ask ask) throws Refusal {
        Members body = members(ask);
        return Answer.json(201, partners.add(body.text("address"), body.text("fingerprint")));
    }

    private Answer remove(Ask ask) throws Refusal {
        ObjectNode removed = partners.one(ask.place("node"));
        partners.remove(ask.place("node"));
        return Answer.json(200, removed);
    }
}
