package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.DocumentType;
import io.sealane.core.document.Warning;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * A file of unknown origin that was recognised: each thing in it becomes a document of ours, or is
 * refused by itself. Codes may be written in either form, and come out in one.
 */
public final class ForeignFile {
    private final Dialect dialect;
    private final JsonNode file;
    private final List<JsonNode> things;
    private final @Nullable String atList;
    private final @Nullable DocumentType type;

    /**
     * @param atList where the list of things is in the file; null if the file is itself the thing
     */
    private ForeignFile(
            Dialect dialect,
            JsonNode file,
            List<JsonNode> things,
            @Nullable String atList,
            @Nullable DocumentType type) {
        this.dialect = dialect;
        this.file = file;
        this.things = List.copyOf(things);
        this.atList = atList;
        this.type = type;
    }

    static ForeignFile list(Dialect dialect, JsonNode file, JsonNode list) {
        return new ForeignFile(dialect, file, list.valueStream().toList(), dialect.atList(), null);
    }

    static ForeignFile alone(Dialect dialect, JsonNode file) {
        return new ForeignFile(dialect, file, List.of(file), null, null);
    }

    static ForeignFile plain(Dialect dialect, JsonNode file, DocumentType type) {
        return new ForeignFile(dialect, file, List.of(file), null, type);
    }

    public Dialect dialect() {
        return dialect;
    }

    /** How many things are in it. */
    public int size() {
        return things.size();
    }

    /** Whether it is one document that needs no translation. */
    public boolean isPlain() {
        return type != null;
    }

    /** Where in the file a thing is, RFC 6901. */
    public String at(int index) {
        return atList == null ? "" : atList + "/" + index;
    }

    /** What the file says around its things, and is not carried over. */
    public List<LeftOut> leftOut() {
        return atList == null ? List.of() : dialect.aroundList(file);
    }

    /**
     * One thing of the file, as a valid document. Pointers are into the file.
     *
     * @throws Refusal UNKNOWN_TYPE if it is of no kind that we know; SCHEMA_VIOLATION or
     *     RULE_VIOLATION if it is not as its type says
     */
    public Imported document(int index) throws Refusal {
        JsonNode thing = things.get(index);
        Kind kind = kindOf(thing, index);
        try {
            Kind.Draft draft = kind.here(thing);
            List<Warning> warnings = check(kind, draft.document());
            List<LeftOut> leftOut =
                    draft.leftOut().stream()
                            .map(one -> dialect.leftOut(at(index), one, kind.type()))
                            .toList();
            return new Imported(
                    kind.type(),
                    draft.document(),
                    leftOut,
                    warnings.stream().map(one -> placed(index, kind, one)).toList());
        } catch (Refusal refusal) {
            String pointer = refusal.pointer();
            throw refusal.at(at(index) + (pointer == null ? "" : pointer));
        }
    }

    private Kind kindOf(JsonNode thing, int index) throws Refusal {
        if (type != null) {
            return new Likeness(type, false, Map.of());
        }
        return dialect.kindOf(thing)
                .orElseThrow(() ->
                        new Refusal(
                                Code.UNKNOWN_TYPE,
                                "Nothing of a kind that is known here of " + dialect.title() + ".",
                                at(index)));
    }

    private static List<Warning> check(Kind kind, JsonNode document) throws Refusal {
        try {
            return kind.type().check(document);
        } catch (Refusal refusal) {
            String pointer = refusal.pointer();
            throw refusal.at(pointer == null ? "" : kind.inSource(pointer));
        }
    }

    private Warning placed(int index, Kind kind, Warning warning) {
        String pointer = at(index) + kind.inSource(warning.pointer());
        return new Warning(warning.rule(), pointer, warning.detail());
    }
}
