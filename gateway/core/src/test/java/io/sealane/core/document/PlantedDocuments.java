package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Valid documents of a type that between them have every field of its schema, each with a value
 * that is nowhere else where its form has room for one. They are made of our own examples: each
 * member that is missing is added, and each value replaced, as long as the document stays valid.
 */
public final class PlantedDocuments {
    private static final int ROUNDS = 5;

    /** More changes than this are not tried two by two. */
    private static final int MOST_PAIRED = 40;

    private static final List<Runnable> NOTHING = List.of(() -> {});

    private final DocumentType type;
    private final CanaryValues values;
    private final List<ObjectNode> documents = new ArrayList<>();
    private final Map<String, Set<String>> canaries = new TreeMap<>();
    private final Map<String, String> usual = new TreeMap<>();
    private final Set<String> fields = new LinkedHashSet<>();

    private PlantedDocuments(DocumentType type, CanaryValues values) {
        this.type = type;
        this.values = values;
        fields(type.schema(), "", Set.of());
        for (JsonNode example : type.examples().values()) {
            ObjectNode document = example.deepCopy();
            new Planting(document).plant();
            documents.add(document);
        }
        notePlaces();
        for (String field : missing()) {
            exchange(field);
        }
    }

    /** The documents of a type. */
    public static PlantedDocuments of(DocumentType type, CanaryValues values) {
        return new PlantedDocuments(type, values);
    }

    /** The documents: one an example, and one for each field that goes with none of them. */
    public List<ObjectNode> documents() {
        return List.copyOf(documents);
    }

    /** Each canary, with the fields that hold it: {@code documentParties/shipper/partyName}. */
    public Map<String, Set<String>> canaries() {
        return canaries;
    }

    /** Fields that never hold a canary since their form has no room, each with a value it has. */
    public Set<String> usual() {
        var without = new TreeMap<>(usual);
        canaries.values().forEach(held -> held.forEach(without::remove));
        var told = new TreeSet<String>();
        without.forEach((field, value) -> told.add(field + " = " + value));
        return told;
    }

    /** All fields of the schema. */
    public Set<String> fields() {
        return Set.copyOf(fields);
    }

    /** Fields of the schema that none of the documents has. */
    public Set<String> missing() {
        var missing = new TreeSet<>(fields);
        canaries.values().forEach(missing::removeAll);
        missing.removeAll(usual.keySet());
        return missing;
    }

