package io.sealane.node.postgres;

import io.sealane.core.identity.Outage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's own programs, which refuse to be run by root. */
final class Programs {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Path folder;
    private final List<String> prefix;

    /**
     * @param folder that of {@link Binaries#unpacked}
     */
    Programs(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.prefix = isRoot() ? List.of("unshare", "--user", "--") : List.of();
        if (!prefix.isEmpty() && exitOf(withPrefix("true"), Path.of("/dev/null"), 10) != 0) {
            throw new IllegalStateException(
                    "PostgreSQL does not run as root, and this machine has no user namespaces"
                            + " (unshare --user): start the node as an ordinary user, or name a"
                            + " database in database.url.");
        }
    }

    /**
     * Runs one program to its end.
     *
     * @param output file that its words are added to
     * @throws Outage if it fails or does not end
     */
    void run(Path output, int timeoutSeconds, String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = withPrefix(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        int exit = exitOf(command, output, timeoutSeconds);
        if (exit != 0) {
            throw new Outage(
                    "PostgreSQL's " + program + " failed (" + exit + "): see " + output,
                    RETRY_AFTER_SECONDS);
        }
    }

    // In a user namespace of its own without a mapping, root is nobody to itself, which PostgreSQL
    // accepts, while its files keep their owner.
    private List<String> withPrefix(String program) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program);
        return command;
    }

    private static int exitOf(List<String> command, Path output, int timeoutSeconds)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        // PGDATA, PGPORT and their like would lead the programs elsewhere.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } finally {
            process.destroyForcibly();
        }
        throw new Outage(
                command.getLast() + " did not end in " + timeoutSeconds + " s",
                RETRY_AFTER_SECONDS);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
