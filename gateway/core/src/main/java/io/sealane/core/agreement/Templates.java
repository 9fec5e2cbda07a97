package io.sealane.core.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Profile;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.util.Collection;
import java.util.List;

/**
 * Role templates in drafts: a grant may name one, {@code "template": "terminal"}, in the place of
 * the classes that it allows. It is written out before anybody signs: what was agreed does not
 * change when a template does, and is read without one.
 */
public final class Templates {
    private static final String TEMPLATE = "template";

    private Templates() {}

    /**
     * A copy of draft terms in which each grant that names a template lists what that gives:
     * {@code allow} as the template has it; {@code profiles}, all that this node has of the type,
     * and {@code require}, what the grant's role must be shown, where they are left out.
     *
     * @throws Refusal MALFORMED_AGREEMENT if there is no such type or template, or if a grant has
     *     both a template and classes
     */
    public static ObjectNode writtenOut(ObjectNode draft, Catalogue catalogue) throws Refusal {
        ObjectNode terms = draft.deepCopy();
        int at = 0;
        for (JsonNode line : terms.path("grants")) {
            if (line instanceof ObjectNode grant && grant.has(TEMPLATE)) {
                writeOut(grant, catalogue, "/grants/" + at);
            }
            at++;
        }
        return terms;
    }

    private static void writeOut(ObjectNode grant, Catalogue catalogue, String pointer)
            throws Refusal {
        if (grant.has("allow")) {
            throw refusal("A grant has a template or classes, not both.", pointer);
        }
        String documents = grant.path("documents").asText();
        List<DocumentType> types =
                catalogue.types().stream()
                        .filter(type -> type.vct().startsWith(documents + "."))
                        .toList();
        if (types.isEmpty()) {
            throw refusal("There is no such type of documents here.", pointer + "/documents");
        }
        Profile newest = types.getLast().profile();
        String template = grant.path(TEMPLATE).asText();
        if (!newest.roles().contains(template)) {
            throw refusal(
                    "The type has templates for " + String.join(", ", newest.roles()) + ".",
                    pointer + "/template");
        }
        grant.remove(TEMPLATE);
        Collection<FieldClass> allowed = newest.template(template);
        grant.set("allow", names(allowed));
        if (!grant.has("require")) {
            grant.set(
                    "require",
                    names(
                            newest.required(grant.path("role").asText()).stream()
                                    .filter(one -> allowed.stream().anyMatch(a -> a.covers(one)))
                                    .toList()));
        }
        if (!grant.has("profiles")) {
            ArrayNode profiles = grant.putArray("profiles");
            types.forEach(type -> profiles.add(type.profile().id()));
        }
    }

    private static ArrayNode names(Collection<FieldClass> classes) {
        ArrayNode names = Json.array();
        classes.stream().map(FieldClass::name).sorted().forEach(names::add);
        return names;
    }

    private static Refusal refusal(String detail, String pointer) {
        return new Refusal(Code.MALFORMED_AGREEMENT, detail, pointer);
    }
}
