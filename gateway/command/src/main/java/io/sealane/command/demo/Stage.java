package io.sealane.command.demo;

import io.sealane.audit.Trust;
import io.sealane.certs.Federation;
import io.sealane.certs.FreePorts;
import io.sealane.certs.ThreeNations;
import io.sealane.command.fleet.Berth;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's folder: the three nodes, and whom an auditor trusts.
 *
 * @param berths us, nl, sg
 */
public record Stage(Path folder, List<Berth> berths, Trust trust) {
    private static final List<String> NATIONS = List.of("us", "nl", "sg");

    /**
     * The stage of a folder: as it was left by an earlier run, or new.
     *
     * @throws FileAlreadyExistsException if the folder holds something else
     */
    public static Stage open(Path folder, Catalogue catalogue, Instant now)
            throws IOException, Refusal {
        Path trust = folder.resolve("trust.json");
        if (!Files.exists(trust)) {
            if (holdsAnything(folder)) {
                throw new FileAlreadyExistsException(
                        folder.toString(), null, "it holds something else; name an empty folder");
            }
            // Private keys and other people's documents: nothing of it belongs into a repository.
            Files.writeString(Files.createDirectories(folder).resolve(".gitignore"), "*\n");
            Federation.write(ThreeNations.plan(FreePorts::ofNode), folder, now, catalogue);
        }
        var berths = new ArrayList<Berth>();
        for (String nation : NATIONS) {
            berths.add(Berth.read(folder.resolve(nation)));
        }
        return new Stage(folder, berths, Trust.parse(Files.readAllBytes(trust)));
    }

    /**
     * A new stage.
     *
     * @throws FileAlreadyExistsException if the folder holds anything
     */
    public static Stage create(Path folder, Catalogue catalogue, Instant now)
            throws IOException, Refusal {
        if (holdsAnything(folder)) {
            throw new FileAlreadyExistsException(
                    folder.toString(), null, "it is not empty; name an empty folder");
        }
        return open(folder, catalogue, now);
    }

    /** The berth of a node, e.g. {@code us.sealane.example}. */
    public Berth berthOf(String node) {
        return berths.stream()
                .filter(berth -> berth.node().equals(node))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no berth of " + node));
    }

    private static boolean holdsAnything(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> !file.endsWith(".gitignore"));
        }
    }
}
