package io.sealane.node.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Grant;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.exchange.Neighbours;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.exchange.Submission;
import io.sealane.core.exchange.Views;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.node.store.Attempts;
import io.sealane.node.store.DocumentReads;
import io.sealane.node.store.DocumentReads.Delivery;
import io.sealane.node.store.DocumentReads.Document;
import io.sealane.node.store.DocumentReads.Query;
import io.sealane.node.store.DocumentReads.State;
import io.sealane.node.store.PostgresStore;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** {@code GET /v1/documents...}: a party's own documents, and how far they have come. */
public final class DocumentRoutes {
    private static final int MOST = 200;
    private static final int USUAL = 50;
    private static final int MOST_ATTEMPTS = 20;

    private final PostgresStore store;
    private final EvidenceFiles evidence;
    private final Catalogue catalogue;
    private final Neighbours neighbours;
    private final InstantSource clock;

    public DocumentRoutes(
            PostgresStore store,
            EvidenceFiles evidence,
            Catalogue catalogue,
            Neighbours neighbours,
            InstantSource clock) {
        this.store = store;
        this.evidence = evidence;
        this.catalogue = catalogue;
        this.neighbours = neighbours;
        this.clock = clock;
    }

    public List<Route> all() {
        String one = "/v1/documents/{id}";
        Set<String> filters = Set.of("type", "reference", "since", "limit");
        return List.of(
                Route.get("/v1/documents", Access.DOCUMENTS, filters, this::search),
                Route.get(one, Access.DOCUMENTS, Set.of(), this::document),
                Route.get(one + "/views", Access.DOCUMENTS, Set.of(), this::views),
                Route.get(one + "/deliveries", Access.DOCUMENTS, Set.of(), this::deliveries),
                Route.get(one + "/evidence", Access.DOCUMENTS, Set.of("delivery"), this::evidence),
                Route.get(one + "/receipt", Access.DOCUMENTS, Set.of(), this::receipt));
    }

    private Answer search(Ask ask) throws Refusal {
        var query =
                new Query(
                        ask.party(),
                        ask.parameter("type"),
                        ask.parameter("reference"),
                        since(ask.parameter("since")),
                        null);
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("documents");
        for (Document one : reads().search(query, ask.number("limit", USUAL, 1, MOST))) {
            list.add(json(one));
        }
        return Answer.json(200, answer);
    }

    private static @Nullable Instant since(@Nullable String text) throws Refusal {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException notATime) {
            throw new Refusal(
                    Code.INVALID_REQUEST, "The parameter since is a time, RFC 3339 in UTC.");
        }
    }

    private Answer document(Ask ask) throws Refusal {
        return Answer.json(200, json(find(ask)));
    }

    private static ObjectNode json(Document found) {
        ObjectNode json =
                Json.object()
                        .put("id", found.document().id().toString())
                        .put("type", found.document().vct())
                        .put("issuer", found.document().issuer().toString())
                        .put("issuedAt", found.document().issuedAt().toString());
        ArrayNode deliveries = json.putArray("deliveries");
        for (Delivery one : found.deliveries()) {
            ObjectNode line = head(deliveries, one);
            if (one.code() != null) {
                line.put("code", one.code());
            }
            if (one.seq() != null) {
                line.put("seq", one.seq());
            }
            if (one.sentIndex() != null) {
                line.put("sentIndex", one.sentIndex());
            }
            if (one.receiptIndex() != null) {
                line.put("receiptIndex", one.receiptIndex());
            }
            ArrayNode classes = line.putArray("classes");
            one.disclosed().stream()
                    .map(position -> found.sent(one).sealed().disclosures().get(position))
                    .map(item -> item.cls().name())
                    .distinct()
                    .sorted()
                    .forEach(classes::add);
        }
        return json;
    }

    private static ObjectNode head(ArrayNode list, Delivery one) {
        return list.addObject()
                .put("id", one.id().toString())
                .put("party", one.recipient().party().toString())
                .put("role", one.recipient().role())
                .put("state", one.state().name().toLowerCase(Locale.ROOT));
    }

    private Answer views(Ask ask) throws Refusal {
        Document found = find(ask);
        var views = new ArrayList<Submission.View>();
        for (Delivery one : found.deliveries()) {
            views.add(Views.of(found.sent(one).sealed(), one.recipient(), shown(found, one)));
        }
        ObjectNode answer = Json.object();
        answer.set("views", ViewJson.of(views));
        return Answer.json(200, answer);
    }

    /** What was sent; of what is not sent yet, what would be sent now. */
    private List<Integer> shown(Document found, Delivery one) throws Refusal {
        if (one.state() != State.PENDING) {
            return one.disclosed();
        }
        String vct = found.document().vct();
        Grant grant =
                neighbours
                        .agreements()
                        .grant(
                                one.channel().from(),
                                one.channel().to(),
                                vct,
                                catalogue.type(vct).profile().id(),
                                one.recipient().party().name(),
                                one.recipient().role(),
                                clock.instant())
                        .grant();
        return Selection.select(found.sent(one).sealed(), grant::allows);
    }

    private Answer deliveries(Ask ask) throws Refusal {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("deliveries");
        Document found = find(ask);
        DocumentType type = catalogue.type(found.document().vct());
        for (Delivery one : found.deliveries()) {
            ObjectNode line = head(list, one);
            StoredDocument apart = one.pending().apart();
            if (apart != null) {
                line.set("sentAs", SentAs.json(type, found.document(), apart));
            }
            ArrayNode attempts = line.putArray("attempts");
            if (one.seq() != null) {
                for (Attempts.Attempt attempt :
                        store.attempts().of(one.channel(), one.seq(), MOST_ATTEMPTS)) {
                    attempts.addObject()
                            .put("at", attempt.at().toString())
                            .put("outcome", attempt.outcome());
                }
            }
        }
        return Answer.json(200, answer);
    }

    private Answer evidence(Ask ask) throws Refusal {
        Document found = find(ask);
        List<UUID> ids = found.deliveries().stream().map(Delivery::id).toList();
        String wanted = ask.parameter("delivery");
        if (wanted == null && ids.size() > 1) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "The document has several deliveries: name one with the parameter delivery.");
        }
        UUID delivery =
                ids.stream()
                        .filter(id -> wanted == null || id.toString().equals(wanted))
                        .findFirst()
                        .orElseThrow(DocumentRoutes::nothing);
        return Answer.json(200, evidence.sent(ask.party(), delivery));
    }

    private Answer receipt(Ask ask) throws Refusal {
        return Answer.json(200, evidence.submitted(ask.party(), ask.id("id")));
    }

    private Document find(Ask ask) throws Refusal {
        Document found = reads().byId(ask.party(), ask.id("id"));
        if (found == null) {
            throw nothing();
        }
        return found;
    }

    private DocumentReads reads() {
        return store.documents();
    }

    private static Refusal nothing() {
        return new Refusal(Code.NOT_FOUND, "There is nothing here under that id.");
    }
}
