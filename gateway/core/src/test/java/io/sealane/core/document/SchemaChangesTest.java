package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A released version stays as it is, and a minor version only adds optional members. */
class SchemaChangesTest {
    private static final DocumentType TYPE = Schemas.type("vgm-declaration/1.0");
    private static final String RELEASED = "released.json";

    static Stream<DocumentType> types() {
        return Schemas.CATALOGUE.types().stream();
    }

    /** A file of fingerprints: whoever releases adds to it, and nobody changes what is there. */
    @Test
    void what_is_released_is_as_it_was() {
        JsonNode released = Catalogue.read(RELEASED).path("types");
        for (Map.Entry<String, JsonNode> entry : released.properties()) {
            DocumentType type = Schemas.type(entry.getKey());
            assertThat(fingerprint(type.schema()))
                    .as("a released version is not changed; make a new one: " + type.vct())
                    .isEqualTo(entry.getValue().path("schema").textValue());
            assertThat(type.profile().id())
                    .isEqualTo(type.vct() + "#" + entry.getValue().path("profile").textValue());
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_version_only_adds_optional_members_to_the_one_before_it(DocumentType type) {
        assertThat(before(type).map(older -> changes(older, type)).orElse(List.of())).isEmpty();
    }

    private static List<String> changes(DocumentType older, DocumentType newer) {
        JsonNode before = Catalogue.read("types/" + older.vct() + "/profile.json");
        JsonNode after = Catalogue.read("types/" + newer.vct() + "/profile.json");
        return Stream.concat(
                        SchemaChanges.between(older.schema(), newer.schema()).stream(),
                        SchemaChanges.betweenProfiles(before, after).stream())
                .toList();
    }

    /** The version with the next lower number of the same major version, if there is one. */
    private static Optional<DocumentType> before(DocumentType type) {
        int dot = type.vct().lastIndexOf('.');
        int minor = Integer.parseInt(type.vct().substring(dot + 1));
        String older = type.vct().substring(0, dot + 1) + (minor - 1);
        return types().filter(one -> one.vct().equals(older)).findFirst();
    }

    @Test
    void words_may_change_and_optional_members_come() {
        ObjectNode newer = copy();
        newer.put("description", "Said better.");
        newer.withObject("/properties/VGM/properties/method").put("description", "How, SM1 or 2.");
        newer.withObject("/properties/VGM/properties/witness").put("type", "string");
        newer.withObject("/x-added/tonnes").put("type", "integer");
        assertThat(SchemaChanges.between(TYPE.schema(), newer)).isEmpty();
        assertThat(fingerprint(newer)).isNotEqualTo(fingerprint(TYPE.schema()));
        ObjectNode said = copy().put("title", "Mass");
        assertThat(fingerprint(said)).isEqualTo(fingerprint(TYPE.schema()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/properties/VGM/properties | method | - | /VGM/method is gone",
                "/properties/VGM/properties/method | enum | ['SM1'] | /VGM/method has another enum",
                "/properties/VGM/properties/method | enum | ['SM1','SM2','SM3'] |"
                        + " /VGM/method has another enum",
                "/properties/VGM/properties/weight/properties/value | type | 'string' |"
                        + " /VGM/weight/value has another type",
                "/properties/declarationReference | maxLength | 35 |"
                        + " /declarationReference has another maxLength",
                "/properties/declarationReference | pattern | - |"
                        + " /declarationReference has another pattern",
                "/properties/declarationReference | x-class | 'party' |"
                        + " /declarationReference has another x-class",
                "/properties/VGM | required | ['weight','method','dateTime'] |"
                        + " /VGM/dateTime is required now",
                "/properties/VGM | required | ['weight'] | /VGM/method is not required any more",
                "/properties/VGM | allOf | - | /VGM has another allOf",
                "/properties/VGM | additionalProperties | true |"
                        + " /VGM has another additionalProperties",
                "/properties/equipmentDetails/properties/seals/items/properties | number | - |"
                        + " /equipmentDetails/seals/*/number is gone",
                "/properties/VGM/x-added | weightBand | - | /VGM/weightBand is gone"
            })
    void finds_what_a_minor_version_must_not_do(String at, String name, String value, String fault)
            throws Exception {
        ObjectNode newer = copy();
        change(newer, at, name, value);
        assertThat(newer).isNotEqualTo(TYPE.schema());
        assertThat(SchemaChanges.between(TYPE.schema(), newer)).contains(fault);
        assertThat(fingerprint(newer)).isNotEqualTo(fingerprint(TYPE.schema()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/units | VGM/weight | 'party' | VGM/weight has another class",
                "/units | VGM/weight | - | VGM/weight has another class",
                " | clear | ['isRetracted'] |"
                        + " vesselVoyageDetails/carrierCode is not in the clear any more",
                "/roles/terminal | require | [] | something else is required of terminal",
                "/roles/auditor | require | ['routing'] | something else is required of auditor",
                "/roles | haulier | - | the role haulier is gone",
                "/government | rules | [] | the rule government-reference is gone"
            })
    void finds_what_a_profile_must_not_do(String at, String name, String value, String fault)
            throws Exception {
        JsonNode older = Catalogue.read("types/" + TYPE.vct() + "/profile.json");
        ObjectNode newer = older.deepCopy();
        change(newer, at == null ? "" : at, name, value);
        assertThat(SchemaChanges.betweenProfiles(older, older)).isEmpty();
        assertThat(SchemaChanges.betweenProfiles(older, newer)).contains(fault);
    }

    private static void change(ObjectNode node, String at, String name, String value)
            throws Exception {
        ObjectNode object = (ObjectNode) node.at(at);
        if (value.equals("-")) {
            object.remove(name);
        } else {
            object.set(name, Json.parse("[" + value.replace('\'', '"') + "]").get(0));
        }
    }

    private static ObjectNode copy() {
        return TYPE.schema().deepCopy();
    }

    private static String fingerprint(JsonNode schema) {
        return Digest.base64Url(Json.canonical(SchemaChanges.withoutWords(schema)));
    }
}
