package io.sealane.command.demo;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
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
 * @param name of its file
 * @param fromUser whether the user named it; else it is one of our own examples
 */
public record Input(String name, JsonNode body, DocumentType type, boolean fromUser) {

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
     * A user's file.
     *
     * @throws Refusal if it is not a valid document of a known type
     */
    public static Input read(Path file, Catalogue catalogue) throws IOException, Refusal {
        try {
            JsonNode body = Json.parse(Files.readAllBytes(file));
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
            return new Input(file.getFileName().toString(), body, type, true);
        } catch (Refusal e) {
            String where = e.pointer() == null ? "" : " at " + e.pointer();
            throw new Refusal(e.code(), file + where + ": " + e.detail(), e.pointer());
        }
    }

    private static String types(Catalogue catalogue) {
        return String.join(", ", catalogue.types().stream().map(DocumentType::vct).toList());
    }
}
