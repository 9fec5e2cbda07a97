package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a type's documents name shipments, by the keywords {@code x-identifier} and {@code
 * x-sealed-for}, compiled from its schema (schemas/README.md).
 */
final class Identifying {
    /** How the pattern of a text begins that may be anything. */
    private static final Pattern ANYTHING =
            Pattern.compile("\\^\\\\S(\\(\\?:\\.\\*\\\\S\\)\\?|\\+)\\$");

    /** What stands at a place. */
    enum Kind {
        /** Objects, arrays, numbers, codes: nothing by itself. */
        OTHER,
        /** A name of a shipment. */
        NAME,
        /** A text that may speak of one. */
        TEXT
    }

    /**
     * One place of a type's documents.
     *
     * @param reference the kind of reference, if documents are looked for by it
     * @param room characters that fit
     * @param sealedFor the member that says for whom a sealed value is made
     */
    record Place(
            Kind kind,
            @Nullable String reference,
            int room,
            @Nullable String sealedFor,
            Map<String, Place> members,
            @Nullable Place element) {}

    private final JsonNode definitions;

    /** What contains itself, by the reference to it. */
    private final Map<String, Place> recursive = new HashMap<>();

    private final Place root;

    /**
     * Compiles the places of a schema.
     *
     * @param expanded a schema without references, except to itself
     */
    Identifying(JsonNode expanded) {
        definitions = expanded.path("$defs");
        root = place(expanded);
    }

    Place root() {
        return root;
    }

    private Place place(JsonNode schema) {
        String reference = schema.path("$ref").textValue();
        Place known = recursive.get(reference);
        if (known != null) {
            return known;
        }
        var members = new LinkedHashMap<String, Place>();
        if (reference != null) {
            var object = new Place(Kind.OTHER, null, Integer.MAX_VALUE, null, members, null);
            recursive.put(reference, object);
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            members.putAll(place(definitions.path(name)).members);
            return object;
        }
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            members.put(entry.getKey(), place(entry.getValue()));
        }
        return new Place(
                kind(schema),
                schema.path("x-reference").textValue(),
                schema.path("maxLength").asInt(Integer.MAX_VALUE),
                schema.path("x-sealed-for").textValue(),
                members,
                schema.has("items") ? place(schema.path("items")) : null);
    }

    private static Kind kind(JsonNode schema) {
        String said = schema.path("x-identifier").asText();
        return switch (said) {
            case "shipment" -> Kind.NAME;
            case "text" -> Kind.TEXT;
            case "none" -> Kind.OTHER;
            case "" -> isText(schema) ? Kind.TEXT : Kind.OTHER;
            default -> throw new IllegalStateException("x-identifier is never " + said);
        };
    }

    private static boolean isText(JsonNode schema) {
        boolean coded = schema.has("enum") || schema.has("const") || schema.has("x-codes");
        String pattern = schema.path("pattern").asText();
        return schema.path("type").asText().equals("string")
                && !coded
                && !schema.has("format")
                && !schema.has("x-check")
                && (pattern.isEmpty() || ANYTHING.matcher(pattern).matches());
    }

    /** The names in a document, each as often as it stands there, in the order of the places. */
    List<Named> names(JsonNode document) {
        var names = new ArrayList<Named>();
        collect("", root, document, names);
        return names;
    }

    private static void collect(String field, Place place, JsonNode value, List<Named> names) {
        if (place.kind == Kind.NAME && value.isTextual()) {
            names.add(new Named(field, place.reference, value.textValue(), place.room));
        } else if (value instanceof ObjectNode) {
            place.members.forEach((name, member) -> collect(name, member, value.path(name), names));
        } else if (value instanceof ArrayNode && place.element != null) {
            for (JsonNode element : value) {
                collect(field, place.element, element, names);
            }
        }
    }
}
