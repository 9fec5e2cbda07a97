package io.sealane.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;

class TemplatesTest {
    private static final Catalogue CATALOGUE = Catalogue.bundled();
    private static final String US = "us.sealane.example";
    private static final String NL = "nl.sealane.example";

    private static ObjectNode draft(String documents, String role, String template) {
        ObjectNode terms =
                Json.object()
                        .put("type", AgreementTerms.TYPE)
                        .put("id", "urn:uuid:019f0f3a-7c00-7000-8000-0000000000d1")
                        .put("validFrom", "2026-01-01T00:00:00Z")
                        .put("validUntil", "2027-01-01T00:00:00Z");
        terms.putArray("parties").add(US).add(NL);
        ObjectNode grant =
                terms.putArray("grants")
                        .addObject()
                        .put("from", US)
                        .put("to", NL)
                        .put("documents", documents)
                        .put("role", role)
                        .put("template", template)
                        .put("purpose", "a test")
                        .put("retentionDays", 30);
        grant.putArray("parties").add("somebody");
        return terms;
    }

    private static Grant written(ObjectNode draft) throws Refusal {
        return AgreementTerms.read(Templates.writtenOut(draft, CATALOGUE)).grants().getFirst();
    }

    @Test
    void every_template_of_every_type_makes_a_grant_of_its_classes() throws Refusal {
        for (DocumentType type : CATALOGUE.types()) {
            String documents = type.vct().substring(0, type.vct().lastIndexOf('.'));
            for (String role : type.profile().roles()) {
                Grant grant = written(draft(documents, role, role));
                assertThat(grant.allow()).isEqualTo(type.profile().template(role));
                assertThat(grant.require()).isEqualTo(type.profile().required(role));
                assertThat(grant.profiles()).containsExactly(type.profile().id());
            }
        }
    }

    @Test
    void a_role_may_get_the_template_of_another_one_and_requires_what_that_shows() throws Refusal {
        Grant grant = written(draft("transport-document/1", "terminal", "transit"));
        assertThat(grant.role()).isEqualTo("terminal");
        assertThat(grant.allow()).contains(new FieldClass("safety.summary"));
        assertThat(grant.require()).isEmpty();
    }

    @Test
    void a_draft_is_not_changed_and_what_it_says_itself_stands() throws Refusal {
        ObjectNode draft = draft("transport-document/1", "terminal", "terminal");
        ((ObjectNode) draft.at("/grants/0")).putArray("require");
        ObjectNode before = draft.deepCopy();
        assertThat(written(draft).require()).isEmpty();
        assertThat(draft).isEqualTo(before);
    }

    @Test
    void unknown_templates_and_types_and_both_forms_are_refused_at_their_place() {
        refuses(draft("transport-document/1", "terminal", "admiral"), "/grants/0/template");
        refuses(draft("love-letter/1", "terminal", "terminal"), "/grants/0/documents");
        ObjectNode both = draft("transport-document/1", "terminal", "terminal");
        ((ObjectNode) both.at("/grants/0")).putArray("allow").add("routing");
        refuses(both, "/grants/0");
    }

    private static void refuses(ObjectNode draft, String pointer) {
        assertThatThrownBy(() -> Templates.writtenOut(draft, CATALOGUE))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.pointer()).isEqualTo(pointer));
    }
}
