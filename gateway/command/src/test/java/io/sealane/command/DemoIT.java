package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The demo, as a newcomer runs it: started, looked at, stopped; then once more in its folder. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {
    private static final List<String> NATIONS = List.of("us", "nl", "sg");
    private static final int EXAMPLES = Catalogue.bundled().types().getFirst().examples().size();

    @TempDir private static Path folder;

    @Test
    @Order(1)
    void stays_up_and_the_lines_it_prints_work_as_they_stand() throws Exception {
        try (Launched demo = Launched.sealane(folder, "demo")) {
            String tables = String.join("\n", demo.linesUntil("The nodes stay up until Ctrl-C"));
            assertThat(tables)
                    .contains("rotterdam-terminal@nl ", "Who saw what")
                    .contains("all delivered, all verified offline")
                    .contains("No node saw everything")
                    .doesNotContain("NO ");
            List<String> lines = demo.linesUntil("/metrics");
            assertThat(lines.stream().filter(line -> line.contains("curl"))).hasSize(3);
            for (String line : lines.stream().filter(text -> !text.isBlank()).toList()) {
                try (Launched pasted = Launched.shell(folder, line)) {
                    String answer = pasted.output();
                    assertThat(pasted.end()).as(line).isZero();
                    assertThat(answer).as(line).isNotBlank().doesNotContain("urn:sealane:problem");
                }
            }
            List<ProcessHandle> nodes = nodes();
            assertThat(nodes).hasSize(3).allMatch(ProcessHandle::isAlive);

            demo.stop();
            demo.end();

            assertThat(nodes).noneMatch(ProcessHandle::isAlive);
            assertThat(databases()).isEmpty();
        }
    }

    @Test
    @Order(2)
    void tells_its_story_once_more_in_the_same_folder_and_everything_holds() throws Exception {
        JsonNode summary;
        try (Launched demo = Launched.sealane(folder, "demo", "--once", "--output", "json")) {
            summary = Json.parse(demo.output());
            assertThat(demo.end()).isZero();
        }
        assertThat(summary.path("holds").booleanValue()).isTrue();
        assertThat(summary.path("faults")).isEmpty();
        assertThat(summary.path("documents")).hasSize(EXAMPLES);
        for (JsonNode document : summary.path("documents")) {
            assertThat(document.path("deliveries")).hasSizeGreaterThanOrEqualTo(3);
            for (JsonNode delivery : document.path("deliveries")) {
                assertThat(delivery.path("state").textValue()).isEqualTo("delivered");
                assertThat(delivery.path("verified").booleanValue()).isTrue();
                assertThat(delivery.path("hidden").intValue()).isPositive();
            }
        }
        assertThat(databases()).isEmpty();
    }

    @Test
    @Order(3)
    void what_it_leaves_verifies_offline_with_the_trust_file_alone() throws Exception {
        var words = new ArrayList<>(List.of("verify", "--trust", "demo/trust.json"));
        List<Path> evidence = files(folder.resolve("demo/evidence"), ".json");
        // Both runs left evidence of each delivery, of the sender and of the receiver.
        assertThat(evidence).hasSizeGreaterThanOrEqualTo(2 * 2 * 3 * EXAMPLES);
        evidence.forEach(file -> words.add(file.toString()));
        try (Launched verify = Launched.sealane(folder, words.toArray(String[]::new))) {
            assertThat(verify.output()).contains("delivered").doesNotContain("rejected");
            assertThat(verify.end()).isZero();
        }
        for (String nation : NATIONS) {
            Path own = folder.resolve("demo").resolve(nation);
            assertThat(files(own.resolve("log"), "")).isNotEmpty();
            String[] audit = {
                "audit",
                "log",
                own.resolve("log").toString(),
                "--key",
                own.resolve("log.vkey").toString()
            };
            try (Launched log = Launched.sealane(folder, audit)) {
                assertThat(log.output()).contains("consistent");
                assertThat(log.end()).isZero();
            }
            assertThat(own.resolve("node.pid")).content().matches("[0-9]+\\s*");
        }
    }

    @Test
    @Order(4)
    void charges_terms_and_licences_are_in_no_view_but_the_issuers() throws Exception {
        for (String nation : NATIONS) {
            List<Path> views = files(folder.resolve("demo/views").resolve(nation), ".json");
            assertThat(views).isNotEmpty();
            for (Path file : views) {
                JsonNode view = Json.parse(Files.readAllBytes(file));
                if (view.path("held").textValue().equals("received")) {
                    assertThat(Files.readString(file))
                            .as(file.toString())
                            .doesNotContain("charges", "termsAndConditions", "exportLicense");
                }
            }
        }
    }

    private static List<ProcessHandle> nodes() throws Exception {
        var nodes = new ArrayList<ProcessHandle>();
        for (String nation : NATIONS) {
            Path file = folder.resolve("demo").resolve(nation).resolve("node.pid");
            long pid = Long.parseLong(Files.readString(file).strip());
            ProcessHandle.of(pid).ifPresent(nodes::add);
        }
        return nodes;
    }

    /** Database servers whose data folder is below the demo's. */
    private static List<String> databases() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(folder.toString()) && line.contains("postgres"))
                .toList();
    }

    private static List<Path> files(Path folder, String ending) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
