package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A type that a dialect has in another structure: a table says which field is which. Whatever the
 * way back does not bring back is left out; so a table need not say what it does not say.
 *
 * @param when what holds there of everything of this kind, and is written there
 * @param always what holds here of everything of this kind, and is written here
 * @param only what says nothing if it has this value there, and is refused if it has another
 * @param refuse what must not be there, and why
 * @param otherwise a member here that has the value of another one if nothing is said there
 */
record Mapping(
        DocumentType type,
        List<Pair> pairs,
        Map<Route, JsonNode> when,
        Map<Route, JsonNode> always,
        Map<Route, JsonNode> only,
        Map<Route, JsonNode> refuse,
        Map<Route, JsonNode> otherwise)
        implements Kind {
    Mapping {
        pairs = List.copyOf(pairs);
    }

    /** The kind that a table describes. */
    static Mapping of(JsonNode json, JsonNode groups, DocumentType type, Catalogue catalogue) {
        return new Mapping(
                type,
                Pair.of(json.path("pairs"), groups, catalogue),
                conditions(json.path("when")),
                conditions(json.path("always")),
                conditions(json.path("only")),
                conditions(json.path("refuse")),
                conditions(json.path("otherwise")));
    }

    /** What a table says of single places, in its order. */
    static Map<Route, JsonNode> conditions(JsonNode json) {
        var conditions = new LinkedHashMap<Route, JsonNode>();
        json.properties().forEach(one -> conditions.put(Route.of(one.getKey()), one.getValue()));
        return conditions;
    }

    /** Whether there is such a value at each of these places. */
    static boolean holds(JsonNode json, Map<Route, JsonNode> conditions) {
        return conditions.entrySet().stream()
                .allMatch(one ->
                        one.getKey().spots(json).stream()
                                .anyMatch(spot -> spot.value().equals(one.getValue())));
    }

    @Override
    public boolean isOf(JsonNode source) {
        return holds(source, when);
    }

    @Override
    public boolean says(JsonNode document) {
        return holds(type.coded(document), always);
    }

    @Override
    public Draft here(JsonNode source) throws Refusal {
        checkSayable(source);
        ObjectNode document = Json.object();
        always.forEach((route, value) -> route.put(document, List.of(), value));
        pairs.forEach(pair -> pair.here(source, document));
        clean(document);
        otherwise.forEach((route, other) -> copyIfAbsent(document, route, other));
        if (!document.has("eventID")) {
            document.put("eventID", Wording.uuid(Json.canonicalText(source), ""));
        }
        List<String> leftOut = Difference.of(source, there(document));
        return new Draft(document, leftOut.stream().filter(this::saysSomething).toList());
    }

    private void checkSayable(JsonNode source) throws Refusal {
        for (Map.Entry<Route, JsonNode> one : only.entrySet()) {
            for (Route.Spot spot : one.getKey().spots(source)) {
                if (!spot.value().equals(one.getValue())) {
                    throw new Refusal(
                            Code.RULE_VIOLATION,
                            "only: our types can say it only of the value "
                                    + Json.text(one.getValue())
                                    + ".",
                            one.getKey().pointer(spot.turns()));
                }
            }
        }
        for (Map.Entry<Route, JsonNode> one : refuse.entrySet()) {
            for (Route.Spot spot : one.getKey().spots(source)) {
                throw new Refusal(
                        Code.RULE_VIOLATION,
                        "refuse: " + one.getValue().asText(),
                        one.getKey().pointer(spot.turns()));
            }
        }
    }

    private static void copyIfAbsent(ObjectNode document, Route route, JsonNode other) {
        if (route.spots(document).isEmpty()) {
            for (Route.Spot spot : Route.of(other.asText()).spots(document)) {
                route.put(document, spot.turns(), spot.value());
            }
        }
    }

    /** Takes out the holes that fields without a counterpart left in arrays. */
    private static void clean(JsonNode node) {
        for (Iterator<JsonNode> below = node.iterator(); below.hasNext(); ) {
            JsonNode next = below.next();
            clean(next);
            if (node instanceof ArrayNode && next.isNull()) {
                below.remove();
            }
        }
    }

    private boolean saysSomething(String pointer) {
        return only.keySet().stream().noneMatch(route -> route.pointer(List.of()).equals(pointer));
    }

    @Override
    public ObjectNode there(JsonNode document) {
        ObjectNode target = Json.object();
        when.forEach((route, value) -> route.put(target, List.of(), value));
        JsonNode said = withoutOtherwise(document);
        pairs.forEach(pair -> pair.there(said, target));
        clean(target);
        return target;
    }

    private JsonNode withoutOtherwise(JsonNode document) {
        ObjectNode said = document.deepCopy();
        otherwise.forEach((route, other) -> {
            String name = route.steps().getFirst();
            if (document.path(name).equals(document.path(other.asText()))) {
                said.remove(name);
            }
        });
        return said;
    }

    @Override
    public String inSource(String pointer) {
        List<String> steps =
                pointer.isEmpty() ? List.of() : List.of(pointer.substring(1).split("/"));
        for (Pair pair : pairs) {
            List<Integer> turns = pair.here().turnsOf(steps);
            if (turns != null) {
                return pair.there().pointer(turns);
            }
        }
        return pointer;
    }
}
