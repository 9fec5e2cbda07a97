package io.sealane.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of this checkout, found by a walk and not by asking git, so that a file is checked
 * before it is committed and an unpacked archive is checked too.
 *
 * @param root the folder of the parent pom
 * @param files paths relative to the root, in order
 */
record Checkout(Path root, List<Path> files) {

    /** Looks for the parent pom from the working folder upwards: Surefire starts in the module. */
    static Checkout find() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("schemas"))
                || !Files.isDirectory(folder.resolve("gateway"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("No parent pom above the working folder.");
            }
            folder = parent;
        }
        return of(folder);
    }

    static Checkout of(Path root) {
        try {
            var walk = new Walk(root, ignored(root));
            Files.walkFileTree(root, walk);
            walk.found.sort(null);
            return new Checkout(root, List.copyOf(walk.found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Path> ending(String suffix) {
        return files.stream().filter(file -> file.toString().endsWith(suffix)).toList();
    }

    String read(Path file) {
        return readText(root.resolve(file));
    }

    static String readText(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not UTF-8 text", e);
        }
    }

    /** Any file, a picture too: what is looked for in all of them is ASCII. */
    String readBytes(Path file) {
        try {
            return Files.readString(root.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path file, String text) {
        try {
            Files.writeString(root.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of .gitignore, the lines that name a folder or one file: {@code target/}, {@code /a/b}. */
    private static Set<String> ignored(Path root) throws IOException {
        var ignored = new HashSet<>(Set.of(".git"));
        for (String line : Files.readAllLines(root.resolve(".gitignore"))) {
            if (line.endsWith("/")) {
                ignored.add(line.substring(0, line.length() - 1));
            } else if (line.startsWith("/")) {
                ignored.add(line);
            }
        }
        return ignored;
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Set<String> ignored;
        private final List<Path> found = new ArrayList<>();

        Walk(Path root, Set<String> ignored) {
            this.root = root;
            this.ignored = ignored;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            String path = root.relativize(folder).toString();
            boolean skip =
                    ignored.contains(path)
                            || ignored.contains("/" + path)
                            || ignored.contains(folder.getFileName().toString())
                            || hidesItself(folder);
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        /** A folder that a command wrote for its user, e.g. a demo's, holds such a .gitignore. */
        private boolean hidesItself(Path folder) throws IOException {
            Path own = folder.resolve(".gitignore");
            return Files.exists(own) && Files.readString(own).strip().equals("*");
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path path = root.relativize(file);
            if (attributes.isRegularFile() && !ignored.contains("/" + path)) {
                found.add(path);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
