package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** The pages in schemas/docs say what schemas and profiles say. */
class ReferencePagesTest {
    /** The letter of each role in the pages' tables. */
    private static final Map<String, String> LETTERS = letters();

    private static final int WIDEST = 40;

    private static Map<String, String> letters() {
        var letters = new LinkedHashMap<String, String>();
        letters.put("carrier", "L");
        letters.put("terminal", "T");
        letters.put("customs", "C");
        letters.put("transit", "N");
        letters.put("consignee", "B");
        letters.put("port-authority", "P");
        letters.put("haulier", "H");
        letters.put("auditor", "A");
        return letters;
    }

    static Stream<DocumentType> types() {
        return Schemas.CATALOGUE.types().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_page_is_up_to_date(DocumentType type) {
        Golden.compare(docs().resolve(type.name() + ".md"), page(type));
    }

    @Test
    void the_first_page_is_up_to_date() {
        var page = new StringJoiner("\n", "", "\n");
        page.add("# Document types, field by field").add("");
        page.add("Made from the schemas and profiles by `ReferencePagesTest` (`-Dgolden=write`).");
        page.add("What the words mean, [the module's page](../README.md) tells.").add("");
        page.add("| type | what it is |").add("|---|---|");
        types().forEach(type ->
                page.add(
                        "| [`%s`](%s.md) | %s |"
                                .formatted(type.vct(), type.name(), cell(type.description()))));
        Golden.compare(docs().resolve("README.md"), page.toString());
    }

    @Test
    void every_field_of_an_example_is_on_its_page() {
        for (DocumentType type : Schemas.CATALOGUE.types()) {
            List<String> listed = FieldGuide.of(type).stream().map(FieldGuide.Field::path).toList();
            type.examples()
                    .values()
                    .forEach(body ->
                            assertThat(
                                            RoleView.of(type, body, List.of()).fields().stream()
                                                    .filter(field -> field.value().isValueNode())
                                                    .map(RoleView.Field::path)
                                                    .filter(path ->
                                                            !path.endsWith(type.profile().mark())))
                                    .isSubsetOf(listed));
        }
    }

    private static String page(DocumentType type) {
        var page = new StringJoiner("\n", "", "\n");
        page.add("# " + type.title()).add("").add("`" + type.vct() + "` · " + type.description());
        page.add("").add("Made from schema and profile; see [all types](README.md).").add("");
        page.add("| | role | usually sees | must see |").add("|---|---|---|---|");
        for (String role : type.profile().roles()) {
            page.add(
                    "| %s | `%s`, %s | %s | %s |"
                            .formatted(
                                    LETTERS.get(role),
                                    role,
                                    type.profile().says(role),
                                    names(type.profile().template(role)),
                                    names(type.profile().required(role))));
        }
        page.add("").add("A name in bold is required; with a plus, the issuer adds it.").add("");
        page.add("| field | is | class | seen by | means | example |")
                .add("|---|---|---|---|---|---|");
        var sources = new ArrayList<String>();
        for (FieldGuide.Field field : FieldGuide.of(type)) {
            page.add(row(field));
            if (!sources.contains(field.source())) {
                sources.add(field.source());
            }
        }
        page.add("").add("From: " + String.join("; ", sources) + ".");
        return page.toString();
    }

    private static String row(FieldGuide.Field field) {
        String name = field.added() ? "+" + field.path() : field.path();
        var letters = new StringJoiner("");
        field.seenBy().forEach(role -> letters.add(LETTERS.get(role)));
        String example = field.example() == null ? "" : Json.text(field.example());
        if (example.length() > WIDEST) {
            example = example.substring(0, WIDEST) + "...";
        }
        return "| %s | %s | `%s` | %s | %s | %s |"
                .formatted(
                        field.required() ? "**`" + name + "`**" : "`" + name + "`",
                        cell(field.kind()),
                        field.fieldClass(),
                        letters,
                        cell(field.description()),
                        example.isEmpty() ? "" : "`" + cell(example) + "`");
    }

    private static String names(Set<FieldClass> classes) {
        var names = new StringJoiner(" ");
        classes.forEach(one -> names.add("`" + one + "`"));
        return names.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*");
    }

    private static Path docs() {
        return Schemas.root().resolve("docs");
    }
}
