package io.sealane.command.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Shape;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a grant gives of a document, computed from the document and its profile alone: no signature,
 * no disclosure and none of the code that selects them has a part in it. What a party received must
 * be equal to it, member by member: nothing more and nothing less.
 */
final class Projection {
    private final Predicate<FieldClass> granted;
    private final Map<String, FieldClass> shown = new TreeMap<>();
    private final Map<String, FieldClass> all = new TreeMap<>();

    private Projection(Predicate<FieldClass> granted) {
        this.granted = granted;
    }

    /**
     * A document as seen under a grant.
     *
     * @param document what is left of it
     * @param shown the hideable units that are shown: their class by their place in the whole
     * @param all every hideable unit
     */
    record Seen(JsonNode document, Map<String, FieldClass> shown, Map<String, FieldClass> all) {}

    static Seen of(Shape shape, Predicate<FieldClass> granted) {
        var projection = new Projection(granted);
        JsonNode document = projection.project(shape, "", true);
        return new Seen(document, projection.shown, projection.all);
    }

    private JsonNode project(Shape shape, String place, boolean visible) {
        return switch (shape) {
            case Shape.Value value -> value.json();
            case Shape.Members members -> {
                ObjectNode object = Json.object();
                for (Shape.Member member : members.members()) {
                    String name = place + "/" + member.name();
                    boolean reached = reaches(member.hidden(), name, visible);
                    JsonNode value = project(member.value(), name, reached);
                    if (reached) {
                        object.set(member.name(), value);
                    }
                }
                yield object;
            }
            case Shape.Elements elements -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                for (int i = 0; i < elements.elements().size(); i++) {
                    Shape.Element element = elements.elements().get(i);
                    String name = place + "/" + i;
                    boolean reached = reaches(element.hidden(), name, visible);
                    JsonNode value = project(element.value(), name, reached);
                    if (reached) {
                        array.add(value);
                    }
                }
                yield array;
            }
        };
    }

    /** What lies in something hidden is seen only if that is seen too. */
    private boolean reaches(@Nullable FieldClass hidden, String place, boolean visible) {
        if (hidden == null) {
            return visible;
        }
        all.put(place, hidden);
        boolean reached = visible && granted.test(hidden);
        if (reached) {
            shown.put(place, hidden);
        }
        return reached;
    }
}
