package io.sealane.node.postgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a server writes into its folder while it runs: its process and its port. */
record PostmasterFile(long pid, int port) {
    private static final int PORT_LINE = 3;

    /** The file of a data folder, or null if there is none or it is not complete yet. */
    static @Nullable PostmasterFile read(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.size() <= PORT_LINE
                    ? null
                    : new PostmasterFile(
                            Long.parseLong(lines.getFirst().strip()),
                            Integer.parseInt(lines.get(PORT_LINE).strip()));
        } catch (IOException | NumberFormatException _) {
            return null;
        }
    }

    /** Whether that process runs and is a PostgreSQL server. */
    boolean isAlive() {
        return !isZombie() && ProcessHandle.of(pid).filter(PostmasterFile::isServer).isPresent();
    }

    private static boolean isServer(ProcessHandle process) {
        // A number that another program took over since is not our server.
        return process.isAlive()
                && process.info().command().map(path -> path.endsWith("postgres")).orElse(true);
    }

    // Where the first process of a container is the node itself nobody buries the dead, and they
    // still count as alive.
    private boolean isZombie() {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException | StringIndexOutOfBoundsException _) {
            return false;
        }
    }
}
