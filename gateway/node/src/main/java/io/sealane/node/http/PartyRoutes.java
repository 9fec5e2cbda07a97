package io.sealane.node.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.exchange.Errands;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.node.party.PartyJson;
import io.sealane.node.party.PartyStatement;
import io.sealane.node.party.Registered;
import io.sealane.node.party.Registry;
import io.sealane.node.party.Registry.Kept;

import java.util.List;
import java.util.Set;

/** {@code /v1/parties...}: whom this node serves, by which keys and with which rights. */
public final class PartyRoutes {
    private static final int MOST_BYTES = 64 << 10;

    private final Registry registry;

    public PartyRoutes(Registry registry) {
        this.registry = registry;
    }

    public List<Route> all() {
        String all = "/v1/parties";
        String one = all + "/{name}";
        return List.of(
                Route.get(all, Access.OPERATE, Set.of(), ask -> Answer.json(200, list())),
                Route.post(all, Access.OPERATE, Set.of(), Answer.JSON, MOST_BYTES, this::register)
                        .drafted(PartyRoutes::read),
                Route.get(one, Access.OPERATE, Set.of(), this::show),
                Route.patch(one, Access.OPERATE, MOST_BYTES, this::change).drafted(this::known),
                Route.delete(one, Access.OPERATE, this::end).drafted(this::known));
    }

    private static byte[] read(Ask ask) throws Refusal {
        PartyJson.read(Json.parse(ask.body()));
        return ask.body();
    }

    /** A change may be of what is otherwise by then: whether it can be made shows then. */
    private byte[] known(Ask ask) throws Refusal {
        registry.find(ask.place("name"));
        if (ask.body().length > 0) {
            Json.parseObject(ask.body());
        }
        return ask.body();
    }

    private ObjectNode list() {
        ObjectNode answer = Json.object();
        ArrayNode parties = answer.putArray("parties");
        registry.roster().all().forEach(one -> parties.add(json(one)));
        return answer;
    }

    private Answer register(Ask ask) throws Refusal {
        Kept kept = registry.register(PartyJson.read(Json.parse(ask.body())), ask.caller().name());
        return Answer.json(201, json(kept));
    }

    private Answer show(Ask ask) throws Refusal {
        return Answer.json(200, json(registry.find(ask.place("name"))));
    }

    private Answer change(Ask ask) throws Refusal {
        Kept kept =
                registry.change(
                        ask.place("name"), Json.parseObject(ask.body()), ask.caller().name());
        return Answer.json(200, json(kept));
    }

    private Answer end(Ask ask) throws Refusal {
        return Answer.json(200, json(registry.end(ask.place("name"), ask.caller().name())));
    }

    private static ObjectNode json(Registered one) {
        ObjectNode json = PartyJson.of(one.party());
        if (!one.retired().isEmpty()) {
            ArrayNode retired = json.putArray("retired");
            one.retired()
                    .forEach(key -> {
                        ObjectNode line = retired.addObject().put("until", key.until().toString());
                        if (key.key() != null) {
                            line.set("key", key.key().toJwk());
                        }
                    });
        }
        if (one.ended() != null) {
            json.put("ended", one.ended().toString());
        }
        return json;
    }

    private static ObjectNode json(Kept kept) {
        ObjectNode json = json(kept.registered());
        PartyStatement said = kept.statement();
        if (said != null && kept.compact() != null) {
            json.put("number", said.number())
                    .put("since", said.at().toString())
                    .put("by", said.by())
                    .put("signed", kept.compact());
        }
        if (kept.leaf() != null) {
            json.set("leaf", Errands.answer(kept.leaf()));
        }
        return json;
    }
}
