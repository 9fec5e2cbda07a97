package io.sealane.command.fleet;

import io.sealane.core.identity.Outage;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a node is started on this machine.
 *
 * @param words the command line, to which {@code node --config FILE} is added
 */
public record Program(List<String> words) {
    public Program {
        words = List.copyOf(words);
    }

    /** The property in which the launcher script tells where it is. */
    private static final String LAUNCHER = "sealane.launcher";

    /** The command {@code gateway/sealane} of the checkout that this class was built in. */
    public static Program ofThisCheckout() {
        return new Program(List.of(script().toString()));
    }

    /**
     * The same command in a session of its own, where the system can do that: Ctrl-C at a terminal
     * then reaches who started it and not it, and whoever started it stops it in order.
     */
    public Program inOwnSession() {
        // setsid becomes the command without a fork, so that the process keeps its number.
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path setsid = Path.of(folder, "setsid");
            if (!folder.isEmpty() && Files.isExecutable(setsid)) {
                var line = new ArrayList<>(List.of(setsid.toString()));
                line.addAll(words);
                return new Program(line);
            }
        }
        return this;
    }

    /** The command as a user types it: relative, where that is shorter. */
    public static String launcher() {
        Path script = script();
        Path here = Path.of("").toAbsolutePath();
        return script.startsWith(here) ? here.relativize(script).toString() : script.toString();
    }

    List<String> node(Path configuration) {
        var line = new ArrayList<>(words);
        line.add("node");
        line.add("--config");
        line.add(configuration.toString());
        return line;
    }

    private static Path script() {
        String told = System.getProperty(LAUNCHER);
        if (told != null) {
            return Path.of(told);
        }
        // In a test: gateway/command/target/classes is where this class is.
        for (Path folder = ownPlace(); folder != null; folder = folder.getParent()) {
            Path script = folder.resolve("gateway").resolve("sealane");
            if (Files.isRegularFile(script)) {
                return script;
            }
        }
        throw new Outage("there is no gateway/sealane above " + ownPlace(), 1);
    }

    private static Path ownPlace() {
        try {
            var source = Program.class.getProtectionDomain().getCodeSource();
            return Path.of(source.getLocation().toURI()).toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class path entry is not a URI", e);
        }
    }
}
