package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.document.FieldCheck.Coded;
import io.sealane.core.document.FieldCheck.References;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The checks of single fields that a schema asks for beyond JSON Schema, by the keywords {@code
 * x-codes}, {@code x-check}, {@code x-decimals} and {@code x-reference}, compiled to one walk over
 * a document.
 */
final class FieldChecks {
    /** One place of a document at which, or below which, something is checked. */
    private static final class Node {
        final Map<String, Node> members = new LinkedHashMap<>();
        final List<FieldCheck> checks = new ArrayList<>();
        @Nullable Node element;

        boolean isEmpty() {
            return members.isEmpty() && checks.isEmpty() && element == null;
        }
    }

    private final Node root;

    /**
     * Compiles the checks of a schema.
     *
     * @param expanded a schema without references, except to itself
     */
    FieldChecks(JsonNode expanded, Function<String, CodeTable> tables) {
        root = node(expanded, tables);
    }

    private static Node node(JsonNode schema, Function<String, CodeTable> tables) {
        var node = new Node();
        node.checks.addAll(FieldCheck.of(schema, tables));
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            Node member = node(entry.getValue(), tables);
            if (!member.isEmpty()) {
                node.members.put(entry.getKey(), member);
            }
        }
        if (schema.has("items")) {
            Node element = node(schema.path("items"), tables);
            node.element = element.isEmpty() ? null : element;
        }
        return node;
    }

    /** Checks every field of a document whose structure is right. */
    void check(JsonNode document, KnownPlaces places, Findings findings) {
        walk(
                root,
                document,
                document,
                new StringBuilder(),
                (check, value, parent, pointer) ->
                        check.check(value, parent, places, pointer, findings));
    }

    /** The references in a document, each once, in its order. */
    List<Reference> references(JsonNode document) {
        Set<Reference> found = new LinkedHashSet<>();
        walk(
                root,
                document,
                document,
                new StringBuilder(),
                (check, value, parent, pointer) -> {
                    if (check instanceof References references && value.isTextual()) {
                        found.add(new Reference(references.kind(), value.textValue()));
                    }
                });
        return List.copyOf(found);
    }

    /** A copy of a document in which every code with two forms is written as a code. */
    JsonNode coded(JsonNode document) {
        return coded(root, document);
    }

    private static JsonNode coded(Node node, JsonNode value) {
        for (FieldCheck check : node.checks) {
            if (check instanceof Coded coded && value.isTextual()) {
                return TextNode.valueOf(coded.table().code(value.textValue()));
            }
        }
        if (value instanceof ObjectNode) {
            ObjectNode copy = value.deepCopy();
            for (Map.Entry<String, Node> entry : node.members.entrySet()) {
                JsonNode member = value.get(entry.getKey());
                if (member != null) {
                    copy.set(entry.getKey(), coded(entry.getValue(), member));
                }
            }
            return copy;
        }
        if (value instanceof ArrayNode && node.element != null) {
            ArrayNode copy = Json.array();
            for (JsonNode element : value) {
                copy.add(coded(node.element, element));
            }
            return copy;
        }
        return value;
    }

    /** What to do with a check at a place. */
    private interface Visitor {
        void visit(FieldCheck check, JsonNode value, JsonNode parent, StringBuilder pointer);
    }

    private static void walk(
            Node node, JsonNode value, JsonNode parent, StringBuilder pointer, Visitor visitor) {
        for (FieldCheck check : node.checks) {
            visitor.visit(check, value, parent, pointer);
        }
        int length = pointer.length();
        if (value instanceof ObjectNode) {
            for (Map.Entry<String, Node> entry : node.members.entrySet()) {
                JsonNode member = value.get(entry.getKey());
                if (member != null) {
                    pointer.append('/').append(entry.getKey());
                    walk(entry.getValue(), member, value, pointer, visitor);
                    pointer.setLength(length);
                }
            }
        } else if (value instanceof ArrayNode && node.element != null) {
            for (int i = 0; i < value.size(); i++) {
                pointer.append('/').append(i);
                walk(node.element, value.get(i), value, pointer, visitor);
                pointer.setLength(length);
            }
        }
    }
}
