package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where every component of the build comes from: the statement of it, beside the list that Maven
 * made of them at the beginning of {@code mvn verify}.
 */
class OriginsIT {
    private static final Path ROOT = Path.of("..", "..");

    private static JsonNode list() throws Exception {
        Path made = ROOT.resolve("target/bom.json");
        assertThat(made).as("made by mvn verify, of all modules and with the network").exists();
        return Json.parse(Files.readAllBytes(made));
    }

    private static Origins origins() throws Exception {
        return new Origins(Files.readString(ROOT.resolve("gateway/docs/ORIGINS.md")));
    }

    @Test
    void every_component_has_its_origin_beside_the_list() throws Exception {
        JsonNode list = list();
        assertThat(list.path("components")).isNotEmpty();
        assertThat(origins().faults(list)).isEmpty();
        ObjectNode statement = origins().statement(list);
        assertThat(statement.path("components")).hasSameSizeAs(list.path("components"));
        Files.writeString(ROOT.resolve("target/origins.json"), statement.toPrettyString() + "\n");
    }

    @Test
    void finds_what_nobody_read() throws Exception {
        finds("no supplier", one -> one.put("group", "org.unheard.of"));
        finds("a licence that nobody read", one -> licensed(one, "SSPL-1.0"));
        finds("no licence", one -> one.remove("licenses"));
        finds("no hash", one -> one.remove("hashes"));
        finds("no page", one -> one.remove("externalReferences"));
    }

    private static void licensed(ObjectNode component, String licence) {
        component.putArray("licenses").addObject().putObject("license").put("id", licence);
    }

    private static void finds(String fault, Consumer<ObjectNode> spoiling) throws Exception {
        JsonNode list = list();
        for (JsonNode one : list.path("components")) {
            if (one.path("group").asText().equals("io.vertx")) {
                spoiling.accept((ObjectNode) one);
                String found = String.join("\n", origins().faults(list));
                assertThat(found).startsWith(fault + ": ").contains("vertx");
                return;
            }
        }
        throw new AssertionError("nothing to spoil");
    }
}
