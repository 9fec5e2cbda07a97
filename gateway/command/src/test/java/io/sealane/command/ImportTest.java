package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Files that others wrote become documents of ours, and documents of ours become such files. */
class ImportTest {
    private static final String CANARY = "canary-value";

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void documents_go_to_a_folder_and_back() throws Exception {
        Path file = file("list.json", Json.array().add(event()).add(event()));
        Path made = folder.resolve("made");
        assertThat(run("import", file, "--out", made)).isEqualTo(Exit.OK);
        Path first = made.resolve("list-1.equipment-event.json");
        assertThat(Json.parse(Files.readAllBytes(first))).isEqualTo(event());
        assertThat(out.toString()).contains("list.json#/0: equipment-event/1.0 in " + first);

        Path back = folder.resolve("back.json");
        Path second = made.resolve("list-2.equipment-event.json");
        assertThat(run("export", first, second, "--form", "dcsa-tnt-2", "--out", back))
                .isEqualTo(Exit.OK);
        assertThat(Json.parse(Files.readAllBytes(back)))
                .isEqualTo(Json.parse(Files.readAllBytes(file)));
        // Nothing is written over.
        assertThat(run("import", file, "--out", made)).isEqualTo(Exit.ENVIRONMENT);
    }

    @Test
    void what_is_left_out_is_told_by_place_and_never_by_value() throws Exception {
        Path file = file("list.json", Json.array().add(event().put("driver", CANARY)));
        assertThat(run("import", file)).isEqualTo(Exit.OK);
        assertThat(Json.parse(out.toString())).isEqualTo(event());
        assertThat(err.toString())
                .contains("list.json#/0/driver: left out: ")
                .doesNotContain(CANARY);
    }

    @Test
    void programs_are_told_everything_in_one_line() throws Exception {
        ObjectNode bad = event().put("emptyIndicatorCode", CANARY);
        Path file = file("list.json", Json.array().add(event().put("driver", CANARY)).add(bad));
        assertThat(run("import", file, "--output", "json")).isEqualTo(Exit.NOT_SO);
        assertThat(out.toString()).doesNotContain(CANARY);
        JsonNode report = Json.parse(out.toString());
        assertThat(report.path("form").asText()).isEqualTo("dcsa-tnt-2");
        assertThat(report.at("/documents/0/document")).isEqualTo(event());
        assertThat(report.at("/documents/0/leftOut/0/pointer").asText()).isEqualTo("/0/driver");
        assertThat(report.at("/refused/0/pointer").asText()).isEqualTo("/1/emptyIndicatorCode");
        assertThat(report.at("/refused/0/code").asText()).isEqualTo("schema-violation");
    }

    @Test
    void another_form_says_what_it_can() throws Exception {
        Path file = file("event.json", event());
        assertThat(run("export", file, "--form=dcsa-tnt-3", "--output=json")).isEqualTo(Exit.OK);
        JsonNode said = Json.parse(out.toString());
        assertThat(said.at("/events/0/eventClassification/equipmentEventType").asText())
                .isEqualTo("GATED_IN");
        assertThat(err.toString())
                .contains("event.json#/transportCall/facilityTypeCode: left out: ");
    }

    @Test
    void an_unknown_form_is_a_wrong_word_and_an_unknown_file_is_refused() throws Exception {
        Path file = file("poem.json", Json.object().put("poem", 1));
        assertThat(run("import", file)).isEqualTo(Exit.NOT_SO);
        assertThat(run("export", file, "--form=poem")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("dcsa-tnt-3, dcsa-vgm-1");
    }

    private static ObjectNode event() {
        return Catalogue.bundled().types().stream()
                .filter(type -> type.name().equals("equipment-event"))
                .map(type -> Objects.requireNonNull(type.examples().get("gate-in")))
                .findFirst()
                .orElseThrow()
                .deepCopy();
    }

    private Path file(String name, JsonNode json) throws Exception {
        return Files.writeString(folder.resolve(name), Json.text(json));
    }

    private int run(Object... words) {
        String[] line = List.of(words).stream().map(Object::toString).toArray(String[]::new);
        return Main.run(Main.commands(), new PrintWriter(out), new PrintWriter(err), line);
    }
}
