package io.sealane.node.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.disclosure.Disclosed;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Profile;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.node.store.InboxReads.Acknowledgement;
import io.sealane.node.store.InboxReads.Item;
import io.sealane.node.store.InboxReads.Page;
import io.sealane.node.store.PostgresStore;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@code /v1/inbox...}: what was received for a party, in the order of the log. */
public final class InboxRoutes {
    private static final int MOST = 200;
    private static final int USUAL = 50;
    private static final int LONGEST_WAIT_SECONDS = 30;
    private static final int MOST_BYTES = 8192;
    private static final int LONGEST_REASON = 1000;

    private final PostgresStore store;
    private final EvidenceFiles evidence;
    private final Catalogue catalogue;
    private final Bell arrived;
    private final InstantSource clock;

    /**
     * The routes over an inbox.
     *
     * @param arrived rings when something was admitted
     */
    public InboxRoutes(
            PostgresStore store,
            EvidenceFiles evidence,
            Catalogue catalogue,
            Bell arrived,
            InstantSource clock) {
        this.store = store;
        this.evidence = evidence;
        this.catalogue = catalogue;
        this.arrived = arrived;
        this.clock = clock;
    }

    public List<Route> all() {
        String one = "/v1/inbox/{id}";
        return List.of(
                Route.get("/v1/inbox", Access.INBOX, Set.of("after", "wait", "limit"), this::list)
                        .in(Route.Lane.WAIT),
                Route.post(
                        one + "/acknowledgement",
                        Access.INBOX,
                        Set.of(),
                        Answer.JSON,
                        MOST_BYTES,
                        this::acknowledge),
                Route.get(one + "/evidence", Access.INBOX, Set.of(), this::evidence));
    }

    private Answer list(Ask ask) throws Refusal {
        int limit = ask.number("limit", USUAL, 1, MOST);
        int wait = ask.number("wait", 0, 0, LONGEST_WAIT_SECONDS);
        long end = clock.millis() + wait * 1000L;
        while (true) {
            long rings = arrived.rings();
            Page page = store.inbox().page(ask.party(), ask.parameter("after"), limit);
            long left = end - clock.millis();
            if (!page.items().isEmpty() || left <= 0 || ask.gone().getAsBoolean()) {
                return Answer.json(200, json(page, ask.party()));
            }
            try {
                // Another process may have admitted it: look again each second, ring or not.
                arrived.await(rings, Math.min(left, 1000));
            } catch (InterruptedException shuttingDown) {
                return Answer.json(200, json(page, ask.party()));
            }
        }
    }

    private ObjectNode json(Page page, PartyId party) throws Refusal {
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray("items");
        for (Item item : page.items()) {
            items.add(json(item, party));
        }
        return answer.put("next", page.next());
    }

    private ObjectNode json(Item item, PartyId party) throws Refusal {
        ObjectNode json =
                Json.object()
                        .put("id", item.delivery().toString())
                        .put("type", item.vct())
                        .put("from", item.issuer().toString())
                        .put("role", item.role())
                        .put("party", party.toString())
                        .put("receivedAt", item.receivedAt().toString())
                        .put("index", item.index());
        ArrayNode classes = json.putArray("classes");
        ObjectNode document = Json.object();
        if (item.presentation() != null) {
            Disclosed disclosed = Presentation.parse(item.presentation()).disclosed();
            Profile profile = catalogue.type(item.vct()).profile();
            disclosed
                    .classes(one -> profile.classOf(one.path(), one.value()))
                    .ofDigestHash()
                    .values()
                    .stream()
                    .map(FieldClass::name)
                    .distinct()
                    .sorted()
                    .forEach(classes::add);
            document = disclosed.doc();
        } else {
            json.put("erased", true);
        }
        json.set("document", document);
        json.set(
                "acknowledgement",
                item.acknowledgement() == null
                        ? Json.object().nullNode()
                        : json(item.acknowledgement()));
        return json;
    }

    private static ObjectNode json(Acknowledgement said) {
        ObjectNode json = Json.object().put("verdict", said.verdict());
        if (said.reason() != null) {
            json.put("reason", said.reason());
        }
        return json;
    }

    private Answer acknowledge(Ask ask) throws Refusal {
        Members body =
                Members.of(Json.parseObject(ask.body()), Code.INVALID_REQUEST, "An acknowledgement")
                        .only(Set.of("verdict", "reason"));
        String verdict = body.text("verdict");
        String reason = body.textOrNull("reason");
        if (!Set.of("accepted", "rejected").contains(verdict)
                || (reason != null && reason.length() > LONGEST_REASON)) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "The verdict is accepted or rejected, the reason at most "
                            + LONGEST_REASON
                            + " characters.");
        }
        Acknowledgement stands =
                store.inbox()
                        .acknowledge(ask.party(), ask.id("id"), verdict, reason, clock.instant());
        if (!stands.verdict().equals(verdict) || !Objects.equals(stands.reason(), reason)) {
            throw new Refusal(
                    Code.INVALID_REQUEST, "It was acknowledged otherwise before, and that stands.");
        }
        return Answer.json(200, json(stands));
    }

    private Answer evidence(Ask ask) throws Refusal {
        return Answer.json(200, evidence.received(ask.party(), ask.id("id")));
    }
}
