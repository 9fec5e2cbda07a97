package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.RoleView;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The command that explains the types, checks files and shows them as a role would see them. */
class SchemaTest {
    private static final Catalogue CATALOGUE = Catalogue.bundled();

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void lists_every_type() throws Exception {
        assertThat(run("list")).isEqualTo(Exit.OK);
        assertThat(run("list", "--output", "json")).isEqualTo(Exit.OK);
        String lines = out.toString();
        for (DocumentType type : CATALOGUE.types()) {
            assertThat(lines).contains("│ " + type.vct() + " ", "\"type\":\"" + type.vct() + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"vgm-declaration", "vgm-declaration/1.0"})
    void shows_the_fields_of_a_type(String name) {
        assertThat(run("show", name)).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .contains("VGM/weight/value *", "operational.weight", "terminal", "SOLAS");
    }

    @Test
    void shows_them_to_programs_too() throws Exception {
        assertThat(run("show", "rate-quote", "--output=json")).isEqualTo(Exit.OK);
        JsonNode fields = Json.parse(out.toString());
        JsonNode status = fields.get(2);
        assertThat(status.path("path").textValue()).isEqualTo("quoteStatus");
        assertThat(status.path("class").textValue()).isEqualTo("routing");
        assertThat(status.path("seenBy")).hasSize(8);
        assertThat(status.path("example").textValue()).isEqualTo("ACCEPTED");
    }

    @ParameterizedTest
    @CsvSource({"vgm-declaration/1.0, reefer", "cargo-manifest/1.0, government-shipment"})
    void finds_nothing_wrong_with_our_examples(String vct, String name) throws Exception {
        assertThat(run("check", file(example(vct, name)))).isEqualTo(Exit.OK);
        String title = CATALOGUE.type(vct).title();
        assertThat(out.toString()).isEqualTo("valid %s: %s.%n".formatted(vct, title));
    }

    @Test
    void names_the_rule_and_the_place_of_a_problem_and_not_the_value() throws Exception {
        ObjectNode body = example("vgm-declaration/1.0", "reefer");
        ((ObjectNode) body.path("VGM")).put("method", "SECRET-METHOD");
        body.put("authorizedPersonSignatory", 7);
        assertThat(run("check", file(body))).isEqualTo(Exit.NOT_SO);
        assertThat(out.toString())
                .contains("problem enum at /VGM/method: Expected one of: SM1, SM2.")
                .contains("problem type at /authorizedPersonSignatory: ")
                .doesNotContain("SECRET", "valid");
    }

    @Test
    void names_warnings_and_lets_them_pass() throws Exception {
        ObjectNode body = example("equipment-event/1.0", "gate-in");
        body.put("equipmentReference", "SLNU2100342");
        assertThat(run("check", file(body), "--output", "json")).isEqualTo(Exit.OK);
        JsonNode findings = Json.parse(out.toString());
        assertThat(findings).hasSize(2);
        assertThat(findings.get(0).path("rule").textValue()).isEqualTo("container-check-digit");
        assertThat(out.toString()).doesNotContain("SLNU");
        assertThat(run("check", file(body), "--strict")).isEqualTo(Exit.NOT_SO);
        assertThat(out.toString()).contains("problem container-check-digit at /equipmentReference");
    }

    @Test
    void checks_each_event_of_a_list() throws Exception {
        ObjectNode good = example("equipment-event/1.0", "gate-in");
        ObjectNode bad = good.deepCopy().put("emptyIndicatorCode", "HALF");
        assertThat(run("check", file(Json.array().add(good).add(bad)))).isEqualTo(Exit.NOT_SO);
        assertThat(out.toString())
                .contains("valid equipment-event/1.0 at /0", "problem schema-violation at /1/empty")
                .doesNotContain("HALF");
    }

    @Test
    void shows_what_a_terminal_would_see_and_not_what_it_would_not() throws Exception {
        JsonNode body = example("transport-document/1.0", "dangerous-goods");
        assertThat(run("view", file(body), "--as", "terminal")).isEqualTo(Exit.OK);
        String table = out.toString();
        assertThat(table)
                .contains("SLNU3304186", "UNNumber", "1263", "safety.goods")
                .contains("/documentParties/shipper/partyName", "party.shipper")
                .doesNotContain("Straits Paint Supplies", "Industrial paint", "5200", "\u001b");
        assertThat(table.lines().filter(line -> line.contains("shipper/partyName")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("│ – "));
    }

    @ParameterizedTest
    @CsvSource({"carrier", "terminal", "customs", "transit", "consignee", "haulier", "auditor"})
    void a_government_shipment_is_marked_in_no_view(String role) throws Exception {
        JsonNode body = example("transport-document/1.0", "government-shipment");
        assertThat(run("view", file(body), "--as", role)).isEqualTo(Exit.OK);
        assertThat(out.toString()).doesNotContain("W25G1V", "SLNU6403222", "930630");
    }

    @Test
    void a_view_for_a_program_has_no_value_that_is_withheld() throws Exception {
        JsonNode body = example("rate-quote/1.0", "reefer");
        assertThat(run("view", file(body), "--as", "port-authority", "--output=json"))
                .isEqualTo(Exit.OK);
        assertThat(out.toString()).doesNotContain("3890.5", "MVF-Q-4471");
        DocumentType type = CATALOGUE.type("rate-quote/1.0");
        assertThat(Json.parse(out.toString()).path("fields"))
                .hasSameSizeAs(RoleView.of(type, body, List.<FieldClass>of()).fields());
    }

    @Test
    void a_grant_can_stand_in_place_of_a_template() throws Exception {
        JsonNode body = example("rate-quote/1.0", "reefer");
        assertThat(run("view", file(body), "--as", "terminal", "--allow", "operational,money"))
                .isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("3890.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "show nothing | no such type",
                "view x.json --as poet | no such role; there are carrier, terminal",
                "view x.json --as terminal --allow secrets | --allow: not a class",
                "view x.json | Missing required option: '--as=ROLE'",
                "fly | Unmatched argument"
            })
    void words_that_make_no_sense_are_told(String line, String says) throws Exception {
        Files.write(
                folder.resolve("x.json"), Json.canonical(example("vgm-declaration/1.0", "reefer")));
        String[] words = line.replace("x.json", folder.resolve("x.json").toString()).split(" ", -1);
        assertThat(run(words)).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).startsWith("sealane: ").contains(says).hasLineCount(1);
    }

    @Test
    void a_file_that_is_no_document_is_refused_and_one_that_is_not_there_decides_nothing()
            throws Exception {
        assertThat(run("check", file(Json.object().put("poem", "secret")))).isEqualTo(Exit.NOT_SO);
        assertThat(run("view", folder.resolve("none").toString(), "--as", "terminal"))
                .isEqualTo(Exit.ENVIRONMENT);
        assertThat(err.toString()).contains("unknown-type", "There is no file");
        assertThat(err.toString()).doesNotContain("secret");
    }

    private static ObjectNode example(String vct, String name) throws Exception {
        Map<String, JsonNode> examples = CATALOGUE.type(vct).examples();
        return Objects.requireNonNull(examples.get(name)).deepCopy();
    }

    private String file(JsonNode body) throws Exception {
        return Files.write(folder.resolve("document.json"), Json.canonical(body)).toString();
    }

    private int run(String... words) {
        var line = new String[words.length + 1];
        line[0] = "schema";
        System.arraycopy(words, 0, line, 1, words.length);
        return Main.run(
                List.of(new Schema()),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                line);
    }
}
