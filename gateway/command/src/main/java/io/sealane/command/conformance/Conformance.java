package io.sealane.command.conformance;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs every vector file below a folder, whatever the folder is called. */
public final class Conformance {
    private static final long QUIET_NANOSECONDS = 5_000_000_000L;

    private final Map<String, VectorFile> files;
    private final List<Result> links;
    private final List<Format> formats;

    private Conformance(Map<String, VectorFile> files, List<Result> links) throws IOException {
        this.files = files;
        this.links = links;
        var keys = new VerifierKeyFiles(files.values());
        var logs = new LogVectors(files, keys.known());
        this.formats =
                List.of(
                        new CanonicalPairs(files),
                        new SdJwtVectors(),
                        new MerkleProbes(),
                        new WycheproofVectors(),
                        new CookbookVectors(),
                        new KeyVectors(),
                        logs,
                        keys,
                        new ProofVectors(logs, keys.known()),
                        new NoteVectors(keys.known()),
                        new PathVectors(files.values()),
                        new NumberVectors());
    }

    /**
     * Runs what is understood, and says of the rest why it is not.
     *
     * @param progress is told now and then how far it has come, if it takes long
     * @throws IOException if the folder or a file in it cannot be read
     */
    public static Outcome run(Path folder, Consumer<String> progress) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + " is not a folder");
        }
        Map<String, VectorFile> files = new TreeMap<>();
        List<Result> links = new ArrayList<>();
        // The folder may be a link itself; of those in it none is followed.
        Path root = folder.toRealPath();
        try (Stream<Path> found = Files.walk(root)) {
            for (Path path : found.sorted().toList()) {
                if (Files.isSymbolicLink(path) || !Files.isDirectory(path)) {
                    String name = root.relativize(path).toString().replace('\\', '/');
                    if (Files.isRegularFile(path) && !Files.isSymbolicLink(path)) {
                        files.put(name, new VectorFile(root, path));
                    } else {
                        links.add(Result.notUnderstood(name, "no plain file"));
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("A folder in " + folder + " cannot be read.", e);
        }
        return new Conformance(files, links).run(progress);
    }

    private Outcome run(Consumer<String> progress) throws IOException {
        List<Result> results = new ArrayList<>(links);
        long told = System.nanoTime();
        int done = 0;
        for (VectorFile file : files.values()) {
            results.add(run(file));
            file.forget();
            done++;
            if (System.nanoTime() - told > QUIET_NANOSECONDS) {
                progress.accept(done + " of " + files.size() + " files");
                told = System.nanoTime();
            }
        }
        return new Outcome(results);
    }

    private Result run(VectorFile file) throws IOException {
        if (file.isTooLarge()) {
            Result numbers = new NumberVectors().run(file);
            return numbers == null
                    ? Result.notUnderstood(file.name(), "larger than 64 MiB")
                    : numbers;
        }
        for (Format format : formats) {
            @Nullable Result result = format.run(file);
            if (result != null) {
                return result;
            }
        }
        return Result.notUnderstood(file.name(), why(file));
    }

    private static String why(VectorFile file) throws IOException {
        if (file.size() == 0) {
            return "empty";
        }
        if (file.json() != null) {
            return "JSON of no known form";
        }
        if (!file.jsonFault().isEmpty()) {
            return "broken JSON: " + file.jsonFault();
        }
        return file.text() == null ? "binary, of no known form" : "text, without vectors in it";
    }
}
