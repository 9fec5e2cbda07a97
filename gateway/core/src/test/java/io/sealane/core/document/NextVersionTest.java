package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;

/** The next release's type only adds, and a node that has it knows both. */
class NextVersionTest {
    private static final Catalogue NEXT = NextVersion.catalogue();

    @Test
    void it_only_adds_optional_members() throws Exception {
        DocumentType older = NEXT.type("transport-document/1.0");
        DocumentType newer = NEXT.type(NextVersion.VCT);
        assertThat(SchemaChanges.between(older.schema(), newer.schema())).isEmpty();
        assertThat(newer.profile().id()).startsWith(NextVersion.VCT + "#");
        assertThat(NEXT.upTo(newer)).containsExactly(newer, older);
        assertThat(NEXT.upTo(older)).containsExactly(older);
        for (JsonNode example : older.examples().values()) {
            assertThat(newer.check(example)).isEqualTo(older.check(example));
        }
    }

    @Test
    void a_file_is_of_the_oldest_version_that_has_a_place_for_it() {
        ObjectNode body = (ObjectNode) Schemas.example("general-cargo");
        assertThat(NEXT.recognise(body).orElseThrow().minor()).isZero();
        body.put("carbonFootprint", "1.5");
        assertThat(NEXT.recognise(body).orElseThrow().vct()).isEqualTo(NextVersion.VCT);
        body.put("poem", "1.5");
        assertThat(NEXT.recognise(body)).isPresent();
    }
}
