package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.GovernmentRule.Condition;
import io.sealane.core.document.GovernmentRule.Each;
import io.sealane.core.document.GovernmentRule.Reach;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Compiles a profile.json (format {@code sealane-profile/1}, described in schemas/README.md). A
 * file that is not as described is a bug of ours: IllegalStateException.
 */
final class ProfileReader {
    /**
     * What a role usually gets and what it must get.
     *
     * @param says who is meant
     * @param allow the template of a grant
     * @param require the classes of which it must be shown something
     */
    record Role(String says, Set<FieldClass> allow, Set<FieldClass> require) {}

    private static final Set<String> MEMBERS =
            Set.of("format", "type", "clear", "units", "added", "government", "roles");

    private final JsonNode profile;
    private final Place root = new Place(List.of(), null);
    private final Map<String, FieldClass> units = new TreeMap<>();

    ProfileReader(JsonNode profile) {
        this.profile = profile;
        expect(profile.path("format").asText().equals("sealane-profile/1"), "format");
        profile.fieldNames().forEachRemaining(name -> expect(MEMBERS.contains(name), name));
    }

    String type() {
        return profile.path("type").textValue();
    }

    Place places() {
        for (Map.Entry<String, JsonNode> entry : profile.path("units").properties()) {
            units.put(entry.getKey(), new FieldClass(entry.getValue().textValue()));
        }
        // A path sorts before those below it, so a unit is there before what is nested in it.
        units.forEach(this::unit);
        for (JsonNode path : profile.path("clear")) {
            clear(path.textValue());
        }
        for (JsonNode added : profile.path("added")) {
            added(added);
        }
        for (JsonNode rule : profile.path("government").path("rules")) {
            rule(rule);
        }
        Together together = together();
        finish(root, together, false);
        return root;
    }

    Together together() {
        JsonNode json = profile.path("government").path("together");
        var links = new LinkedHashMap<String, List<List<String>>>();
        for (Map.Entry<String, JsonNode> entry : json.path("elements").properties()) {
            String element = entry.getKey();
            expect(element.endsWith("/*") && units.containsKey(element), element);
            String array = element.substring(0, element.length() - 2);
            expect(!array.contains("/"), element);
            links.put(array, names(entry.getValue()));
        }
        return new Together(links, json.path("mark").asText());
    }

    /** One path, or several of which an element may have any. */
    private static List<List<String>> names(JsonNode paths) {
        if (paths.isTextual()) {
            return List.of(Values.path(paths.textValue()));
        }
        var names = new ArrayList<List<String>>();
        for (JsonNode path : paths) {
            names.add(Values.path(path.textValue()));
        }
        return List.copyOf(names);
    }

    Map<String, Role> roles() {
        var roles = new LinkedHashMap<String, Role>();
        for (Map.Entry<String, JsonNode> entry : profile.path("roles").properties()) {
            JsonNode role = entry.getValue();
            roles.put(
                    entry.getKey(),
                    new Role(
                            role.path("says").asText(),
                            classes(role.path("allow")),
                            classes(role.path("require"))));
        }
        return roles;
    }

    private static Set<FieldClass> classes(JsonNode names) {
        var classes = new TreeSet<FieldClass>();
        for (JsonNode name : names) {
            classes.add(new FieldClass(name.textValue()));
        }
        return classes;
    }

    private void unit(String path, FieldClass unit) {
        Place place = make(Values.path(path));
        place.unit = unit;
    }

    private void clear(String path) {
        Place place = make(Values.path(path));
        expect(place.shownUnder() == null, path);
        place.clear = true;
    }

    private void added(JsonNode json) {
        String name = json.path("name").textValue();
        Place place = known(json.path("at").textValue());
        expect(place.member(name) == null, name);
        var from = new ArrayList<List<String>>();
        for (JsonNode path : json.path("from")) {
            from.add(Values.path(path.textValue()));
        }
        place.added.add(new Added(name, Added.Make.named(json.path("make").textValue()), from));
        Place member = child(place, name);
        member.unit = new FieldClass(json.path("class").textValue());
        member.issuers = true;
    }

