package io.sealane.node.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.exchange.Errands;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.node.approval.Act;
import io.sealane.node.approval.Approval;
import io.sealane.node.approval.Approvals;
import io.sealane.node.approval.Approvals.Confirmed;
import io.sealane.node.approval.Approvals.Signed;
import io.vertx.core.http.HttpMethod;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code /v1/approvals...}: acts that wait for a second operator. Where the policy asks for two,
 * whatever does such an act only keeps it; a confirmation does it, by the same route as one alone
 * would.
 */
public final class ApprovalRoutes {
    private static final int ACCEPTED = 202;
    private static final String ALL = "/v1/approvals";

    private final Approvals approvals;
    private final InstantSource clock;
    private final Routes acts;

    private ApprovalRoutes(Approvals approvals, InstantSource clock, Routes acts) {
        this.approvals = approvals;
        this.clock = clock;
        this.acts = acts;
    }

    /** These routes, of which some only keep an act where two operators are needed, and our own. */
    public static List<Route> over(List<Route> routes, Approvals approvals, InstantSource clock) {
        List<Route> acts = routes.stream().filter(route -> route.draft() != null).toList();
        var own = new ApprovalRoutes(approvals, clock, new Routes(acts));
        List<Route> all = new ArrayList<>(own.all());
        routes.forEach(route -> all.add(own.kept(route)));
        return all;
    }

    private List<Route> all() {
        String one = ALL + "/{id}";
        return List.of(
                Route.get(ALL, Access.OPERATE, Set.of(), ask -> Answer.json(200, list())),
                Route.get(one, Access.OPERATE, Set.of(), this::show),
                Route.post(one, Access.OPERATE, Set.of(), "", 0, this::confirm),
                Route.delete(one, Access.OPERATE, this::withdraw));
    }

    private Route kept(Route act) {
        Route.Draft draft = act.draft();
        return draft == null || !approvals.areNeeded()
                ? act
                : act.answered(ask -> keep(act, draft.of(ask), ask));
    }

    private Answer keep(Route route, byte[] body, Ask ask) throws Refusal {
        String path = route.path();
        for (Map.Entry<String, String> place : ask.places().entrySet()) {
            path = path.replace("{" + place.getKey() + "}", place.getValue());
        }
        Approval asked =
                approvals.ask(new Act(route.method().name(), path, body), ask.caller().name());
        ObjectNode answer = Json.object();
        answer.set("approval", whole(asked));
        return Answer.json(ACCEPTED, answer).with("Location", ALL + "/" + asked.id());
    }

    private ObjectNode list() {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("approvals");
        for (Approval one : approvals.all()) {
            list.add(brief(one));
        }
        return answer;
    }

    private Answer show(Ask ask) throws Refusal {
        return Answer.json(200, whole(approvals.find(ask.id("id"))));
    }

    private Answer confirm(Ask ask) throws Refusal {
        Confirmed<Answer> confirmed =
                approvals.confirm(
                        ask.id("id"), ask.caller().name(), (act, by) -> done(act, by, ask));
        ObjectNode answer = whole(confirmed.approval());
        if (confirmed.answer() != null) {
            answer.set("answer", Json.parse(confirmed.answer().body()));
        }
        return Answer.json(200, answer);
    }

    private Answer done(Act act, String by, Ask ask) throws Refusal {
        if (!(acts.find(HttpMethod.valueOf(act.method()), act.path())
                instanceof Routes.Match(Route route, Map<String, String> places))) {
            throw new Refusal(Code.INVALID_REQUEST, "This node does no such act: ask anew.");
        }
        var operators = new Caller.Operator(by);
        return route.handler()
                .answer(
                        new Ask(
                                operators,
                                places,
                                Map.of(),
                                Map.of(),
                                ask.certificate(),
                                act.body(),
                                ask.gone()));
    }

    private Answer withdraw(Ask ask) throws Refusal {
        return Answer.json(200, whole(approvals.withdraw(ask.id("id"), ask.caller().name())));
    }

    /** With the body of the act, and what was signed and logged of it. */
    private ObjectNode whole(Approval one) throws Refusal {
        ObjectNode json = brief(one);
        if (one.act().body().length > 0) {
            json.set("body", Json.parse(one.act().body()));
        }
        Signed signed = approvals.signed(one);
        if (signed != null) {
            json.put("signed", signed.compact()).set("leaf", Errands.answer(signed.leaf()));
        }
        return json;
    }

    private ObjectNode brief(Approval one) {
        ObjectNode json =
                Json.object()
                        .put("id", one.id().toString())
                        .put("state", one.state(clock.instant()).wireName())
                        .put("method", one.act().method())
                        .put("path", one.act().path())
                        .put("by", one.by())
                        .put("at", one.at().toString())
                        .put("until", one.until().toString());
        Approval.Decision decision = one.decision();
        if (decision != null) {
            json.put("decidedBy", decision.by()).put("decidedAt", decision.at().toString());
            if (decision.code() != null) {
                json.put("code", decision.code());
            }
        }
        return json;
    }
}
