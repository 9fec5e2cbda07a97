package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a minor version must not do to the one before it. It adds optional members and nothing else,
 * so that whoever reads either reads both: a node that knows the older leaves out what it does not
 * know, one that knows the newer misses nothing.
 */
final class SchemaChanges {
    /** What people read; it may be said better at any time. */
    private static final Set<String> WORDS =
            Set.of("$id", "title", "description", "x-source", "x-recognise");

    /** What is compared member by member. */
    private static final Set<String> NESTED =
            Set.of("properties", "x-added", "items", "required", "$defs");

    private final List<String> faults = new ArrayList<>();

    private SchemaChanges() {}

    /** What of the newer schema is more than optional members, a line each; both expanded. */
    static List<String> between(JsonNode older, JsonNode newer) {
        var changes = new SchemaChanges();
        changes.schema(older, newer, "");
        return List.copyOf(changes.faults);
    }

    private void schema(JsonNode older, JsonNode newer, String at) {
        var keywords = new TreeSet<String>();
        older.fieldNames().forEachRemaining(keywords::add);
        newer.fieldNames().forEachRemaining(keywords::add);
        keywords.removeAll(WORDS);
        keywords.removeAll(NESTED);
        for (String keyword : keywords) {
            if (!Objects.equals(older.get(keyword), newer.get(keyword))) {
                faults.add(name(at) + " has another " + keyword);
            }
        }
        required(older.path("required"), newer.path("required"), at);
        members(older, newer, "properties", at);
        members(older, newer, "x-added", at);
        members(older, newer, "$defs", at);
        if (older.has("items") || newer.has("items")) {
            schema(older.path("items"), newer.path("items"), at + "/*");
        }
    }

    private void required(JsonNode older, JsonNode newer, String at) {
        Set<String> before = names(older);
        Set<String> after = names(newer);
        for (String name : after) {
            if (!before.contains(name)) {
                faults.add(at + "/" + name + " is required now");
            }
        }
        before.removeAll(after);
        for (String name : before) {
            faults.add(at + "/" + name + " is not required any more");
        }
    }

    private void members(JsonNode older, JsonNode newer, String keyword, String at) {
        JsonNode after = newer.path(keyword);
        for (Map.Entry<String, JsonNode> entry : older.path(keyword).properties()) {
            String below = at + "/" + entry.getKey();
            if (after.has(entry.getKey())) {
                schema(entry.getValue(), after.path(entry.getKey()), below);
            } else {
                faults.add(below + " is gone");
            }
        }
    }

    /**
     * What of the newer profile treats the members of the older one differently: a class, what
     * stands in the clear, what a role must be shown, which marker is looked for.
     */
    static List<String> betweenProfiles(JsonNode older, JsonNode newer) {
        var faults = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> unit : older.path("units").properties()) {
            if (!unit.getValue().equals(newer.path("units").path(unit.getKey()))) {
                faults.add(unit.getKey() + " has another class");
            }
        }
        Set<String> clear = names(newer.path("clear"));
        for (String path : names(older.path("clear"))) {
            if (!clear.contains(path)) {
                faults.add(path + " is not in the clear any more");
            }
        }
        for (Map.Entry<String, JsonNode> role : older.path("roles").properties()) {
            JsonNode now = newer.path("roles").path(role.getKey());
            if (now.isMissingNode()) {
                faults.add("the role " + role.getKey() + " is gone");
            } else if (!names(role.getValue().path("require")).equals(names(now.path("require")))) {
                faults.add("something else is required of " + role.getKey());
            }
        }
        Set<String> rules = new TreeSet<>();
        newer.path("government").path("rules").forEach(r -> rules.add(r.path("name").asText()));
        for (JsonNode rule : older.path("government").path("rules")) {
            if (!rules.contains(rule.path("name").asText())) {
                faults.add("the rule " + rule.path("name").asText() + " is gone");
            }
        }
        return List.copyOf(faults);
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new TreeSet<>();
        list.forEach(name -> names.add(name.textValue()));
        return names;
    }

    private static String name(String at) {
        return at.isEmpty() ? "the document" : at;
    }

    /** A schema without the words for people: what its fingerprint is of. */
    static ObjectNode withoutWords(JsonNode schema) {
        ObjectNode bare = Json.object();
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            JsonNode value = entry.getValue();
            boolean named = Set.of("properties", "x-added", "$defs").contains(entry.getKey());
            if (named) {
                ObjectNode members = bare.putObject(entry.getKey());
                value.properties()
                        .forEach(one -> members.set(one.getKey(), withoutWords(one.getValue())));
            } else if (entry.getKey().equals("items")) {
                bare.set("items", withoutWords(value));
            } else if (!WORDS.contains(entry.getKey())) {
                bare.set(entry.getKey(), value);
            }
        }
        return bare;
    }
}
