package io.sealane.node.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.KeyRevocation;
import io.sealane.core.exchange.KeyRevocations;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** {@code /v1/keys...}: which keys this node has, and which of them are compromised. */
public final class KeyRoutes {
    private static final int MOST_BYTES = 8192;
    private static final String ALL = "/v1/keys";

    private final KeyRevocations revocations;
    private final Supplier<Map<String, List<String>>> thumbprints;

    /**
     * The routes over the path.
     *
     * @param thumbprints of the node's own keys, by purpose
     */
    public KeyRoutes(KeyRevocations revocations, Supplier<Map<String, List<String>>> thumbprints) {
        this.revocations = revocations;
        this.thumbprints = thumbprints;
    }

    public List<Route> all() {
        return List.of(
                Route.get(ALL, Access.OPERATE, Set.of(), ask -> Answer.json(200, list())),
                // One operator is enough: a stolen key is used while the second one is looked for.
                Route.post(
                        ALL + "/revocations",
                        Access.OPERATE,
                        Set.of(),
                        Answer.JSON,
                        MOST_BYTES,
                        this::revoke));
    }

    private ObjectNode list() {
        ObjectNode answer = Json.object();
        ArrayNode keys = answer.putArray("keys");
        thumbprints
                .get()
                .forEach((purpose, kids) ->
                        kids.forEach(
                                kid -> keys.addObject().put("kid", kid).put("purpose", purpose)));
        ArrayNode revoked = answer.putArray("revoked");
        for (KeyRevocation one : revocations.all()) {
            revoked.addObject()
                    .put("kid", one.kid())
                    .put("since", one.since().toString())
                    .put("reason", one.reason())
                    .put("by", one.by())
                    .put("at", one.at().toString());
        }
        return answer;
    }

    private Answer revoke(Ask ask) throws Refusal {
        Members body =
                Members.of(Json.parse(ask.body()), Code.INVALID_REQUEST, "The request")
                        .only(Set.of("kid", "since", "reason"));
        Instant since;
        try {
            since = Instant.parse(body.text("since"));
        } catch (DateTimeException notATime) {
            throw new Refusal(
                    Code.INVALID_REQUEST, "Write a time such as 2026-11-29T12:00:00Z.", "/since");
        }
        revocations.revoke(
                body.base64Url("kid", Digest.LENGTH),
                since,
                body.text("reason"),
                ask.caller().name());
        return Answer.json(201, list());
    }
}
