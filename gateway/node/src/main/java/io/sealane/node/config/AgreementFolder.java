package io.sealane.node.config;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the folder of agreements: every {@code *.json} in it, each verified. */
public final class AgreementFolder {
    private static final long MOST_BYTES = 1 << 20;

    private final NodeConfig config;
    private final Map<String, List<Key>> federationKeys = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private AgreementFolder(NodeConfig config, List<Key> own) {
        this.config = config;
        federationKeys.put(config.node(), own);
        for (NodeConfig.Partner partner : config.partners()) {
            federationKeys.put(partner.node(), List.of(partner.federationKey()));
        }
    }

    /**
     * Reads all agreements.
     *
     * @param own this node's federation keys
     * @throws BadConfig with every problem found: a node does not start with less than its operator
     *     thinks it has
     */
    public static List<Agreement> read(NodeConfig config, List<Key> own) throws BadConfig {
        var folder = new AgreementFolder(config, own);
        List<Agreement> agreements = folder.read();
        if (!folder.problems.isEmpty()) {
            throw new BadConfig(folder.problems);
        }
        return agreements;
    }

    private List<Agreement> read() {
        List<Agreement> agreements = new ArrayList<>();
        for (Path file : files()) {
            try {
                if (Files.size(file) > MOST_BYTES) {
                    throw new Refusal(Code.TOO_LARGE, "It holds more than 1 MiB.");
                }
                Agreement agreement = Agreement.parse(Files.readAllBytes(file));
                agreement.verify(this::keysOf);
                checkIsOurs(agreement);
                agreements.add(agreement);
            } catch (IOException e) {
                note(file, "Cannot be read.", "Check its rights.");
            } catch (Refusal e) {
                note(
                        file,
                        "Is not an agreement in force here: " + e.detail(),
                        "Get it again from the partner, or take it out of the folder.");
            }
        }
        return agreements;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        Path folder = config.agreements();
        if (folder == null) {
            return files;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.json")) {
            found.forEach(files::add);
        } catch (IOException e) {
            note(folder, "Cannot be read.", "Check the folder's rights.");
        }
        files.sort(null);
        return files;
    }

    private List<Key> keysOf(String node) throws Refusal {
        List<Key> keys = federationKeys.get(node);
        if (keys == null) {
            throw new Refusal(
                    Code.UNKNOWN_PEER, node + " is neither this node nor one of its partners.");
        }
        return keys;
    }

    private void checkIsOurs(Agreement agreement) throws Refusal {
        if (!agreement.terms().parties().contains(config.node())) {
            throw new Refusal(Code.NO_AGREEMENT, "It is between other nodes.");
        }
    }

    private void note(Path file, String what, String remedy) {
        problems.add(new Problem(file, 0, "", what, remedy));
    }
}
