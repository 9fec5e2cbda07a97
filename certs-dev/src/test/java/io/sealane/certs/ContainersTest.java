package io.sealane.certs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.sealane.certs.Plan.Ports;
import io.sealane.core.document.Catalogue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What docker/prepare.sh makes and what docker/compose.yaml mounts fit together. */
class ContainersTest {
    private static final Path DOCKER = Path.of("..", "docker");

    @TempDir private static Path folder;

    private static JsonNode compose = NullNode.getInstance();

    @BeforeAll
    static void prepare() throws Exception {
        Path made = folder.resolve("made");
        var port = new AtomicInteger(8443);
        Plan plan =
                ThreeNations.plan(() -> {
                    int first = port.getAndAdd(100);
                    return new Ports(first, first + 1, first + 2);
                });
        Federation.write(plan, made, Instant.now(), Catalogue.bundled());
        // In place of `sealane certs --out DIR`, which does the same in another process.
        Path certs = folder.resolve("certs.sh");
        Files.writeString(certs, "cp -R '" + made + "/.' \"$3\"\n");
        Files.copy(DOCKER.resolve("prepare.sh"), folder.resolve("prepare.sh"));
        assertThat(run("sh " + certs)).isZero();
        // A second time its keys are not replaced.
        assertThat(run("sh " + certs)).isEqualTo(3);
        compose = new YAMLMapper().readTree(DOCKER.resolve("compose.yaml").toFile());
    }

    private static int run(String certs) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("sh", folder.resolve("prepare.sh").toString());
        builder.environment().put("SEALANE", certs);
        Process process = builder.redirectErrorStream(true).redirectOutput(log()).start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private static ProcessBuilder.Redirect log() {
        return ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"us", "nl", "sg"})
    void a_node_finds_in_its_container_what_its_file_names(String name) throws IOException {
        JsonNode file = file(name);
        JsonNode service = compose.at("/services/" + name);
        URI database = URI.create(file.at("/database/url").asText());

        assertThat(mounted(service))
                .contains(
                        "/etc/sealane/node.yaml",
                        "/etc/sealane/" + file.path("agreements").asText(),
                        file.path("data").asText(),
                        file.at("/keys/file").asText(),
                        file.at("/keys/passwordFile").asText(),
                        file.at("/database/passwordFile").asText(),
                        database.getQuery().replaceFirst(".*sslrootcert=", ""));
        assertThat(aliases(name + "-database", name)).containsExactly(database.getHost());
        for (JsonNode partner : file.path("partners")) {
            String host = URI.create(partner.path("address").asText()).getHost();
            String other = host.substring(0, 2);
            assertThat(aliases(other, "federation")).containsExactly(host);
            assertThat(file(other).at("/federation/port").asInt())
                    .isEqualTo(URI.create(partner.path("address").asText()).getPort());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"us", "nl", "sg"})
    void parties_and_partners_reach_a_node_and_its_operator_only_from_inside(String name)
            throws IOException {
        JsonNode file = file(name);
        JsonNode service = compose.at("/services/" + name);

        assertThat(file.at("/api/host").asText()).isEqualTo("0.0.0.0");
        assertThat(file.at("/federation/host").asText()).isEqualTo("0.0.0.0");
        assertThat(file.at("/management/host").asText()).isEqualTo("127.0.0.1");
        assertThat(service.at("/environment/MANAGEMENT_PORT").asText())
                .isEqualTo(file.at("/management/port").asText());
        String port = file.at("/api/port").asText();
        assertThat(service.at("/ports/0").asText()).isEqualTo("127.0.0.1:" + port + ":" + port);
        assertThat(service.path("ports")).hasSize(1);
    }

    @Test
    void every_file_that_is_mounted_is_there() {
        for (JsonNode secret : compose.path("secrets")) {
            assertThat(folder.resolve(secret.path("file").asText())).isNotEmptyFile();
        }
        for (JsonNode service : compose.path("services")) {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().replaceFirst(":.*", "");
                if (source.startsWith("./federation/")) {
                    assertThat(folder.resolve(source)).exists();
                } else if (source.startsWith("./")) {
                    assertThat(DOCKER.resolve(source)).exists();
                } else {
                    assertThat(compose.path("volumes").has(source)).isTrue();
                }
            }
            for (JsonNode secret : service.path("secrets")) {
                assertThat(compose.path("secrets").has(secret.path("source").asText())).isTrue();
            }
        }
    }

    private static JsonNode file(String node) throws IOException {
        Path file = folder.resolve("federation").resolve(node).resolve("node.yaml");
        return new YAMLMapper().readTree(file.toFile());
    }

    private static Set<String> mounted(JsonNode service) {
        var paths = new TreeSet<String>();
        service.path("volumes").forEach(volume -> paths.add(target(volume.asText())));
        for (JsonNode secret : service.path("secrets")) {
            paths.add("/run/secrets/" + secret.path("target").asText());
        }
        return paths;
    }

    private static String target(String volume) {
        return volume.replaceFirst("^[^:]*:", "").replaceFirst(":ro$", "");
    }

    private static List<String> aliases(String service, String network) {
        var names = compose.at("/services/" + service + "/networks/" + network + "/aliases");
        return names.valueStream().map(JsonNode::asText).toList();
    }
}
