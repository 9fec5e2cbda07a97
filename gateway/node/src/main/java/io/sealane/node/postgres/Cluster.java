package io.sealane.node.postgres;

import io.sealane.node.disk.DurableFile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * The files of one embedded server: PostgreSQL's own folder {@code data} and, beside it, the
 * passwords and the port. Nobody but the owner may read any of them.
 */
final class Cluster {
    static final String SUPERUSER = "postgres";
    static final String USER = "sealane";
    static final String DATABASE = "sealane";

    private static final int PASSWORD_BYTES = 32;
    private static final int INITDB_SECONDS = 120;

    private final Path folder;

    Cluster(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    Path data() {
        return folder.resolve("data");
    }

    /** What the programs say while they start and stop the server; its own log is in data/log. */
    Path words() {
        return folder.resolve("start.log");
    }

    Path lock() {
        return folder.resolve("lock");
    }

    /** Makes the database folder if there is none yet. */
    void create(Programs programs) throws IOException, InterruptedException {
        DurableFile.createPrivateFolder(folder);
        if (Files.exists(data())) {
            String made = Files.readString(data().resolve("PG_VERSION")).strip();
            if (!Binaries.VERSION.startsWith(made + ".")) {
                throw new IllegalStateException(
                        ("The folder %s was made by PostgreSQL %s; this node brings %s:"
                                        + " dump it there and restore it here.")
                                .formatted(data(), made, Binaries.VERSION));
            }
            return;
        }
        Path unfinished = folder.resolve("data.new");
        Binaries.delete(unfinished);
        password(SUPERUSER);
        programs.run(
                words(),
                INITDB_SECONDS,
                "initdb",
                "--pgdata=" + unfinished,
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile(SUPERUSER),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums",
                "--no-instructions");
        // A crash before: the next start begins anew. After: an empty server, safe on disk.
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncFolder(folder);
    }

    /**
     * The password of a role: made at first use, kept in a file that only the owner may read.
     */
    String password(String role) throws IOException {
        Path file = passwordFile(role);
        if (!Files.exists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            DurableFile.writePrivate(file, text.getBytes(StandardCharsets.US_ASCII));
        }
        return Files.readString(file).strip();
    }

    private Path passwordFile(String role) {
        return folder.resolve(role + ".password");
    }

    /** The port of the last start if it is still free, else another free one, which is kept. */
    int choosePort() throws IOException {
        Path file = folder.resolve("port");
        if (Files.exists(file)) {
            int kept = Integer.parseInt(Files.readString(file).strip());
            if (isFree(kept)) {
                return kept;
            }
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            DurableFile.writePrivate(
                    file, Integer.toString(port).getBytes(StandardCharsets.US_ASCII));
            return port;
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Writes who may enter and how the server behaves, whatever stood there before. */
    void configure(int port) throws IOException {
        DurableFile.writePrivate(
                data().resolve("pg_hba.conf"),
                bytes(List.of("host all all 127.0.0.1/32 scram-sha-256")));
        DurableFile.writePrivate(
                data().resolve("postgresql.conf"), bytes(ServerSettings.lines(port)));
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
