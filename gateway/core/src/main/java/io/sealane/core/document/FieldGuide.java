package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What there is to know of every field of a type, read from its schema and its profile. */
public final class FieldGuide {
    /**
     * One field that holds a value.
     *
     * @param path names joined by {@code /}, {@code *} for every element of an array
     * @param kind JSON type, or the values that it may have
     * @param required whether it is there in every object that could hold it
     * @param added whether the issuer adds it
     * @param fieldClass under which it is hidden; {@code routing} of what stands in the clear
     * @param description what it means
     * @param source where the object that it is in comes from
     * @param seenBy the roles whose template shows it
     * @param example a value from our own examples, or null if none of them has the field
     */
    public record Field(
            String path,
            String kind,
            boolean required,
            boolean added,
            FieldClass fieldClass,
            String description,
            String source,
            Set<String> seenBy,
            @Nullable JsonNode example) {}

    private final DocumentType type;
    private final Map<String, JsonNode> values = new HashMap<>();
    private final List<Field> fields = new ArrayList<>();

    private FieldGuide(DocumentType type) {
        this.type = type;
        for (JsonNode example : type.examples().values()) {
            for (RoleView.Field field : RoleView.of(type, example, List.of()).fields()) {
                values.putIfAbsent(field.path(), field.value());
            }
        }
    }

    /** The fields of a type, in the order of its schema. */
    public static List<Field> of(DocumentType type) {
        var guide = new FieldGuide(type);
        Place root = type.profile().root();
        guide.object(type.schema(), root, "", List.of(), type.schema().path("x-source").asText());
        return List.copyOf(guide.fields);
    }

    private void object(
            JsonNode schema, @Nullable Place place, String at, List<FieldClass> way, String above) {
        String source = schema.path("x-source").asText(above);
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.textValue()));
        for (String keyword : List.of("properties", "x-added")) {
            for (Map.Entry<String, JsonNode> entry : schema.path(keyword).properties()) {
                String name = entry.getKey();
                field(
                        entry.getValue(),
                        place == null ? null : place.member(name),
                        at.isEmpty() ? name : at + "/" + name,
                        way,
                        source,
                        required.contains(name),
                        keyword.equals("x-added"));
            }
        }
    }

    private void field(
            JsonNode schema,
            @Nullable Place place,
            String path,
            List<FieldClass> way,
            String source,
            boolean required,
            boolean added) {
        List<FieldClass> below = on(way, place);
        if (schema.has("properties")) {
            object(schema, place, path, below, source);
            return;
        }
        JsonNode items = schema.path("items");
        if (items.has("properties")) {
            Place element = place == null ? null : place.element;
            object(items, element, path + "/*", on(below, element), source);
            return;
        }
        String whole = items.isMissingNode() ? path : path + "/*";
        fields.add(
                new Field(
                        whole,
                        kind(items.isMissingNode() ? schema : items),
                        required,
                        added,
                        below.isEmpty() ? FieldClass.ROUTING : below.getLast(),
                        schema.path("description").asText(),
                        schema.path("x-source").asText(source),
                        seenBy(below),
                        values.get(whole)));
    }

    private static List<FieldClass> on(List<FieldClass> way, @Nullable Place place) {
        if (place == null || place.unit == null) {
            return way;
        }
        var longer = new ArrayList<>(way);
        longer.add(place.unit);
        return List.copyOf(longer);
    }

    private Set<String> seenBy(List<FieldClass> way) {
        Set<String> roles = new LinkedHashSet<>();
        for (String role : type.profile().roles()) {
            Set<FieldClass> allowed = type.profile().template(role);
            if (way.stream().allMatch(unit -> allowed.stream().anyMatch(a -> a.covers(unit)))) {
                roles.add(role);
            }
        }
        return roles;
    }

    private static String kind(JsonNode schema) {
        if (schema.has("enum")) {
            var values = new ArrayList<String>();
            schema.path("enum").forEach(value -> values.add(value.asText()));
            return String.join(" ", values);
        }
        if (schema.has("const")) {
            return Json.text(schema.path("const"));
        }
        String kind = schema.path("type").asText("object");
        String more = schema.has("format") ? schema.path("format").asText() : "";
        String unit = schema.has("x-unit") ? "in " + schema.path("x-unit").asText() : "";
        if (unit.startsWith("in by ")) {
            unit = unit.substring("in ".length());
        }
        return (more.isEmpty() ? kind : more) + (unit.isEmpty() ? "" : ", " + unit);
    }
}
