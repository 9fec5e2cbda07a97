package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.json.Json;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A transport document that DCSA published as an example travels as it is. */
@Tag("shared")
class SampleIT {
    private static final Path SAMPLE =
            Path.of(
                    System.getProperty("shared.dir"),
                    "samples",
                    "04-dcsa-transport-document-dg.json");

    @Test
    void a_transport_document_of_dcsa_arrives_whole_where_granted(@TempDir Path folder)
            throws Exception {
        String[] words = {"demo", "--once", "--input", SAMPLE.toString(), "--out", "out"};
        try (Launched demo = Launched.sealane(folder, words)) {
            assertThat(demo.output()).contains("04-dcsa-transport-document-dg.json");
            assertThat(demo.end()).isZero();
        }
        JsonNode sample = Json.parse(Files.readAllBytes(SAMPLE));
        Map<String, JsonNode> views = views(folder.resolve("out/views"));
        assertThat(views).containsKey("rotterdam-terminal@nl.sealane.example");
        JsonNode terminal =
                views.getOrDefault("rotterdam-terminal@nl.sealane.example", Json.object());
        assertThat(terminal.at("/utilizedTransportEquipments"))
                .isEqualTo(sample.at("/utilizedTransportEquipments"));
        String goods = "/consignmentItems/0/cargoItems/0/outerPackaging/dangerousGoods";
        assertThat(terminal.at(goods)).isEqualTo(sample.at(goods)).isNotEmpty();
        assertThat(terminal.at("/documentParties/shipper/partyName").isMissingNode()).isTrue();
        assertThat(terminal.has("charges")).isFalse();
        assertThat(views.get("acme-line@us.sealane.example")).isEqualTo(sample);
    }

    @Test
    void seven_of_seven_events_of_dcsa_are_delivered(@TempDir Path folder) throws Exception {
        Path events = SAMPLE.resolveSibling("07-dcsa-tnt-2.2.0-events.json");
        String[] words = {
            "demo", "--once", "--input", events.toString(), "--out", "out", "--output", "json"
        };
        JsonNode summary;
        try (Launched demo = Launched.sealane(folder, words)) {
            summary = Json.parse(demo.output());
            assertThat(demo.end()).isZero();
        }
        assertThat(summary.path("documents")).hasSize(7);
        for (JsonNode document : summary.path("documents")) {
            assertThat(document.path("deliveries")).hasSize(5);
            for (JsonNode delivery : document.path("deliveries")) {
                assertThat(delivery.path("state").textValue()).isEqualTo("delivered");
            }
        }
        // The text of a remark, and the parties' references, reach nobody who is not granted them.
        try (Stream<Path> files = Files.walk(folder.resolve("out/views"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                JsonNode view = Json.parse(Files.readAllBytes(file));
                if (view.path("held").asText().equals("received")) {
                    assertThat(file).content().doesNotContain("Bad weather", "referenceValue");
                }
            }
        }
    }

    @Test
    void a_status_message_of_rail_is_delivered_as_a_departure(@TempDir Path folder)
            throws Exception {
        Path status = SAMPLE.resolveSibling("15-edifact-IFTSTA-D00B.edi");
        String[] words = {
            "demo", "--once", "--input", status.toString(), "--out", "out", "--output", "json"
        };
        JsonNode summary;
        try (Launched demo = Launched.sealane(folder, words)) {
            summary = Json.parse(demo.output());
            assertThat(demo.end()).isZero();
        }
        assertThat(summary.path("documents")).hasSize(1);
        assertThat(summary.at("/documents/0/type").textValue()).isEqualTo("transport-event/1.0");
        JsonNode event =
                views(folder.resolve("out/views"))
                        .getOrDefault("acme-line@us.sealane.example", Json.object());
        assertThat(event.path("transportEventTypeCode").textValue()).isEqualTo("DEPA");
        assertThat(event.at("/transportCall/modeOfTransport").textValue()).isEqualTo("RAIL");
    }

    @Test
    void of_a_stowage_plan_nothing_is_delivered_and_the_demo_says_so(@TempDir Path folder)
            throws Exception {
        Path plan = SAMPLE.resolveSibling("14-edifact-BAPLIE-D95B-SMDG20-dg.edi");
        String[] words = {"demo", "--once", "--input", plan.toString(), "--out", "out"};
        try (Launched demo = Launched.sealane(folder, words)) {
            demo.output();
            assertThat(demo.end()).isEqualTo(Exit.NOT_SO);
        }
    }

    /** What each recipient, and the issuer, holds. */
    private static Map<String, JsonNode> views(Path folder) throws Exception {
        var views = new HashMap<String, JsonNode>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                JsonNode view = Json.parse(Files.readAllBytes(file));
                String whose = view.path("party").asText(view.path("issuer").asText());
                views.put(whose, view.path("document"));
            }
        }
        return views;
    }
}
