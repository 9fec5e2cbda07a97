package io.sealane.node.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.AgreementTerms;
import io.sealane.core.agreement.Difference;
import io.sealane.core.agreement.Templates;
import io.sealane.core.document.Catalogue;
import io.sealane.core.exchange.Negotiation;
import io.sealane.core.exchange.Register.Filed;
import io.sealane.core.exchange.TermsPreview;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;

/** {@code /v1/agreements...}: what an operator agrees, reads, compares and ends. */
public final class AgreementRoutes {
    private static final int MOST_BYTES = 256 << 10;
    private static final int MOST_WITH_DOCUMENT = (1 << 20) + MOST_BYTES;
    private static final int HASH_CHARACTERS = 43;

    private final Negotiation negotiation;
    private final TermsPreview preview;
    private final Catalogue catalogue;
    private final Consumer<String> changed;

    /**
     * The routes over the path.
     *
     * @param changed is told the partner with which something changed
     */
    public AgreementRoutes(
            Negotiation negotiation,
            TermsPreview preview,
            Catalogue catalogue,
            Consumer<String> changed) {
        this.negotiation = negotiation;
        this.preview = preview;
        this.catalogue = catalogue;
        this.changed = changed;
    }

    public List<Route> all() {
        String all = "/v1/agreements";
        String one = all + "/{id}";
        return List.of(
                Route.get(all, Access.OPERATE, Set.of("state"), this::list),
                post(all, MOST_BYTES, this::propose).drafted(this::draft),
                post(all + "/preview", MOST_WITH_DOCUMENT, this::preview),
                Route.get(one, Access.OPERATE, Set.of(), this::show),
                Route.get(one + "/diff", Access.OPERATE, Set.of("from"), this::diff),
                Route.post(one + "/countersign", Access.OPERATE, Set.of(), "", 0, this::countersign)
                        .drafted(this::known),
                // To end needs no second one: it shows nobody anything, and may be urgent.
                post(one + "/end", MOST_BYTES, this::end));
    }

    private static Route post(String path, int mostBytes, Route.Handler handler) {
        return Route.post(path, Access.OPERATE, Set.of(), Answer.JSON, mostBytes, handler);
    }

    private Answer list(Ask ask) throws Refusal {
        String state = ask.parameter("state");
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("agreements");
        for (Filed filed : negotiation.all()) {
            if (state == null || state.equals(AgreementJson.state(filed))) {
                list.add(AgreementJson.brief(filed));
            }
        }
        return Answer.json(200, answer);
    }

    /** Whole, so that what is confirmed is what is signed then. */
    private byte[] draft(Ask ask) throws Refusal {
        return Json.canonical(negotiation.draft(written(ask)));
    }

    private byte[] known(Ask ask) throws Refusal {
        find(ask.place("id"));
        return ask.body();
    }

    private ObjectNode written(Ask ask) throws Refusal {
        return Templates.writtenOut(Json.parseObject(ask.body()), catalogue);
    }

    private Answer propose(Ask ask) throws Refusal {
        Filed filed = negotiation.propose(written(ask));
        changed.accept(filed.peer());
        return Answer.json(201, AgreementJson.whole(filed, catalogue))
                .with("Location", "/v1/agreements/" + Base64Url.encode(filed.hash()));
    }

    private Answer show(Ask ask) throws Refusal {
        return Answer.json(200, AgreementJson.whole(find(ask.place("id")), catalogue));
    }

    private Answer countersign(Ask ask) throws Refusal {
        Filed filed = negotiation.countersign(hash(ask.place("id")));
        changed.accept(filed.peer());
        return Answer.json(200, AgreementJson.whole(filed, catalogue));
    }

    private Answer end(Ask ask) throws Refusal {
        Members body =
                Members.of(Json.parse(ask.body()), Code.INVALID_REQUEST, "The request")
                        .only(Set.of("reason"));
        Filed filed = negotiation.end(hash(ask.place("id")), body.textOrNull("reason"));
        changed.accept(filed.peer());
        return Answer.json(200, AgreementJson.whole(filed, catalogue));
    }

    /** From the agreement that it supersedes, unless another one is named. */
    private Answer diff(Ask ask) throws Refusal {
        AgreementTerms now = AgreementJson.terms(find(ask.place("id")));
        String from = ask.parameter("from") == null ? now.supersedes() : ask.parameter("from");
        if (from == null) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "It supersedes nothing: name what to compare it with in the parameter from.");
        }
        ObjectNode answer = Json.object().put("from", from).put("to", ask.place("id"));
        ArrayNode lines = answer.putArray("changes");
        for (Difference.Change change :
                Difference.of(AgreementJson.terms(find(from)), now, catalogue)) {
            lines.add(change(change));
        }
        return Answer.json(200, answer);
    }

    private static ObjectNode change(Difference.Change change) {
        ObjectNode json =
                Json.object()
                        .put("from", change.line().from())
                        .put("to", change.line().to())
                        .put("documents", change.line().documents())
                        .put("role", change.line().role());
        add(json, "classesGained", change.classesGained());
        add(json, "classesLost", change.classesLost());
        add(json, "fieldsGained", change.fieldsGained());
        add(json, "fieldsLost", change.fieldsLost());
        ArrayNode other = json.putArray("other");
        change.other().forEach(other::add);
        return json;
    }

    private static void add(ObjectNode json, String name, SortedSet<String> texts) {
        ArrayNode list = json.putArray(name);
        texts.forEach(list::add);
    }

    /**
     * What each reader would see under an agreement, an offer or a draft: of any document, and of
     * the one that is given.
     */
    private Answer preview(Ask ask) throws Refusal {
        JsonNode json = Json.parse(ask.body());
        Members body =
                Members.of(json, Code.INVALID_REQUEST, "The request")
                        .only(Set.of("agreement", "terms", "type", "document"));
        if (body.has("agreement") == body.has("terms")) {
            throw new Refusal(Code.INVALID_REQUEST, "Name an agreement, or write terms.");
        }
        if (body.has("document") != body.has("type")) {
            throw new Refusal(Code.INVALID_REQUEST, "A document comes with its type.");
        }
        AgreementTerms terms = terms(body, json);
        ObjectNode answer = Json.object();
        ArrayNode lines = answer.putArray("lines");
        terms.grants().forEach(grant -> lines.add(AgreementJson.shown(grant, catalogue)));
        ArrayNode views = answer.putArray("views");
        if (body.has("document")) {
            body.object("document");
            for (TermsPreview.Line line :
                    preview.of(terms, body.text("type"), json.path("document"))) {
                views.add(ViewJson.of(List.of(line.view())).get(0));
            }
        }
        return Answer.json(200, answer);
    }

    private AgreementTerms terms(Members body, JsonNode json) throws Refusal {
        if (!(json.path("terms") instanceof ObjectNode draft)) {
            return AgreementJson.terms(find(body.text("agreement")));
        }
        // What a proposal may leave out, a preview may too.
        ObjectNode whole = Templates.writtenOut(draft, catalogue);
        whole.put("type", AgreementTerms.TYPE);
        return AgreementTerms.read(whole.has("id") ? whole : whole.put("id", "draft"));
    }

    private Filed find(@Nullable String id) throws Refusal {
        return negotiation.filed(hash(id));
    }

    /** Whatever is no hash was never one of anything: not found. */
    private static byte[] hash(@Nullable String id) throws Refusal {
        if (id == null || id.length() != HASH_CHARACTERS || !Base64Url.isCanonical(id)) {
            throw new Refusal(Code.NOT_FOUND, "There is no agreement or offer with this hash.");
        }
        return Base64Url.decode(id);
    }
}
