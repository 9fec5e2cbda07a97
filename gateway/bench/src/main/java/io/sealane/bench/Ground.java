package io.sealane.bench;

import io.sealane.command.demo.Stage;
import io.sealane.command.fleet.Fleet;
import io.sealane.command.fleet.NodeProcess;
import io.sealane.command.fleet.Program;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Consumer;

/** Where it is measured: the nodes us and nl of the demo, each with its own embedded database. */
final class Ground implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);

    private final Stage stage;
    private final Catalogue catalogue;
    private final Fleet fleet;
    private final Consumer<String> progress;
    private final boolean temporary;
    private boolean started;

    private Ground(Stage stage, Catalogue catalogue, Consumer<String> progress, boolean temporary) {
        this.stage = stage;
        this.catalogue = catalogue;
        this.progress = progress;
        this.temporary = temporary;
        // Two nodes exchange: the third would only take its share of the processors.
        var berths = stage.berths().stream().filter(one -> !one.name().equals("sg")).toList();
        this.fleet = Fleet.of(berths, Program.ofThisCheckout().inOwnSession());
    }

    /**
     * Makes keys, certificates and agreements; starts nothing yet.
     *
     * @param folder the empty path for a temporary folder, which is removed in the end
     */
    static Ground prepare(Path folder, Consumer<String> progress) throws IOException, Refusal {
        boolean temporary = folder.toString().isEmpty();
        Path place = temporary ? Files.createTempDirectory("sealane-bench") : folder;
        Catalogue catalogue = Catalogue.bundled();
        var ground =
                new Ground(
                        Stage.open(place, catalogue, Instant.now()),
                        catalogue,
                        progress,
                        temporary);
        Runtime.getRuntime().addShutdownHook(new Thread(ground.fleet::close, "stop-nodes"));
        return ground;
    }

    Stage stage() {
        return stage;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    NodeProcess us() {
        return fleet.node("us");
    }

    NodeProcess nl() {
        return fleet.node("nl");
    }

    /** Both nodes, ready. */
    void start() throws IOException {
        if (!started) {
            tell("Starting two nodes, each with a database of its own.");
            fleet.start(START);
            started = true;
        }
    }

    void stop() {
        fleet.close();
        started = false;
    }

    void tell(String line) {
        progress.accept(line);
    }

    @Override
    public void close() throws IOException {
        stop();
        if (temporary) {
            try (var files = Files.walk(stage.folder())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
