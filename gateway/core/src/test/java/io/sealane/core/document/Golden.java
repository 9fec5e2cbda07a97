package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are compared with what is made anew, and renewed with {@code -Dgolden=write}. */
final class Golden {
    private static final boolean WRITES = "write".equals(System.getProperty("golden"));

    private Golden() {}

    /** Compares, or writes if asked to. */
    static void compare(Path file, String made) {
        try {
            if (WRITES) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, made);
            }
            assertThat(file).as("-Dgolden=write renews it").exists().hasContent(made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
