package io.sealane.command.demo;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.EventList;
import io.sealane.core.document.Imported;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A document that the demo sends.
 *
 * @param name of its file; of one of several in a file, with its place there
 * @param fromUser whether the user named it; else it is one of our own examples
 */
public record Input(String name, JsonNode body, DocumentType type, boolean fromUser) {

    /**
     * What a user's file gives.
     *
     * @param refused of a list, which of its documents are not sent, and why
     * @param leftOut places in the file of what our types have no place for
     */
    public record Several(List<Input> inputs, List<String> refused, List<String> leftOut) {
        public Several {
            inputs = List.copyOf(inputs);
            refused = List.copyOf(refused);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** The examples of every type. */
    public static List<Input> examples(Catalogue catalogue) {
        var inputs = new ArrayList<Input>();
        for (DocumentType type : catalogue.types()) {
            type.examples().entrySet().stream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(one ->
                            inputs.add(new Input(one.getKey(), one.getValue(), type, false)));
        }
        return inputs;
    }

    /**
     * A user's file: a document, or a list of DCSA events.
     *
     * @throws Refusal if it holds no valid document of a known type
     */
    public static Several read(Path file, Catalogue catalogue) throws IOException, Refusal {
        String name = file.getFileName().toString();
        try {
            JsonNode body = Json.parse(Files.readAllBytes(file));
            if (EventList.looksLike(body)) {
                return events(name, EventList.of(body, catalogue));
            }
            DocumentType type =
                    catalogue
                            .recognise(body)
                            .orElseThrow(() ->
                                    new Refusal(
                                            Code.UNKNOWN_TYPE,
                                            "not a document of a type known here ("
                                                    + types(catalogue)
                                                    + ")."));
            type.check(body);
            return new Several(List.of(new Input(name, body, type, true)), List.of(), List.of());
        } catch (Refusal e) {
            String where = e.pointer() == null ? "" : " at " + e.pointer();
            throw new Refusal(e.code(), file + where + ": " + e.detail(), e.pointer());
        }
    }

    private static Several events(String name, EventList events) throws Refusal {
        var inputs = new ArrayList<Input>();
        var refused = new ArrayList<String>();
        var leftOut = new ArrayList<String>();
        Refusal last = null;
        for (int i = 0; i < events.size(); i++) {
            String at = name + "#/" + i;
            try {
                Imported event = events.event(i);
                inputs.add(new Input(at, event.document(), event.type(), true));
                event.leftOut().forEach(place -> leftOut.add(at + place));
            } catch (Refusal e) {
                String where = e.pointer() == null ? "" : e.pointer();
                refused.add("%s%s: %s: %s".formatted(at, where, e.code().wireName(), e.detail()));
                last = e;
            }
        }
        if (inputs.isEmpty() && last != null) {
            throw new Refusal(last.code(), "none of its events can be sent. " + refused.getLast());
        }
        return new Several(inputs, refused, leftOut);
    }

    private static String types(Catalogue catalogue) {
        return String.join(", ", catalogue.types().stream().map(DocumentType::vct).toList());
    }
}
