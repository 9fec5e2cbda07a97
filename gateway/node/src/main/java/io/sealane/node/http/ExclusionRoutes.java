package io.sealane.node.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.ExclusionList;
import io.sealane.core.exchange.Exclusions;
import io.sealane.core.exchange.Register.Filed;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** {@code /v1/exclusions...}: with whom this node agrees nothing. */
public final class ExclusionRoutes {
    private static final int MOST_BYTES = 8192;

    private final Exclusions exclusions;
    private final Consumer<String> changed;

    /**
     * The routes over the path.
     *
     * @param changed is told each partner with which something ended
     */
    public ExclusionRoutes(Exclusions exclusions, Consumer<String> changed) {
        this.exclusions = exclusions;
        this.changed = changed;
    }

    public List<Route> all() {
        String all = "/v1/exclusions";
        return List.of(
                Route.get(all, Access.OPERATE, Set.of(), ask -> Answer.json(200, list())),
                Route.post(all, Access.OPERATE, Set.of(), Answer.JSON, MOST_BYTES, this::add)
                        .drafted(this::checked),
                Route.delete(all + "/{subject}", Access.OPERATE, this::remove).drafted(Ask::body));
    }

    private ObjectNode list() {
        Exclusions.Signed newest = exclusions.newest();
        ObjectNode answer = Json.object().put("number", newest.list().number());
        if (newest.compact() != null) {
            answer.put("signed", newest.compact());
        }
        ArrayNode entries = answer.putArray("exclusions");
        for (ExclusionList.Entry one : newest.list().entries()) {
            entries.addObject()
                    .put("subject", one.subject())
                    .put("since", one.since().toString())
                    .put("reason", one.reason());
        }
        return answer;
    }

    private static Members members(Ask ask) throws Refusal {
        return Members.of(Json.parse(ask.body()), Code.INVALID_REQUEST, "The request")
                .only(Set.of("subject", "reason"));
    }

    private byte[] checked(Ask ask) throws Refusal {
        Members body = members(ask);
        exclusions.check(body.text("subject"), body.text("reason"));
        return ask.body();
    }

    private Answer add(Ask ask) throws Refusal {
        Members body = members(ask);
        List<Filed> ended =
                exclusions.add(body.text("subject"), body.text("reason"), ask.caller().name());
        ended.forEach(one -> changed.accept(one.peer()));
        ObjectNode answer = list();
        ArrayNode ids = answer.putArray("ended");
        ended.forEach(one -> ids.add(Base64Url.encode(one.hash())));
        return Answer.json(201, answer);
    }

    private Answer remove(Ask ask) throws Refusal {
        exclusions.remove(ask.place("subject"), ask.caller().name());
        return Answer.json(200, list());
    }
}
