package io.sealane.node.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class HeadJournalTest {
    private static final String ORIGIN = "us.sealane.example/log/1";

    @TempDir private Path folder;

    private HeadJournal open() throws IOException {
        return HeadJournal.open(folder.resolve("log-1.head"), ORIGIN);
    }

    private static byte[] root(int filler) {
        byte[] root = new byte[32];
        Arrays.fill(root, (byte) filler);
        return root;
    }

    @Test
    void remembers_the_largest_tree_signed() throws IOException {
        try (HeadJournal journal = open()) {
            assertThat(journal.isNew()).isTrue();
            assertThat(journal.highest().size()).isZero();
            journal.signing(ORIGIN, 7, root(7));
            journal.signing(ORIGIN, 123_456_789_012L, root(9));
            // A reader of the head may sign a smaller tree late.
            journal.signing(ORIGIN, 8, root(8));
        }
        try (HeadJournal journal = open()) {
            assertThat(journal.isNew()).isFalse();
            assertThat(journal.highest().size()).isEqualTo(123_456_789_012L);
            assertThat(journal.highest().root()).startsWith("CQkJ");
        }
    }

    @Test
    void is_written_before_it_is_closed() throws IOException {
        // What a process that is killed leaves behind.
        HeadJournal killed = open();
        killed.signing(ORIGIN, 5, root(5));
        try (HeadJournal journal = open()) {
            assertThat(journal.highest().size()).isEqualTo(5);
        }
        killed.close();
    }

    @Test
    void lets_nobody_sign_two_trees_of_one_size() throws IOException {
        try (HeadJournal journal = open()) {
            journal.signing(ORIGIN, 5, root(5));
            journal.signing(ORIGIN, 5, root(5));
            assertThatThrownBy(() -> journal.signing(ORIGIN, 5, root(6)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refuses_another_logs_tree() throws IOException {
        try (HeadJournal journal = open()) {
            assertThatThrownBy(() -> journal.signing("nl.sealane.example/log/1", 5, root(5)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "00000000000000000007 us.sealane.example/log/1\n", "\n"})
    void refuses_a_damaged_file(String text) throws IOException {
        Files.writeString(folder.resolve("log-1.head"), text);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    }

    @Test
    void refuses_the_file_of_another_log() throws IOException {
        try (HeadJournal journal = open()) {
            journal.signing(ORIGIN, 5, root(5));
        }
        assertThatThrownBy(() ->
                        HeadJournal.open(folder.resolve("log-1.head"), "us.sealane.example/log/2"))
                .isInstanceOf(IOException.class);
    }
}
