package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What each role sees of each type is written down, so that nobody changes it unnoticed. */
class RoleViewTest {
    private static final Path VIEWS = Path.of("src", "test", "resources", "views");
    private static final int WIDEST = 60;

    static Stream<Arguments> typesAndRoles() {
        return CanaryTest.typesAndRoles();
    }

    /** Every path that the role sees in any of our examples, with a value; and how many it sees. */
    @ParameterizedTest
    @MethodSource("typesAndRoles")
    void a_role_sees_what_is_written_down(DocumentType type, String role) {
        var seen = new LinkedHashMap<String, String>();
        var counts = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> example : type.examples().entrySet()) {
            List<RoleView.Field> fields = view(type, example.getValue(), role).fields();
            List<RoleView.Field> shown = fields.stream().filter(RoleView.Field::shown).toList();
            shown.forEach(field -> seen.putIfAbsent(field.path(), abridged(field.value())));
            counts.add(
                    "# of %s: %d of %d fields"
                            .formatted(example.getKey(), shown.size(), fields.size()));
        }
        var lines = new ArrayList<String>();
        lines.add("# %s, seen as %s (%s)".formatted(type.vct(), role, type.profile().says(role)));
        lines.addAll(counts);
        seen.forEach((path, value) -> lines.add(path + ": " + value));
        Golden.compare(file(type, role), String.join("\n", lines) + "\n");
    }

    @Test
    void nothing_else_is_written_down() throws IOException {
        Set<Path> expected = new TreeSet<>();
        for (DocumentType type : Schemas.CATALOGUE.types()) {
            type.profile().roles().forEach(role -> expected.add(file(type, role)));
        }
        try (Stream<Path> files = Files.walk(VIEWS)) {
            assertThat(files.filter(Files::isRegularFile)).hasSameElementsAs(expected);
        }
    }

    /** The list of fields says the same as the document that a reader puts together. */
    @ParameterizedTest
    @MethodSource("typesAndRoles")
    void the_list_of_fields_is_the_document_that_is_shown(DocumentType type, String role) {
        for (JsonNode body : type.examples().values()) {
            Shape shape = type.profile().shape(body);
            var granted = ProfileTest.covered(type.profile().template(role));
            var values = new ArrayList<String>();
            view(type, body, role).fields().stream()
                    .filter(field -> field.shown() && field.value().isValueNode())
                    .forEach(field -> values.add(Json.text(field.value())));
            assertThat(values).containsExactlyElementsOf(leaves(Views.shown(shape, granted)));
        }
    }

    @Test
    void every_field_of_a_document_is_in_the_list_whoever_looks() {
        JsonNode body = Schemas.example("government-shipment");
        RoleView nobody = RoleView.of(Schemas.TRANSPORT_DOCUMENT, body, List.of());
        assertThat(nobody.fields())
                .extracting(RoleView.Field::pointer)
                .contains("/carrierCode", "/consignmentItems/1/HSCodes/0")
                .doesNotHaveDuplicates();
        assertThat(nobody.fields())
                .filteredOn(field -> field.pointer().startsWith("/consignmentItems/1/"))
                .isNotEmpty()
                .allMatch(field -> field.fieldClass().equals(FieldClass.GOVERNMENT));
        assertThat(nobody.fields())
                .filteredOn(RoleView.Field::shown)
                .isNotEmpty()
                .allMatch(field -> field.fieldClass().equals(FieldClass.ROUTING));
    }

    private static RoleView view(DocumentType type, JsonNode body, String role) {
        return RoleView.of(type, body, type.profile().template(role));
    }

    /** Scalars, in order. */
    private static List<String> leaves(JsonNode node) {
        var found = new ArrayList<String>();
        if (node.isValueNode()) {
            found.add(Json.text(node));
        }
        node.forEach(child -> found.addAll(leaves(child)));
        return found;
    }

    private static Path file(DocumentType type, String role) {
        return VIEWS.resolve(type.name()).resolve(role + ".txt");
    }

    private static String abridged(JsonNode value) {
        String text = Json.text(value);
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST) + "...";
    }
}
