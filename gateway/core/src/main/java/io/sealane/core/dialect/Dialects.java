package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All dialects that are understood, and the one recogniser of files of unknown origin. */
public final class Dialects {
    private final List<Dialect> dialects;
    private final Catalogue catalogue;

    private Dialects(List<Dialect> dialects, Catalogue catalogue) {
        this.dialects = List.copyOf(dialects);
        this.catalogue = catalogue;
    }

    /** Those of the schemas module, read once by whoever wires a process. */
    public static Dialects bundled(Catalogue catalogue) {
        var dialects = new ArrayList<Dialect>();
        for (JsonNode name : Catalogue.read("index.json").path("dialects")) {
            JsonNode file = Catalogue.read("dialects/" + name.textValue() + ".json");
            dialects.add(Dialect.of(file, catalogue));
        }
        return new Dialects(dialects, catalogue);
    }

    /** All of them; first the one in which a document is written as it is. */
    public List<Dialect> all() {
        return dialects;
    }

    /** A dialect by its name. */
    public Optional<Dialect> named(String name) {
        return dialects.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** What a file of unknown origin holds, if it is of a form known here. */
    public Optional<ForeignFile> recognise(JsonNode file) {
        for (Dialect dialect : dialects) {
            JsonNode list = dialect.listIn(file);
            if (list != null) {
                return Optional.of(ForeignFile.list(dialect, file, list));
            }
        }
        Optional<DocumentType> type = catalogue.recognise(file);
        if (type.isPresent()) {
            return Optional.of(ForeignFile.plain(dialects.getFirst(), file, type.get()));
        }
        return dialects.stream()
                .filter(dialect -> dialect.isAlone(file))
                .findFirst()
                .map(dialect -> ForeignFile.alone(dialect, file));
    }
}