    private void rule(JsonNode json) {
        String name = json.path("name").textValue();
        var rule =
                new GovernmentRule(
                        name,
                        Each.of(json.path("each").asText()),
                        conditions(json.path("match")),
                        conditions(json.path("unless")),
                        Reach.valueOf(json.path("reach").asText().toUpperCase(Locale.ROOT)));
        expect(!rule.match().isEmpty(), name);
        for (JsonNode path : json.path("units")) {
            Place place = known(path.textValue());
            expect(place.isUnit(), name);
            place.rules.add(rule);
        }
        Set<FieldClass> classes = classes(json.path("classes"));
        units.forEach((path, unit) -> {
            if (classes.contains(unit)) {
                known(path).rules.add(rule);
            }
        });
    }

    private static List<Condition> conditions(JsonNode json) {
        var conditions = new ArrayList<Condition>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            JsonNode expected = entry.getValue();
            conditions.add(
                    expected.isTextual()
                            ? new Condition.Found(
                                    entry.getKey(), Pattern.compile(expected.textValue()))
                            : new Condition.Present(entry.getKey()));
        }
        return List.copyOf(conditions);
    }

    /** Works out what follows from the rest, from the leaves up. */
    private boolean finish(Place place, Together together, boolean travels) {
        boolean below = false;
        for (Map.Entry<String, Place> entry : place.members.entrySet()) {
            Place member = entry.getValue();
            below |= finish(member, together, travels);
            if (!member.issuers && mayBeRaisedAlone(member, travels)) {
                place.slots.add(entry.getKey());
            }
        }
        if (place.element != null) {
            boolean linked =
                    place.path.size() == 1 && together.links().containsKey(place.path.getFirst());
            below |= finish(place.element, together, travels || linked);
        }
        place.holdsUnits = below;
        for (GovernmentRule rule : place.rules) {
            // Else sender and receiver could look at different values.
            expect(!below || readsOnlyOwn(place, rule), place + " " + rule.name());
        }
        return below || place.isUnit();
    }

    private static boolean mayBeRaisedAlone(Place member, boolean travels) {
        if (member.unit == null) {
            return false;
        }
        for (GovernmentRule rule : member.rules) {
            if (!travels || rule.reach() == Reach.UNIT) {
                return true;
            }
        }
        return FieldClass.GOVERNMENT.covers(member.unit);
    }

    private static boolean readsOnlyOwn(Place place, GovernmentRule rule) {
        Place looksAt =
                switch (rule.each()) {
                    case VALUE -> place;
                    case ELEMENT -> place.element;
                    case STRING -> null;
                };
        if (looksAt == null || (looksAt != place && looksAt.isUnit())) {
            return false;
        }
        var conditions = new ArrayList<>(rule.match());
        conditions.addAll(rule.unless());
        for (Condition condition : conditions) {
            String member =
                    switch (condition) {
                        case Condition.Present present -> present.member();
                        case Condition.Found found -> found.member();
                    };
            if (member.isEmpty() || looksAt.member(member) != null) {
                return false;
            }
        }
        return true;
    }

    private Place known(String path) {
        Place place = root.at(Values.path(path));
        if (place == null) {
            throw new IllegalStateException("profile.json has no place " + path);
        }
        return place;
    }

    private Place make(List<String> path) {
        Place place = root;
        for (String step : path) {
            place = child(place, step);
        }
        return place;
    }

    private static Place child(Place place, String step) {
        Place known = step.equals("*") ? place.element : place.member(step);
        if (known != null) {
            return known;
        }
        var path = new ArrayList<>(place.path);
        path.add(step);
        var made = new Place(path, place.shownUnder());
        if (step.equals("*")) {
            place.element = made;
        } else {
            place.members.put(step, made);
        }
        return made;
    }

    private static void expect(boolean condition, @Nullable String what) {
        if (!condition) {
            throw new IllegalStateException("profile.json is wrong about " + what);
        }
    }
}
