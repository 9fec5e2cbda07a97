package io.sealane.command.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.sealane.command.fleet.Berth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The network between nodes: a forwarder from each to each of its partners. */
final class Wires implements AutoCloseable {
    /** From one node to another, by their host names. */
    private record Way(String from, String to) {}

    private final Map<Way, Forwarder> forwarders = new LinkedHashMap<>();

    private Wires() {}

    /** Lays the wires, and writes them into each {@code node.yaml} as its partners' addresses. */
    static Wires between(List<Berth> berths) throws IOException {
        var wires = new Wires();
        for (Berth berth : berths) {
            Path file = berth.folder().resolve("node.yaml");
            JsonNode yaml = new YAMLMapper().readTree(file.toFile());
            for (JsonNode partner : yaml.path("partners")) {
                String to = partner.path("node").asText();
                var forwarder = new Forwarder(portOf(to, berths));
                wires.forwarders.put(new Way(berth.node(), to), forwarder);
                ((ObjectNode) partner).put("address", "https://127.0.0.1:" + forwarder.port());
            }
            new YAMLMapper().writeValue(file.toFile(), yaml);
        }
        return wires;
    }

    private static int portOf(String node, List<Berth> berths) {
        return berths.stream()
                .filter(berth -> berth.node().equals(node))
                .findFirst()
                .orElseThrow()
                .federationPort();
    }

    /** How data passes between a node and all its partners. */
    void pass(String node, Forwarder.Manner how) {
        forwarders.forEach((way, forwarder) -> {
            if (way.from().equals(node) || way.to().equals(node)) {
                forwarder.pass(how);
            }
        });
    }

    @Override
    public void close() {
        forwarders.values().forEach(Forwarder::close);
    }
}
