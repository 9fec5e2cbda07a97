package io.sealane.command.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The folder that one node runs in, as its {@code node.yaml} describes it.
 *
 * @param name of the folder, e.g. {@code us}
 * @param node host name of the node, e.g. {@code us.sealane.example}
 */
public record Berth(
        String name,
        Path folder,
        String node,
        int apiPort,
        int federationPort,
        int managementPort,
        List<Party> parties) {
    public Berth {
        parties = List.copyOf(parties);
    }

    /** An organisation that the node serves. */
    public record Party(String name, Set<String> roles, Set<String> issues) {
        public Party {
            roles = Set.copyOf(roles);
            issues = Set.copyOf(issues);
        }
    }

    /** Reads {@code FOLDER/node.yaml}. */
    public static Berth read(Path folder) throws IOException {
        Path file = folder.resolve("node.yaml");
        JsonNode yaml = new YAMLMapper().readTree(file.toFile());
        var parties = new ArrayList<Party>();
        for (JsonNode party : yaml.path("parties")) {
            parties.add(
                    new Party(
                            party.path("name").asText(),
                            texts(party.path("roles")),
                            texts(party.path("issues"))));
        }
        return new Berth(
                folder.getFileName().toString(),
                folder,
                yaml.path("node").asText(),
                yaml.path("api").path("port").asInt(),
                yaml.path("federation").path("port").asInt(),
                yaml.path("management").path("port").asInt(),
                parties);
    }

    /** Where the profile of one of its parties lies. */
    public Path profile(String party) {
        return folder.resolve("parties").resolve(party).resolve("profile.json");
    }

    /** What the node's process writes to its standard output and error. */
    public Path output() {
        return folder.resolve("node.out");
    }

    Path pidFile() {
        return folder.resolve("node.pid");
    }

    Path configuration() {
        return folder.resolve("node.yaml").toAbsolutePath().normalize();
    }

    Path data() {
        return folder.resolve("data");
    }

    private static Set<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return Set.copyOf(texts);
    }
}
