package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The schemas, profiles and code tables are as the rest takes for granted. */
class SchemasTest {
    private static final DocumentType TYPE = Schemas.TRANSPORT_DOCUMENT;

    static Stream<DocumentType> types() {
        return Schemas.CATALOGUE.types().stream();
    }

    static Stream<String> schemaFiles() {
        return Stream.concat(
                Schemas.names("definitions").stream().map(name -> "definitions/" + name + ".json"),
                types().map(type -> "types/" + type.vct() + "/schema.json"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void every_property_has_one_class_in_schema_and_profile(DocumentType type) {
        assertThat(faults(type.schema(), type)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("schemaFiles")
    void is_a_json_schema_of_2020_12(String file) {
        var metaschema =
                SchemaRegistry.withDialect(Dialects.getDraft202012())
                        .getSchema(
                                SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        JsonNode schema = Catalogue.read(file);
        assertThat(metaschema.validate(schema)).isEmpty();
        assertThat(schema.path("$id").asText()).endsWith("/" + file);
    }

    @Test
    void the_index_names_every_table_and_every_table_its_source() {
        JsonNode index = Catalogue.read("index.json");
        var names = new TreeSet<String>();
        index.path("codes").forEach(name -> names.add(name.textValue()));
        assertThat(Schemas.names("codes")).containsExactlyElementsOf(names);
        for (String name : names) {
            CodeTable table = CodeTable.of(Catalogue.read("codes/" + name + ".json"));
            assertThat(table.name()).isEqualTo(name);
            assertThat(table.source()).isNotBlank();
        }
    }

    @Test
    void refuses_a_code_table_without_a_source() {
        ObjectNode table = Catalogue.read("codes/seal-sources.json").deepCopy();
        table.remove("source");
        assertThatThrownBy(() -> CodeTable.of(table)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void the_readme_lists_every_class_rule_and_role(DocumentType type) throws Exception {
        String readme = Files.readString(Schemas.root().resolve("README.md"));
        JsonNode profile = Catalogue.read("types/" + type.vct() + "/profile.json");
        var words = new TreeSet<String>(type.profile().roles());
        profile.path("units").forEach(unit -> words.add(unit.textValue()));
        profile.path("added").forEach(added -> words.add(added.path("class").textValue()));
        profile.path("added").forEach(added -> words.add(added.path("make").textValue()));
        profile.path("government").path("rules").forEach(r -> words.add(r.path("name").asText()));
        words.addAll(ruleNames(type));
        assertThat(words).isNotEmpty().allSatisfy(word -> assertThat(readme).contains("`" + word));
    }

    /** The names that the bad examples show, and those of the warnings in the code. */
    private static Set<String> ruleNames(DocumentType type) throws Exception {
        var names = new TreeSet<String>();
        for (String bad : Schemas.names("types/" + type.vct() + "/bad")) {
            Path file = Schemas.root().resolve("types/" + type.vct() + "/bad/" + bad + ".json");
            names.add(Schemas.read(file).path("rule").textValue());
        }
        return names;
    }

    /** What can be raised to government can be missing: it never has to be shown. */
    @ParameterizedTest
    @MethodSource("types")
    void what_is_required_is_always_there_and_never_raised(DocumentType type) {
        Place root = type.profile().root();
        Set<FieldClass> always = alwaysThere(root, type.schema());
        for (Added added : root.added) {
            if (added.make() == Added.Make.DANGEROUS_GOODS_SUMMARY) {
                always.add(Objects.requireNonNull(root.members.get(added.name())).unit);
            }
        }
        for (String role : type.profile().roles()) {
            for (FieldClass required : type.profile().required(role)) {
                assertThat(always).as(role).anyMatch(required::covers);
            }
        }
    }

    /** The classes of the units that every document has, in objects that every document has. */
    private static Set<FieldClass> alwaysThere(Place place, JsonNode schema) {
        var classes = new TreeSet<FieldClass>();
        for (JsonNode name : schema.path("required")) {
            Place member = place.member(name.textValue());
            if (member != null && member.unit != null) {
                if (member.rules.isEmpty()) {
                    classes.add(member.unit);
                }
            } else if (member != null) {
                JsonNode below = schema.path("properties").path(name.textValue());
                classes.addAll(alwaysThere(member, below));
            }
        }
        return classes;
    }

    // The rules can fail.

    @Test
    void finds_a_property_without_a_class() {
        assertThat(faultsWith("/properties/carrierCode", "x-class", null))
                .containsExactly("carrierCode has no class");
        assertThat(faultsWith("/properties/carrierCode", "x-class", "secret"))
                .containsExactly("carrierCode has no class");
    }

    @Test
    void finds_a_property_that_the_profile_does_not_speak_of() {
        ObjectNode schema = TYPE.schema().deepCopy();
        schema.withObject("/properties/berth").put("type", "string").put("x-class", "routing");
        schema.withObject("/properties/berth").put("description", "Where.");
        assertThat(faults(schema, TYPE))
                .containsExactly("berth is neither hidden nor listed as clear");
    }

    @Test
    void finds_a_property_of_another_class_than_the_profile_says() {
        assertThat(faultsWith("/properties/charges", "x-class", "cargo"))
                .contains("charges is cargo in the schema, money.charges in the profile");
    }

    @Test
    void finds_free_text_that_is_shown_with_the_box() {
        JsonNode profile = Catalogue.read("types/transport-document/1.0/profile.json").deepCopy();
        ((ObjectNode) profile.path("units")).put("carrierClauses", "operational.document");
        ObjectNode schema = TYPE.schema().deepCopy();
        schema.withObject("/properties/carrierClauses").put("x-class", "operational");
        Place root = new Profile(profile).root();
        assertThat(SchemaFaults.in(schema, root, "governmentCargo"))
                .containsExactly("carrierClauses is free text below cargo");
    }

    @Test
    void finds_a_unit_that_the_schema_does_not_have() {
        ObjectNode schema = TYPE.schema().deepCopy();
        schema.withObject("/properties").remove("feedbacks");
        assertThat(faults(schema, TYPE)).containsExactly("feedbacks is in the profile alone");
    }

    @Test
    void finds_an_object_that_lets_unknown_members_in() {
        assertThat(faultsWith("/properties/placeOfIssue", "additionalProperties", null))
                .containsExactly("placeOfIssue lets unknown members in");
    }

    @Test
    void refuses_a_profile_with_a_unit_of_no_class() {
        JsonNode profile = Catalogue.read("types/transport-document/1.0/profile.json").deepCopy();
        ((ObjectNode) profile.path("units")).put("charges", "");
        assertThatThrownBy(() -> new Profile(profile)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A rule that looks at what is nested and hidden apart would be judged differently. */
    @Test
    void refuses_a_rule_that_looks_beyond_its_unit() {
        ObjectNode profile = Catalogue.read("types/transport-document/1.0/profile.json").deepCopy();
        ObjectNode rule = Json.object().put("name", "too far").put("reach", "unit");
        rule.putArray("units").add("documentParties/shipper");
        rule.putObject("match").put("reference", "^X");
        profile.withArray("/government/rules").add(rule);
        assertThatThrownBy(() -> new Profile(profile))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("too far");
    }

    private static List<String> faultsWith(String at, String keyword, @Nullable String value) {
        ObjectNode schema = TYPE.schema().deepCopy();
        if (value == null) {
            schema.withObject(at).remove(keyword);
        } else {
            schema.withObject(at).put(keyword, value);
        }
        return faults(schema, TYPE);
    }

    private static List<String> faults(JsonNode schema, DocumentType type) {
        Profile profile = type.profile();
        return SchemaFaults.in((ObjectNode) schema, profile.root(), profile.mark());
    }
}
