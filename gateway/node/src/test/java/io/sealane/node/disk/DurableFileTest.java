package io.sealane.node.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class DurableFileTest {
    @TempDir Path folder;

    @Test
    void replaces_a_file_whole_and_leaves_nothing_else() throws IOException {
        Path file = folder.resolve("keys");
        DurableFile.writePrivate(file, new byte[1000]);
        DurableFile.writePrivate(file, new byte[] {1, 2});
        assertThat(file).hasBinaryContent(new byte[] {1, 2});
        assertThat(permissions(file)).isEqualTo("rw-------");
        DurableFile.writePublic(file, new byte[] {3});
        assertThat(permissions(file)).isEqualTo("rw-r--r--");
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void overwrites_what_a_crash_left_half_written() throws IOException {
        Path file = folder.resolve("keys");
        Files.writeString(folder.resolve("keys.new"), "half");
        DurableFile.writePrivate(file, new byte[] {7});
        assertThat(file).hasBinaryContent(new byte[] {7});
    }

    @Test
    void keeps_the_old_file_if_the_new_one_cannot_be_written() throws IOException {
        Path file = folder.resolve("keys");
        DurableFile.writePrivate(file, new byte[] {7});
        // A folder in the place of the unfinished file: it can neither be removed nor opened.
        Files.createDirectories(folder.resolve("keys.new").resolve("in the way"));
        assertThatThrownBy(() -> DurableFile.writePrivate(file, new byte[] {8}))
                .isInstanceOf(IOException.class);
        assertThat(file).hasBinaryContent(new byte[] {7});
    }

    @Test
    void makes_folders_that_only_their_owner_enters() throws IOException {
        Path made = DurableFile.createPrivateFolder(folder.resolve("a").resolve("b"));
        assertThat(permissions(made)).isEqualTo("rwx------");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
