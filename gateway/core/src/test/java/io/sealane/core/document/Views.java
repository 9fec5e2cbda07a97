package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Shapes as a token would carry them and as a reader would see them, without any hashing. */
final class Views {
    /**
     * A part that a shape hides.
     *
     * @param own its value with digests in place of what is nested and hidden apart
     */
    record Hidden(List<String> path, FieldClass cls, JsonNode own) {}

    private Views() {}

    /** What is signed: digests in place of what is hidden. */
    static JsonNode signed(Shape shape) {
        return switch (shape) {
            case Shape.Value value -> value.json();
            case Shape.Members members -> {
                ObjectNode object = Json.object();
                int digests = members.decoys();
                for (Shape.Member member : members.members()) {
                    if (member.hidden() == null) {
                        object.set(member.name(), signed(member.value()));
                    } else {
                        digests++;
                    }
                }
                for (int i = 0; i < digests; i++) {
                    object.withArray("/_sd").add("digest");
                }
                yield object;
            }
            case Shape.Elements elements -> {
                ArrayNode array = Json.array();
                for (Shape.Element element : elements.elements()) {
                    array.add(element.hidden() == null ? signed(element.value()) : digest());
                }
                for (int i = 0; i < elements.decoys(); i++) {
                    array.add(digest());
                }
                yield array;
            }
        };
    }

    private static ObjectNode digest() {
        return Json.object().put("...", "digest");
    }

    /** What a reader sees to whom some classes are granted. */
    static JsonNode shown(Shape shape, Predicate<FieldClass> granted) {
        return shown(shape, granted, false);
    }

    /**
     * What a reader sees, with the number of digests that it cannot open: as {@code _sd} in an
     * object, as the last element of an array.
     */
    static JsonNode shownWithGaps(Shape shape, Predicate<FieldClass> granted) {
        return shown(shape, granted, true);
    }

    private static JsonNode shown(Shape shape, Predicate<FieldClass> granted, boolean gaps) {
        return switch (shape) {
            case Shape.Value value -> value.json();
            case Shape.Members members -> {
                ObjectNode object = Json.object();
                int closed = members.decoys();
                for (Shape.Member member : members.members()) {
                    if (isGranted(member.hidden(), granted)) {
                        object.set(member.name(), shown(member.value(), granted, gaps));
                    } else {
                        closed++;
                    }
                }
                yield gaps ? object.put("_sd", closed) : object;
            }
            case Shape.Elements elements -> {
                ArrayNode array = Json.array();
                int closed = elements.decoys();
                for (Shape.Element element : elements.elements()) {
                    if (isGranted(element.hidden(), granted)) {
                        array.add(shown(element.value(), granted, gaps));
                    } else {
                        closed++;
                    }
                }
                yield gaps ? array.add(closed) : array;
            }
        };
    }

    private static boolean isGranted(@Nullable FieldClass hidden, Predicate<FieldClass> granted) {
        return hidden == null || granted.test(hidden);
    }

    /** What a shape hides and is given to a reader to whom some classes are granted. */
    static List<Hidden> hidden(Shape shape, Predicate<FieldClass> granted) {
        var found = new ArrayList<Hidden>();
        collect(shape, List.of(), granted, found);
        return found;
    }

    private static void collect(
            Shape shape, List<String> path, Predicate<FieldClass> granted, List<Hidden> found) {
        switch (shape) {
            case Shape.Value _ -> {}
            case Shape.Members members -> {
                for (Shape.Member member : members.members()) {
                    var at = new ArrayList<>(path);
                    at.add(member.name());
                    collect(member.value(), at, member.hidden(), granted, found);
                }
            }
            case Shape.Elements elements -> {
                for (Shape.Element element : elements.elements()) {
                    var at = new ArrayList<>(path);
                    at.add("*");
                    collect(element.value(), at, element.hidden(), granted, found);
                }
            }
        }
    }

    private static void collect(
            Shape shape,
            List<String> path,
            @Nullable FieldClass hidden,
            Predicate<FieldClass> granted,
            List<Hidden> found) {
        if (hidden != null) {
            if (!granted.test(hidden)) {
                return;
            }
            found.add(new Hidden(path, hidden, signed(shape)));
        }
        collect(shape, path, granted, found);
    }

    /** The class of every digest, decoys included, in alphabetical order. */
    static List<String> classesOfDigests(Shape shape) {
        var classes = new ArrayList<String>();
        hidden(shape, any -> true).forEach(one -> classes.add(one.cls().name()));
        for (int i = decoys(shape); i > 0; i--) {
            classes.add(FieldClass.GOVERNMENT.name());
        }
        classes.sort(null);
        return classes;
    }

    private static int decoys(Shape shape) {
        return switch (shape) {
            case Shape.Value _ -> 0;
            case Shape.Members members ->
                    members.members().stream().mapToInt(one -> decoys(one.value())).sum()
                            + members.decoys();
            case Shape.Elements elements ->
                    elements.elements().stream().mapToInt(one -> decoys(one.value())).sum()
                            + elements.decoys();
        };
    }
}