    private void fields(JsonNode schema, String at, Set<String> open) {
        String reference = schema.path("$ref").asText();
        if (!reference.isEmpty()) {
            if (!open.contains(reference)) {
                var within = new TreeSet<>(open);
                within.add(reference);
                fields(type.schema().at(reference.substring(1)), at, within);
            }
        } else if (schema.has("properties")) {
            for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
                fields(entry.getValue(), below(at, entry.getKey()), open);
            }
        } else if (schema.has("items")) {
            fields(schema.path("items"), below(at, "*"), open);
        } else {
            fields.add(at);
        }
    }

    private static String below(String at, String name) {
        return at.isEmpty() ? name : at + "/" + name;
    }

    private void notePlaces() {
        canaries.clear();
        usual.clear();
        documents.forEach(document -> note(document, ""));
    }

    private void note(JsonNode node, String at) {
        if (node.isObject()) {
            node.properties().forEach(one -> note(one.getValue(), below(at, one.getKey())));
        } else if (node.isArray()) {
            node.forEach(element -> note(element, below(at, "*")));
        } else if (values.isCanary(node.asText())) {
            canaries.computeIfAbsent(node.asText(), _ -> new TreeSet<>()).add(at);
        } else {
            usual.putIfAbsent(at, node.asText());
        }
    }

    /** Puts a field into a copy of some document, in the place of what it excludes. */
    private void exchange(String field) {
        if (!missing().contains(field)) {
            return; // Came with another one.
        }
        for (ObjectNode one : List.copyOf(documents)) {
            ObjectNode copy = one.deepCopy();
            if (new Planting(copy).exchange(field)) {
                documents.add(copy);
                notePlaces();
                return;
            }
        }
    }

    /** One document as it grows. */
    private final class Planting {
        private final ObjectNode root;
        private final int marks;

        Planting(ObjectNode root) {
            this.root = root;
            this.marks = marks(type.profile().shape(root));
        }

        /** Something that is set and can be taken back: one value in all places that share it. */
        private static final class Edit {
            private final List<Place> places = new ArrayList<>();
            private final List<JsonNode> candidates;

            Edit(List<JsonNode> candidates) {
                this.candidates = candidates;
            }

            void set(JsonNode value) {
                places.forEach(place -> place.put(value));
            }

            void takeBack() {
                places.forEach(Place::restore);
            }
        }

        private record Place(JsonNode in, String name, @Nullable JsonNode before) {
            void put(JsonNode value) {
                if (in instanceof ObjectNode object) {
                    object.set(name, value);
                } else if (in instanceof ArrayNode array) {
                    array.set(Integer.parseInt(name), value);
                }
            }

            void restore() {
                if (before != null) {
                    put(before);
                } else if (in instanceof ObjectNode object) {
                    object.remove(name);
                }
            }
        }

        void plant() {
            for (int round = 0; round < ROUNDS; round++) {
                var edits = new ArrayList<Edit>();
                collect(type.schema(), root, edits, new LinkedHashMap<>());
                if (edits.isEmpty() || !apply(edits)) {
                    return;
                }
            }
        }

        /** Sets what can be set; halves find what cannot. Whether anything was. */
        private boolean apply(List<Edit> edits) {
            edits.forEach(edit -> edit.set(edit.candidates.getFirst()));
            if (isValid()) {
                return true;
            }
            edits.forEach(Edit::takeBack);
            if (edits.size() > 1) {
                int half = edits.size() / 2;
                boolean one = apply(edits.subList(0, half));
                return apply(edits.subList(half, edits.size())) || one;
            }
            Edit only = edits.getFirst();
            for (JsonNode other : only.candidates.subList(1, only.candidates.size())) {
                only.set(other);
                if (isValid()) {
                    return true;
                }
                only.takeBack();
            }
            return false;
        }

        private boolean isValid() {
            return type.problems(root).isEmpty() && marks(type.profile().shape(root)) == marks;
        }

        /** What could be added to a document, and replaced in it. */
        private void collect(
                JsonNode schema, JsonNode node, List<Edit> edits, Map<String, Edit> replaced) {
            JsonNode resolved = resolved(schema);
            if (node instanceof ObjectNode object) {
                for (Map.Entry<String, JsonNode> entry : resolved.path("properties").properties()) {
                    JsonNode member = object.get(entry.getKey());
                    if (member == null) {
                        var edit = new Edit(made(entry.getValue()));
                        edit.places.add(new Place(object, entry.getKey(), null));
                        edits.add(edit);
                    } else if (member.isContainerNode()) {
                        collect(entry.getValue(), member, edits, replaced);
                    } else {
                        replace(entry.getValue(), object, entry.getKey(), member, edits, replaced);
                    }
                }
            } else if (node instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    JsonNode element = array.get(i);
                    JsonNode items = resolved.path("items");
                    if (element.isContainerNode()) {
                        collect(items, element, edits, replaced);
                    } else {
                        replace(items, array, Integer.toString(i), element, edits, replaced);
                    }
                }
            }
            edits.removeIf(edit -> edit.candidates.isEmpty());
        }

        /** The same text in two places may have to be the same text again. */
        private void replace(
                JsonNode schema,
                JsonNode in,
                String name,
                JsonNode now,
                List<Edit> edits,
                Map<String, Edit> replaced) {
            if (values.isCanary(now.asText())) {
                return;
            }
            Edit edit = replaced.get(now.asText());
            if (edit == null || !now.isTextual()) {
                edit = new Edit(values.candidates(schema, now));
                edits.add(edit);
                replaced.putIfAbsent(now.asText(), edit);
            }
            edit.places.add(new Place(in, name, now));
        }

        /** A value; or an object with all that it may hold, with what it must, with one member. */
        private List<JsonNode> made(JsonNode schema) {
            JsonNode resolved = resolved(schema);
            if (!resolved.has("properties") && !resolved.has("items")) {
                return values.candidates(resolved, null);
            }
            var made = new ArrayList<JsonNode>();
            JsonNode all = whole(resolved, true, Set.of());
            made.add(all);
            made.add(whole(resolved, false, Set.of()));
            for (Map.Entry<String, JsonNode> member : all.properties()) {
                made.add(Json.object().set(member.getKey(), member.getValue()));
            }
            return made;
        }

        private JsonNode whole(JsonNode schema, boolean all, Set<String> open) {
            String reference = schema.path("$ref").asText();
            if (!reference.isEmpty()) {
                var within = new TreeSet<>(open);
                within.add(reference);
                return open.contains(reference)
                        ? Json.object()
                        : whole(type.schema().at(reference.substring(1)), all, within);
            }
            if (schema.has("properties")) {
                ObjectNode object = Json.object();
                var required = new TreeSet<String>();
                schema.path("required").forEach(name -> required.add(name.textValue()));
                for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
                    if (all || required.contains(entry.getKey())) {
                        JsonNode member = whole(entry.getValue(), all, open);
                        if (!member.isContainerNode() || !member.isEmpty()) {
                            object.set(entry.getKey(), member);
                        }
                    }
                }
                if (object.isEmpty()) {
                    // Some member is expected, but none in particular.
                    var first = schema.path("properties").properties().iterator().next();
                    object.set(first.getKey(), whole(first.getValue(), all, open));
                }
                return object;
            }
            if (schema.has("items")) {
                JsonNode element = whole(schema.path("items"), all, open);
                boolean empty = element.isContainerNode() && element.isEmpty();
                return empty ? Json.array() : Json.array().add(element);
            }
            List<JsonNode> candidates = values.candidates(schema, null);
            return candidates.isEmpty() ? Json.object() : candidates.getFirst();
        }

        private JsonNode resolved(JsonNode schema) {
            String reference = schema.path("$ref").asText();
            return reference.isEmpty() ? schema : type.schema().at(reference.substring(1));
        }

        /** Whether the field could be put there: with, or in the place of, something else. */
        boolean exchange(String field) {
            JsonNode schema = type.schema();
            JsonNode node = root;
            for (String step : field.split("/", -1)) {
                schema = resolved(schema);
                if (node instanceof ObjectNode object && !object.has(step)) {
                    return exchange(object, step, schema.path("properties"));
                }
                schema = step.equals("*") ? schema.path("items") : schema.at("/properties/" + step);
                node = step.equals("*") ? node.path(0) : node.path(step);
            }
            return false;
        }

        private boolean exchange(ObjectNode in, String name, JsonNode members) {
            List<Runnable> changes = changes(in, name, members);
            Map<String, JsonNode> codes = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> top : root.properties()) {
                if (top.getValue().isValueNode()) {
                    codes.put(top.getKey(), top.getValue());
                }
            }
            ObjectNode here = in.deepCopy();
            List<JsonNode> offered = offered(in, members.path(name));
            List<Runnable> pairs = changes.size() > MOST_PAIRED ? NOTHING : changes;
            for (var pair :
                    List.of(
                            List.of(NOTHING, NOTHING),
                            List.of(changes, NOTHING),
                            List.of(changes, pairs))) {
                for (JsonNode value : offered) {
                    for (Runnable one : pair.getFirst()) {
                        for (Runnable other : pair.getLast()) {
                            one.run();
                            other.run();
                            in.set(name, value.deepCopy());
                            if (isValid()) {
                                plant();
                                return true;
                            }
                            in.removeAll();
                            in.setAll(here.deepCopy());
                            root.setAll(codes);
                        }
                    }
                }
            }
            return false;
        }

        /** What could stand at a place: something new, what has moved there, what is elsewhere. */
        private List<JsonNode> offered(ObjectNode in, JsonNode schema) {
            List<JsonNode> offered = new ArrayList<>();
            for (JsonNode value : made(schema)) {
                if (value instanceof ObjectNode object) {
                    ObjectNode moved = object.deepCopy();
                    object.fieldNames()
                            .forEachRemaining(name -> {
                                if (in.has(name)) {
                                    moved.set(name, in.get(name));
                                }
                            });
                    offered.add(moved);
                }
                offered.add(value);
            }
            boolean list = schema.has("items");
            if ((list ? schema.path("items") : schema).path("type").asText().equals("string")) {
                var texts = new LinkedHashSet<JsonNode>();
                texts(root, texts);
                texts.forEach(text -> offered.add(list ? Json.array().add(text) : text));
            }
            return offered;
        }

        private static void texts(JsonNode node, Set<JsonNode> texts) {
            if (node.isTextual()) {
                texts.add(node);
            }
            node.forEach(child -> texts(child, texts));
        }

        /** What may make room for a member: nothing; one less or more beside it; another code. */
        private List<Runnable> changes(ObjectNode in, String name, JsonNode members) {
            List<Runnable> changes = new ArrayList<>(NOTHING);
            changes.add(() -> in.remove(excludedBy(name)));
            for (Map.Entry<String, JsonNode> member : members.properties()) {
                String other = member.getKey();
                if (in.has(other)) {
                    changes.add(() -> in.remove(other));
                } else if (!other.equals(name) && !in.equals(root)) {
                    List<JsonNode> values = new ArrayList<>(root.findValues(other));
                    values.addAll(made(member.getValue()));
                    values.forEach(value -> changes.add(() -> in.set(other, value.deepCopy())));
                }
            }
            for (Map.Entry<String, JsonNode> top : type.schema().path("properties").properties()) {
                JsonNode now = root.path(top.getKey());
                if (now.isBoolean()) {
                    JsonNode not = BooleanNode.valueOf(!now.booleanValue());
                    changes.add(() -> root.set(top.getKey(), not));
                } else if (now.isTextual()) {
                    for (JsonNode code : top.getValue().path("enum")) {
                        changes.add(() -> root.set(top.getKey(), code));
                    }
                }
            }
            return changes;
        }

        /** The members that the schema says do not go with this one. */
        private Set<String> excludedBy(String name) {
            var excluded = new TreeSet<String>();
            for (JsonNode dependent : type.schema().findValues("dependentSchemas")) {
                dependent
                        .path(name)
                        .path("properties")
                        .properties()
                        .forEach(other -> excluded.add(other.getKey()));
            }
            return excluded;
        }

        /** How many elements are raised. */
        private int marks(Shape shape) {
            return switch (shape) {
                case Shape.Value _ -> 0;
                case Shape.Members members ->
                        members.members().stream()
                                .mapToInt(one ->
                                        (one.name().equals(type.profile().mark()) ? 1 : 0)
                                                + marks(one.value()))
                                .sum();
                case Shape.Elements elements ->
                        elements.elements().stream().mapToInt(one -> marks(one.value())).sum();
            };
        }
    }
}
