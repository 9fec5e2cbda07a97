package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files of the schemas module, as they lie in the repository. */
final class Schemas {
    static final Catalogue CATALOGUE = Catalogue.bundled();
    static final DocumentType TRANSPORT_DOCUMENT = type("transport-document/1.0");

    private Schemas() {}

    static Path root() {
        // Surefire starts in the module.
        Path root = Path.of("..", "..", "schemas");
        return Files.isDirectory(root) ? root : Path.of("schemas");
    }

    static DocumentType type(String vct) {
        try {
            return CATALOGUE.type(vct);
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode example(String name) {
        return example(TRANSPORT_DOCUMENT, name);
    }

    /** A copy of one of our examples. */
    static JsonNode example(DocumentType type, String name) {
        return Objects.requireNonNull(type.examples().get(name), name).deepCopy();
    }

    static JsonNode read(Path file) {
        try {
            return Json.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Refusal e) {
            throw new AssertionError(file + ": " + e.detail(), e);
        }
    }

    /** Names, without their ending, of the JSON files in a folder of the module, in order. */
    static List<String> names(String folder) {
        try (Stream<Path> files = Files.list(root().resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
