package io.sealane.edifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Outage;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A watched folder: files come into {@code in}, are handled, and go to {@code done} or {@code
 * failed} with a report in {@code reports}.
 *
 * <p>A file is moved at the very end. A crash before leaves it in {@code in}: it is handled again,
 * its documents go under the same keys, and the node knows them.
 */
public final class Folder implements AutoCloseable {
    private static final int NAME_DIGITS = 12;

    private final Path root;
    private final FileChannel lockFile;

    private Folder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** Does the work on a file. */
    public interface Handler {
        /**
         * Handles a file.
         *
         * @param report takes its report
         * @return whether all of it went well
         * @throws Outage if nothing was decided: it is tried again in a later round
         */
        boolean handle(Path file, Writer report) throws IOException;
    }

    /**
     * Opens a folder, and makes what is missing of it.
     *
     * @throws Outage if another process watches it
     */
    public static Folder open(Path root) throws IOException {
        for (String name : List.of("in", "done", "failed", "reports")) {
            Files.createDirectories(root.resolve(name));
        }
        FileChannel channel =
                FileChannel.open(
                        root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new Outage(root + " is watched by another process", 1);
        }
        return new Folder(root, channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            // Held until the channel is closed, or the process ends in whatever way.
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Handles every file that is there now, once, by name.
     *
     * @return the names of those that were moved away, under their new names
     */
    public List<Path> round(Handler handler) throws IOException {
        var moved = new ArrayList<Path>();
        for (Path file : waiting()) {
            try {
                moved.add(handled(file, handler));
            } catch (NoSuchFileException e) {
                // Whoever put it there has taken it away.
                if (Files.exists(file)) {
                    throw e;
                }
            }
        }
        return moved;
    }

    private List<Path> waiting() throws IOException {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root.resolve("in"))) {
            for (Path file : all) {
                // Being written, by the customs of those who write: it gets its name when it is
                // whole.
                boolean unfinished =
                        file.getFileName().toString().matches("\\..*|.*\\.(tmp|part|filepart)");
                if (!unfinished && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(file);
                }
            }
        }
        files.sort(null);
        return files;
    }

    private Path handled(Path file, Handler handler) throws IOException {
        String before = state(file);
        // Two files of one name do not overwrite each other; the same file again overwrites itself.
        String name = digest(file).substring(0, NAME_DIGITS) + "-" + file.getFileName();
        Path report = root.resolve("reports").resolve(name + ".jsonl");
        Path unfinished = report.resolveSibling("." + report.getFileName());
        boolean well;
        try (FileChannel channel =
                        FileChannel.open(
                                unfinished,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
                Writer writer =
                        new BufferedWriter(
                                new OutputStreamWriter(Channels.newOutputStream(channel), UTF_8))) {
            well = handler.handle(file, writer);
            writer.flush();
            channel.force(true);
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        if (!state(file).equals(before)) {
            throw new IOException(file + " changed while it was read; it is read again");
        }
        Files.move(unfinished, report, StandardCopyOption.ATOMIC_MOVE);
        // A crash here leaves the file in `in`: its report is written anew.
        Path target = root.resolve(well ? "done" : "failed").resolve(name);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        return target;
    }

    private static String state(Path file) throws IOException {
        var about = Files.readAttributes(file, BasicFileAttributes.class);
        return about.size() + " " + about.lastModifiedTime() + " " + about.fileKey();
    }

    private static String digest(Path file) throws IOException {
        try (var input =
                new DigestInputStream(
                        Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            input.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(input.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
