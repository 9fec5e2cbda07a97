package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.agreement.Grant;
import io.sealane.core.document.CanaryValues;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.PlantedDocuments;
import io.sealane.core.document.Shape;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Documents of one type with a canary in every field, and what a grant gives of them: worked out
 * from the profile's file alone for each path, and from the shape of each document for what its
 * contents raise.
 */
final class PlantedType {
    private final DocumentType type;
    private final CanaryValues values;
    private final PlantedDocuments planted;
    private final Map<String, FieldClass> units = new HashMap<>();

    PlantedType(DocumentType type, CanaryValues values) throws Exception {
        this.type = type;
        this.values = values;
        this.planted = PlantedDocuments.of(type, values);
        String file = "/schemas/types/" + type.vct() + "/profile.json";
        JsonNode profile;
        try (InputStream in = Catalogue.class.getResourceAsStream(file)) {
            profile = Json.parse(Objects.requireNonNull(in).readAllBytes());
        }
        profile.path("units")
                .properties()
                .forEach(unit ->
                        units.put(unit.getKey(), new FieldClass(unit.getValue().textValue())));
        for (JsonNode added : profile.path("added")) {
            String at = added.path("at").asText();
            units.put(
                    (at.isEmpty() ? "" : at + "/") + added.path("name").asText(),
                    new FieldClass(added.path("class").asText()));
        }
    }

    /** One document, and the ways of hidden units to each of its canaries. */
    final class Document {
        final JsonNode body;
        final Map<String, List<List<FieldClass>>> ways = new HashMap<>();

        Document(JsonNode body) {
            this.body = body;
            note(type.profile().shape(body), List.of());
        }

        PlantedType type() {
            return PlantedType.this;
        }

        /** The canaries that a grant shows of it. */
        Set<String> granted(Grant grant) {
            var granted = new TreeSet<String>();
            ways.forEach((canary, of) -> {
                boolean shown = of.stream().anyMatch(way -> way.stream().allMatch(grant::allows));
                if (shown && mayShow(canary, grant)) {
                    granted.add(canary);
                }
            });
            return granted;
        }

        /** The canaries that its token shows without any disclosure: routing. */
        Set<String> clear() {
            var clear = new TreeSet<String>();
            ways.forEach((canary, of) -> {
                if (of.contains(List.<FieldClass>of())) {
                    clear.add(canary);
                }
            });
            return clear;
        }

        private void note(Shape shape, List<FieldClass> way) {
            switch (shape) {
                case Shape.Value value -> leaves(value.json(), way);
                case Shape.Members members ->
                        members.members().forEach(one -> note(one.value(), on(way, one.hidden())));
                case Shape.Elements elements ->
                        elements.elements()
                                .forEach(one -> note(one.value(), on(way, one.hidden())));
            }
        }

        private void leaves(JsonNode node, List<FieldClass> way) {
            if (node.isValueNode() && values.isCanary(node.asText())) {
                ways.computeIfAbsent(node.asText(), _ -> new ArrayList<>()).add(way);
            }
            node.forEach(child -> leaves(child, way));
        }

        private static List<FieldClass> on(List<FieldClass> way, @Nullable FieldClass hidden) {
            if (hidden == null) {
                return way;
            }
            var longer = new ArrayList<>(way);
            longer.add(hidden);
            return List.copyOf(longer);
        }
    }

    DocumentType type() {
        return type;
    }

    PlantedDocuments planted() {
        return planted;
    }

    List<Document> documents() {
        return planted.documents().stream().map(Document::new).toList();
    }

    private boolean mayShow(String canary, Grant grant) {
        Set<String> fields = planted.canaries().getOrDefault(canary, Set.of());
        return fields.stream().anyMatch(field -> isPermitted(field, grant));
    }

    /** Whether the profile's file lets a grant show a field: all units on the way are allowed. */
    boolean isPermitted(String field, Grant grant) {
        for (int at = field.indexOf('/'); at >= 0; at = field.indexOf('/', at + 1)) {
            if (!isAllowed(field.substring(0, at), grant)) {
                return false;
            }
        }
        return isAllowed(field, grant);
    }

    private boolean isAllowed(String path, Grant grant) {
        FieldClass unit = units.get(path);
        return unit == null || grant.allows(unit);
    }

    /** The fields of a document, as a profile writes them. */
    static Set<String> fields(JsonNode document) {
        var fields = new TreeSet<String>();
        fields(document, "", fields);
        return fields;
    }

    private static void fields(JsonNode node, String at, Set<String> fields) {
        String before = at.isEmpty() ? "" : at + "/";
        if (node.isObject()) {
            node.properties().forEach(one -> fields(one.getValue(), before + one.getKey(), fields));
        } else if (node.isArray()) {
            node.forEach(element -> fields(element, before + "*", fields));
        } else {
            fields.add(at);
        }
    }
}
