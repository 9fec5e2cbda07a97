package io.sealane.node.postgres;

import io.sealane.node.disk.DurableFile;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** The programs of PostgreSQL, unpacked once from the archive on the class path. */
final class Binaries {
    /** The release of the archive that the build brings; a folder of another one is not used. */
    static final String VERSION = "18.3";

    private Binaries() {}

    /**
     * The folder that holds {@code bin/postgres}. Nodes that start at the same time share it: the
     * first one unpacks, the others wait.
     *
     * @param cache private to the user who runs the node: what is in it is executed
     */
    static Path unpacked(Path cache) throws IOException {
        String archive = archive();
        String name = "postgresql-" + VERSION + "-" + archive.replaceAll("^postgres-|\\.txz$", "");
        Path folder = cache.toAbsolutePath().resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        DurableFile.createPrivateFolder(cache);
        try (FileChannel channel =
                        FileChannel.open(
                                cache.resolve(name + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.isDirectory(folder)) {
                Path unfinished = cache.resolve(name + ".new");
                delete(unfinished);
                unpack(archive, unfinished);
                // A crash before: the next start unpacks anew. After: the folder is complete.
                Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return folder;
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean arm = machine.equals("aarch64") || machine.equals("arm64");
        String archive =
                (system.contains("mac") ? "postgres-darwin-" : "postgres-linux-")
                        + (arm ? "arm_64" : "x86_64")
                        + ".txz";
        if (Binaries.class.getResource("/" + archive) == null) {
            throw new IllegalStateException(
                    "No embedded PostgreSQL for "
                            + system
                            + " on "
                            + machine
                            + ": name a database of your own in database.url.");
        }
        return archive;
    }

    private static void unpack(String archive, Path folder) throws IOException {
        try (InputStream file = Binaries.class.getResourceAsStream("/" + archive);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(file))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("The archive of PostgreSQL leaves its folder.");
                }
                // Static libraries are for building against PostgreSQL, not for running it.
                if (!entry.getName().endsWith(".a")) {
                    unpack(tar, entry, target);
                }
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        if ((entry.getMode() & 0111) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
