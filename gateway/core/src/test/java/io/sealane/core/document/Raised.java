package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.json.Json;

import java.util.ArrayList;
import java.util.List;

/** What a profile raises to {@code government} in a document, each as the whole that it hides. */
final class Raised {
    private final List<String> pointers = new ArrayList<>();

    private Raised() {}

    /** JSON Pointers into the document, in its order. */
    static List<String> in(DocumentType type, JsonNode body) {
        var raised = new Raised();
        raised.find(body, "", type.profile().shape(body));
        return raised.pointers;
    }

    private void find(JsonNode value, String at, Shape shape) {
        switch (shape) {
            case Shape.Value _ -> {}
            case Shape.Members members -> {
                for (Shape.Member member : members.members()) {
                    if (value.has(member.name())) {
                        String below = Json.pointer(at, member.name());
                        child(value.get(member.name()), below, member);
                    }
                }
            }
            case Shape.Elements elements -> {
                for (int i = 0; i < elements.elements().size(); i++) {
                    Shape.Element element = elements.elements().get(i);
                    if (FieldClass.GOVERNMENT.equals(element.hidden())) {
                        pointers.add(at + "/" + i);
                    } else {
                        find(value.get(i), at + "/" + i, element.value());
                    }
                }
            }
        }
    }

    private void child(JsonNode value, String at, Shape.Member member) {
        if (FieldClass.GOVERNMENT.equals(member.hidden())) {
            pointers.add(at);
        } else {
            find(value, at, member.value());
        }
    }
}
