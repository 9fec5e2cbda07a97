package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Puts the shared definitions into a schema in place of the references to them, so that each place
 * of a document has one node of schema of its own: validation follows no reference, and what holds
 * for one use of a definition need not hold for another. Only what contains itself stays a
 * reference.
 */
final class Expansion {
    /** Keywords whose value is a schema. */
    private static final Set<String> SCHEMA = Set.of("items", "if", "then", "else", "not");

    /** Keywords whose value is an object of schemas. */
    private static final Set<String> SCHEMAS = Set.of("properties", "dependentSchemas", "x-added");

    /** Keywords whose value is an array of schemas. */
    private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf");

    private final Function<URI, JsonNode> files;
    private final ObjectNode recursive = Json.object();
    private final Deque<URI> open = new ArrayDeque<>();

    /**
     * An expansion of one schema.
     *
     * @param files the schema file of an address without fragment
     */
    Expansion(Function<URI, JsonNode> files) {
        this.files = files;
    }

    ObjectNode expand(JsonNode schema) {
        URI base = URI.create(schema.path("$id").textValue());
        ObjectNode expanded = object(schema, base);
        expanded.put("$schema", schema.path("$schema").textValue());
        expanded.put("$id", base.toString());
        if (!recursive.isEmpty()) {
            expanded.set("$defs", recursive);
        }
        return expanded;
    }

    private JsonNode schema(JsonNode schema, URI base) {
        return schema instanceof ObjectNode ? object(schema, base) : schema;
    }

    private ObjectNode object(JsonNode schema, URI base) {
        ObjectNode expanded = Json.object();
        if (schema.has("$ref")) {
            URI target = base.resolve(schema.path("$ref").textValue());
            String name = target.getFragment().substring(target.getFragment().lastIndexOf('/') + 1);
            if (open.contains(target)) {
                if (!recursive.has(name)) {
                    recursive.set(name, Json.object());
                    recursive.set(name, object(definition(target), target));
                }
                return Json.object().put("$ref", "#/$defs/" + name);
            }
            open.push(target);
            expanded = object(definition(target), target);
            open.pop();
        }
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            String keyword = entry.getKey();
            JsonNode value = entry.getValue();
            if (SCHEMA.contains(keyword)) {
                expanded.set(keyword, schema(value, base));
            } else if (SCHEMAS.contains(keyword)) {
                expanded.set(keyword, members(value, sub -> schema(sub, base)));
            } else if (LISTS.contains(keyword)) {
                ArrayNode list = Json.array();
                value.forEach(sub -> list.add(schema(sub, base)));
                expanded.set(keyword, list);
            } else if (!keyword.startsWith("$")) {
                expanded.set(keyword, value);
            }
        }
        return expanded;
    }

    private static ObjectNode members(JsonNode schemas, UnaryOperator<JsonNode> change) {
        ObjectNode members = Json.object();
        for (Map.Entry<String, JsonNode> entry : schemas.properties()) {
            members.set(entry.getKey(), change.apply(entry.getValue()));
        }
        return members;
    }

    private JsonNode definition(URI target) {
        URI file = URI.create(target.toString().substring(0, target.toString().indexOf('#')));
        JsonNode definition = files.apply(file).at(target.getFragment());
        if (!definition.isObject()) {
            throw new IllegalStateException("No definition " + target);
        }
        return definition;
    }
}
