package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;

import io.sealane.core.identity.Code;
import io.sealane.core.json.Json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** One compiled JSON Schema (2020-12) and its complaints in our words. */
final class Structure {
    /** A member's name that may be told: longer or stranger ones may be somebody's data. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    private final ObjectNode json;
    private final Schema schema;

    Structure(ObjectNode expanded) {
        json = expanded;
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        schema =
                SchemaRegistry.withDialect(
                                Dialects.getDraft202012(),
                                registry -> registry.schemaRegistryConfig(config))
                        .getSchema(plain(expanded));
        schema.initializeValidators();
    }

    /** The schema without our own keywords, each of which the library would log. */
    private static JsonNode plain(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            ObjectNode plain = Json.object();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                if (!entry.getKey().startsWith("x-")) {
                    plain.set(entry.getKey(), plain(entry.getValue()));
                }
            }
            return plain;
        }
        if (schema instanceof ArrayNode array) {
            ArrayNode plain = Json.array();
            array.forEach(element -> plain.add(plain(element)));
            return plain;
        }
        return schema;
    }

    /** The schema that it was compiled from. */
    ObjectNode json() {
        return json;
    }

    /** What is wrong, each once; empty if nothing is. */
    List<Problem> problems(JsonNode document) {
        List<Error> errors = schema.validate(document);
        if (errors.isEmpty()) {
            return List.of();
        }
        var problems = new ArrayList<Problem>();
        Set<String> seen = new HashSet<>();
        for (Error error : errors) {
            Problem problem = problem(error);
            if (seen.add(problem.rule() + " " + problem.pointer())) {
                problems.add(problem);
            }
        }
        return problems;
    }

    private Problem problem(Error error) {
        String keyword = error.getKeyword();
        JsonNode node = json;
        JsonNode expected = json;
        String source = "";
        String rule = keyword;
        String says = "";
        boolean choice = false;
        NodePath path = error.getEvaluationPath();
        for (int i = 0; i < path.getNameCount(); i++) {
            String step = String.valueOf(path.getElement(i));
            choice |= !says.isEmpty() && (step.equals("anyOf") || step.equals("oneOf"));
            node =
                    step.equals("$ref")
                            ? json.at(node.path(step).asText().substring(1))
                            : at(node, step);
            expected = node;
            source = node.path("x-source").asText(source);
            if (node.has("x-rule")) {
                rule = node.path("x-rule").textValue();
                says = node.path("description").textValue();
            }
        }
        String detail = says.isEmpty() ? Expectation.of(keyword, expected) : says;
        return new Problem(
                Code.SCHEMA_VIOLATION,
                rule,
                pointer(error, choice),
                source.isEmpty() ? detail : detail + " (" + source + ")");
    }

    private static JsonNode at(JsonNode node, String step) {
        return node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
    }

    private static String pointer(Error error, boolean choice) {
        String pointer = "";
        NodePath path = error.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer = Json.pointer(pointer, String.valueOf(path.getElement(i)));
        }
        // Of dependentRequired the library names the member that is there, not the one that is not.
        String property =
                error.getKeyword().equals("dependentRequired")
                        ? String.valueOf(error.getArguments()[0])
                        : error.getProperty();
        if (property == null || choice || !PLAIN_NAME.matcher(property).matches()) {
            return pointer;
        }
        return Json.pointer(pointer, property);
    }
}
