package io.sealane.command.demo;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.dialect.Dialects;
import io.sealane.core.dialect.ForeignFile;
import io.sealane.core.dialect.Imported;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.edifact.Converter;
import io.sealane.edifact.Examples;
import io.sealane.edifact.Finding;
import io.sealane.edifact.Statuses;
import io.sealane.edifact.Zones;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;

/**
 * A document that the demo sends.
 *
 * @param name of its file; of one of several in a file, with its place there
 * @param fromUser whether the user named it; else it is one of our own examples
 */
public record Input(String name, JsonNode body, DocumentType type, boolean fromUser) {
    /** Bytes by which interchanges are known. */
    private static final int HEAD = 64;

    /**
     * What a user's file gives.
     *
     * @param refused of a list, which of its documents are not sent, and why
     * @param leftOut places in the file of what our types have no place for
     * @param doubtful what was read, and is odd
     */
    public record Several(
            List<Input> inputs, List<String> refused, List<String> leftOut, List<String> doubtful) {
        public Several {
            inputs = List.copyOf(inputs);
            refused = List.copyOf(refused);
            leftOut = List.copyOf(leftOut);
            doubtful = List.copyOf(doubtful);
        }
    }

    /** The examples of every type, and of every kind of EDIFACT message. */
    public static List<Input> examples(Catalogue catalogue) {
        var inputs = new ArrayList<Input>();
        for (DocumentType type : catalogue.types()) {
            type.examples().entrySet().stream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(one ->
                            inputs.add(new Input(one.getKey(), one.getValue(), type, false)));
        }
        try {
            for (var one : Examples.all().entrySet()) {
                inputs.addAll(
                        interchanges(one.getKey(), one.getValue(), catalogue, false).inputs());
            }
        } catch (IOException | Refusal e) {
            throw new IllegalStateException("an example of our own cannot be sent", e);
        }
        return inputs;
    }

    /**
     * A user's file: EDIFACT interchanges, or what one of the dialects holds.
     *
     * @throws Refusal if it holds no valid document of a known type
     */
    public static Several read(Path file, Catalogue catalogue) throws IOException, Refusal {
        String name = file.getFileName().toString();
        try {
            if (Converter.looksLike(head(file))) {
                return interchanges(name, () -> Files.newInputStream(file), catalogue, true);
            }
            JsonNode body = Json.parse(Files.readAllBytes(file));
            return documents(
                    name,
                    Dialects.bundled(catalogue)
                            .recognise(body)
                            .orElseThrow(() ->
                                    new Refusal(
                                            Code.UNKNOWN_TYPE,
                                            "not a document of a type known here ("
                                                    + types(catalogue)
                                                    + ").")));
        } catch (Refusal e) {
            String where = e.pointer() == null ? "" : " at " + e.pointer();
            throw new Refusal(e.code(), file + where + ": " + e.detail(), e.pointer());
        }
    }

    private static Several documents(String name, ForeignFile file) throws Refusal {
        var inputs = new ArrayList<Input>();
        var refused = new ArrayList<String>();
        var leftOut = new ArrayList<String>();
        Refusal last = null;
        for (int i = 0; i < file.size(); i++) {
            String at = file.at(i).isEmpty() ? name : name + "#" + file.at(i);
            try {
                Imported one = file.document(i);
                inputs.add(new Input(at, one.document(), one.type(), true));
                one.leftOut().forEach(left -> leftOut.add(name + "#" + left.pointer()));
            } catch (Refusal e) {
                refused.add(
                        "%s#%s: %s: %s"
                                .formatted(name, e.pointer(), e.code().wireName(), e.detail()));
                last = e;
            }
        }
        if (file.size() == 1 && last != null) {
            throw last;
        }
        if (inputs.isEmpty() && last != null) {
            throw new Refusal(last.code(), "none of its events can be sent. " + refused.getLast());
        }
        return new Several(inputs, refused, leftOut, List.of());
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            return input.readNBytes(HEAD);
        }
    }

    private static Several interchanges(
            String name, Converter.Source file, Catalogue catalogue, boolean fromUser)
            throws IOException, Refusal {
        var converter = new Converter(catalogue, Zones.of(List.of()), Statuses.bundled());
        var inputs = new ArrayList<Input>();
        var found = new EnumMap<Finding.Kind, List<String>>(Finding.Kind.class);
        for (Finding.Kind kind : Finding.Kind.values()) {
            found.put(kind, new ArrayList<>());
        }
        converter.convert(
                file,
                finding ->
                        Objects.requireNonNull(found.get(finding.kind()))
                                .add(name + ": " + finding),
                one -> {
                    String at = name + "#" + one.segment();
                    inputs.add(new Input(at, one.body(), one.type(), fromUser));
                });
        List<String> faults = Objects.requireNonNull(found.get(Finding.Kind.FAULT));
        if (inputs.isEmpty()) {
            throw new Refusal(
                    Code.UNKNOWN_TYPE, "nothing of it can be sent. " + String.join(" ", faults));
        }
        return new Several(
                inputs,
                faults,
                Objects.requireNonNull(found.get(Finding.Kind.LEFT_OUT)),
                Objects.requireNonNull(found.get(Finding.Kind.WARNING)));
    }

    private static String types(Catalogue catalogue) {
        return String.join(", ", catalogue.types().stream().map(DocumentType::vct).toList());
    }
}
