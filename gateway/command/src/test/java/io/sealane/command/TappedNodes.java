package io.sealane.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.sealane.certs.Federation;
import io.sealane.certs.FreePorts;
import io.sealane.certs.Plan;
import io.sealane.command.fleet.Berth;
import io.sealane.command.fleet.Fleet;
import io.sealane.command.fleet.NodeProcess;
import io.sealane.command.fleet.Program;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.vertx.core.Vertx;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Two nodes as processes with a tap on each way between them: one party sends, and one a role
 * receives, under the grants of its own template.
 */
final class TappedNodes implements AutoCloseable {
    static final String SENDER = "planter";
    static final String US = "us.sealane.example";
    static final String NL = "nl.sealane.example";
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Vertx vertx = Vertx.vertx();
    private final Fleet fleet;
    private final WireTap toSender;
    private final WireTap toReceiver;

    /** Begins to start the nodes. */
    TappedNodes(Path folder, Catalogue catalogue, List<String> roles) throws Exception {
        Federation.write(plan(catalogue, roles), folder, Instant.now(), catalogue);
        Berth us = Berth.read(folder.resolve("us"));
        Berth nl = Berth.read(folder.resolve("nl"));
        toReceiver = new WireTap(vertx, us, nl);
        toSender = new WireTap(vertx, nl, us);
        moved(us, toReceiver.address());
        moved(nl, toSender.address());
        fleet = Fleet.of(List.of(us, nl), Program.ofThisCheckout());
        for (NodeProcess node : fleet.nodes()) {
            node.start();
        }
    }

    void awaitReady() {
        fleet.nodes().forEach(node -> node.awaitReady(LONGEST));
    }

    Fleet fleet() {
        return fleet;
    }

    /** What goes to the node of the party that sends. */
    WireTap toSender() {
        return toSender;
    }

    /** What goes to the node of the parties that receive. */
    WireTap toReceiver() {
        return toReceiver;
    }

    /** The party in a role. */
    static String reader(String role) {
        return "reader-" + role;
    }

    /** One sender, and one reader a role, each with the grants of its own template. */
    private static Plan plan(Catalogue catalogue, List<String> roles) {
        var issues = catalogue.types().stream().map(DocumentType::name).toList();
        var sender = List.of(new Plan.Party(SENDER, List.of(), issues));
        var readers =
                roles.stream()
                        .map(role -> new Plan.Party(reader(role), List.of(role), List.of()))
                        .toList();
        List<Plan.Grant> grants = new ArrayList<>();
        for (DocumentType type : catalogue.types()) {
            for (String role : roles) {
                grants.add(
                        new Plan.Grant(
                                "us",
                                "nl",
                                type.vct().substring(0, type.vct().lastIndexOf('.')),
                                role,
                                List.of(reader(role)),
                                names(type.profile().template(role)),
                                names(type.profile().required(role)),
                                "canaries",
                                30));
            }
        }
        return new Plan(
                List.of(
                        new Plan.Node("us", US, FreePorts.ofNode(), sender),
                        new Plan.Node("nl", NL, FreePorts.ofNode(), readers)),
                grants);
    }

    static List<String> names(Collection<FieldClass> classes) {
        return classes.stream().map(FieldClass::name).sorted().toList();
    }

    /** Has a node find its partner at another address. */
    private static void moved(Berth berth, String address) throws Exception {
        Path file = berth.folder().resolve("node.yaml");
        var yaml = new YAMLMapper();
        ObjectNode node = (ObjectNode) yaml.readTree(file.toFile());
        ((ObjectNode) node.path("partners").get(0)).put("address", address);
        yaml.writeValue(file.toFile(), node);
    }

    @Override
    public void close() {
        fleet.close();
        toReceiver.close();
        toSender.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
