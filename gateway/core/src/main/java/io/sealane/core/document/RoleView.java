package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * One document field by field, as a reader sees it to whom some classes are granted. It is worked
 * out from the shape alone; nothing is signed for it.
 *
 * @param fields in the order of the document, what its issuer adds last
 */
public record RoleView(List<Field> fields) {
    public RoleView {
        fields = List.copyOf(fields);
    }

    /**
     * One value: a string, a number, a boolean, or something empty.
     *
     * @param pointer where it is, RFC 6901
     * @param fieldClass under which it is hidden; {@code routing} of what stands in the clear
     * @param shown whether the reader sees it
     */
    public record Field(String pointer, JsonNode value, FieldClass fieldClass, boolean shown) {
        /** Its path as profiles write it: without the first slash, positions as {@code *}. */
        public String path() {
            return pointer.substring(1).replaceAll("(?<=/|^)\\d+(?=/|$)", "*");
        }
    }

    /**
     * The view of a document.
     *
     * @param granted what the reader is granted
     */
    public static RoleView of(DocumentType type, JsonNode body, Collection<FieldClass> granted) {
        var fields = new ArrayList<Field>();
        collect(type.profile().shape(body), "", FieldClass.ROUTING, true, granted, fields);
        return new RoleView(fields);
    }

    private static void collect(
            Shape shape,
            String at,
            FieldClass within,
            boolean shown,
            Collection<FieldClass> granted,
            List<Field> fields) {
        switch (shape) {
            case Shape.Value value -> leaves(value.json(), at, within, shown, fields);
            case Shape.Members members -> {
                for (Shape.Member member : members.members()) {
                    FieldClass unit = member.hidden();
                    collect(
                            member.value(),
                            Json.pointer(at, member.name()),
                            unit == null ? within : unit,
                            shown && isGranted(unit, granted),
                            granted,
                            fields);
                }
            }
            case Shape.Elements elements -> {
                for (int i = 0; i < elements.elements().size(); i++) {
                    Shape.Element element = elements.elements().get(i);
                    FieldClass unit = element.hidden();
                    collect(
                            element.value(),
                            at + "/" + i,
                            unit == null ? within : unit,
                            shown && isGranted(unit, granted),
                            granted,
                            fields);
                }
            }
        }
    }

    private static boolean isGranted(@Nullable FieldClass unit, Collection<FieldClass> granted) {
        return unit == null || granted.stream().anyMatch(one -> one.covers(unit));
    }

    private static void leaves(
            JsonNode node, String at, FieldClass within, boolean shown, List<Field> fields) {
        if (node.isEmpty()) {
            // Of a scalar, too, nothing is inside.
            fields.add(new Field(at, node, within, shown));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(node.get(i), at + "/" + i, within, shown, fields);
            }
        } else {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                leaves(entry.getValue(), Json.pointer(at, entry.getKey()), within, shown, fields);
            }
        }
    }
}
