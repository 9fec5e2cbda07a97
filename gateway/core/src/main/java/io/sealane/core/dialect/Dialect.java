package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form in which a standard writes what some types of ours say: one file of schemas/dialects.
 */
public final class Dialect {
    private final String name;
    private final String title;
    private final @Nullable Route list;
    private final String mark;
    private final ObjectNode wrap;
    private final String dated;
    private final List<Kind> kinds;
    private final Map<Route, String> reasons;

    private Dialect(JsonNode json, List<Kind> kinds) {
        this.name = json.path("name").textValue();
        this.title = json.path("title").textValue();
        this.list = json.has("list") ? Route.of(json.path("list").textValue()) : null;
        this.mark = json.path("mark").asText();
        this.wrap = json.path("wrap").isObject() ? json.path("wrap").deepCopy() : Json.object();
        this.dated = json.path("dated").asText();
        this.kinds = List.copyOf(kinds);
        this.reasons = new LinkedHashMap<>();
        Mapping.conditions(json.path("leftOut"))
                .forEach((route, why) -> reasons.put(route, why.asText()));
    }

    static Dialect of(JsonNode json, Catalogue catalogue) {
        if (json.path("source").asText().isBlank()) {
            throw new IllegalStateException("A dialect names its source.");
        }
        var kinds = new ArrayList<Kind>();
        for (JsonNode kind : json.path("kinds")) {
            DocumentType type = named(catalogue, kind.path("type").asText());
            kinds.add(
                    kind.has("pairs")
                            ? Mapping.of(kind, json.path("groups"), type, catalogue)
                            : new Likeness(type, true, Mapping.conditions(kind.path("when"))));
        }
        if (!json.has("kinds")) {
            catalogue.types().forEach(type -> kinds.add(new Likeness(type, false, Map.of())));
        }
        return new Dialect(json, kinds);
    }

    private static DocumentType named(Catalogue catalogue, String vct) {
        try {
            return catalogue.type(vct);
        } catch (Refusal e) {
            throw new IllegalStateException("a dialect of an unknown type", e);
        }
    }

    /** A short name for it: {@code dcsa-tnt-3}. */
    public String name() {
        return name;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** The types of ours that it has words for. */
    public List<DocumentType> types() {
        return kinds.stream().map(Kind::type).distinct().toList();
    }

    /** Whether a file of it holds a list; else one document. */
    boolean isList() {
        return list != null;
    }

    /** The list in a file of this dialect; null if the file is none. */
    @Nullable JsonNode listIn(JsonNode file) {
        if (list == null) {
            return null;
        }
        for (Route.Spot spot : list.spots(file)) {
            for (JsonNode element : spot.value()) {
                if (spot.value().isArray() && element.has(mark)) {
                    return spot.value();
                }
            }
        }
        return null;
    }

    /** Where in a file its list is. */
    String atList() {
        return list == null ? "" : list.pointer(List.of());
    }

    /** What something in a file of this dialect is. */
    Optional<Kind> kindOf(JsonNode source) {
        return kinds.stream().filter(kind -> kind.isOf(source)).findFirst();
    }

    /** Whether something that stands alone is a thing of this dialect. */
    boolean isAlone(JsonNode source) {
        return list != null && source.has(mark) && kindOf(source).isPresent();
    }

    /** What to say of something in a file of this dialect that is not carried over. */
    LeftOut leftOut(String prefix, String pointer, DocumentType type) {
        List<String> steps = List.of(pointer.substring(1).split("/"));
        for (Map.Entry<Route, String> reason : reasons.entrySet()) {
            int length = reason.getKey().steps().size();
            if (length <= steps.size()
                    && reason.getKey().turnsOf(steps.subList(0, length)) != null) {
                return new LeftOut(prefix + pointer, reason.getValue());
            }
        }
        return new LeftOut(prefix + pointer, type.vct() + " has no place for it.");
    }

    /** What the file itself says around its list that the way back makes anew. */
    List<LeftOut> aroundList(JsonNode file) {
        if (list == null || list.steps().isEmpty()) {
            return List.of();
        }
        String inside = "/" + list.steps().getFirst();
        return Difference.of(file, wrap).stream()
                .filter(pointer -> !(pointer + "/").startsWith(inside + "/"))
                .map(at -> new LeftOut(at, "It is of the file, not of what the file tells."))
                .toList();
    }

    /**
     * A file of this dialect that holds these documents.
     *
     * @throws Refusal UNKNOWN_TYPE if it has no word for one of them, or holds but one
     */
    public Exported export(List<Imported> documents) throws Refusal {
        ArrayNode elements = Json.array();
        var leftOut = new ArrayList<List<LeftOut>>();
        String latest = "";
        for (Imported one : documents) {
            Kind kind = kindFor(one);
            JsonNode said = kind.there(one.document());
            JsonNode heard = one.type().coded(kind.here(said).document());
            List<LeftOut> unsaid =
                    Difference.of(one.type().coded(one.document()), heard).stream()
                            .map(at -> new LeftOut(at, title + " has no word for it."))
                            .toList();
            elements.add(said);
            leftOut.add(unsaid);
            String told = one.document().path("eventCreatedDateTime").asText();
            latest = told.compareTo(latest) > 0 ? told : latest;
        }
        if (list == null) {
            if (elements.size() != 1) {
                throw new Refusal(Code.UNKNOWN_TYPE, "A file of " + title + " holds but one.");
            }
            return new Exported(elements.get(0), leftOut);
        }
        if (list.steps().isEmpty()) {
            return new Exported(elements, leftOut);
        }
        ObjectNode file = wrap.deepCopy();
        if (!dated.isEmpty()) {
            file.put(dated, latest);
        }
        list.put(file, List.of(), elements);
        return new Exported(file, leftOut);
    }

    private Kind kindFor(Imported one) throws Refusal {
        return kinds.stream()
                .filter(kind -> kind.type().equals(one.type()) && kind.says(one.document()))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                Code.UNKNOWN_TYPE, title + " has no word for such a document."));
    }
}
