package io.sealane.node.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.exchange.Annals.Ended;
import io.sealane.core.exchange.Annals.Listed;
import io.sealane.core.exchange.Annals.Revoked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that only grows, and of which a power cut takes nothing that counted. */
class AnnalsFileTest {
    private static final String NODE = "us.sealane.example";
    private static final Ended ENDED = new Ended("A".repeat(43), "us.sealane.example", "a.b.c");
    private static final Listed FIRST = new Listed(1, "sg.sealane.example", "excluded", "d.e.f");
    private static final Listed SECOND = new Listed(2, "sg.sealane.example", "readmitted", "g.h.i");

    private static final Revoked REVOKED = new Revoked("j.k.l");

    @TempDir private Path folder;

    private AnnalsFile open() throws IOException {
        return AnnalsFile.open(folder.resolve("annals"), NODE);
    }

    private void write() throws IOException {
        try (AnnalsFile annals = open()) {
            annals.add(FIRST);
            annals.add(ENDED);
            annals.add(REVOKED);
            annals.add(SECOND);
            annals.add(ENDED);
            annals.add(REVOKED);
        }
    }

    private String text() throws IOException {
        return Files.readString(folder.resolve("annals"));
    }

    private void replace(String text) throws IOException {
        Files.writeString(folder.resolve("annals"), text);
    }

    @Test
    void tells_the_next_process_what_the_last_one_wrote_each_once() throws Exception {
        write();
        assertThat(text().lines()).hasSize(5);
        try (AnnalsFile annals = open()) {
            assertThat(annals.ended(ENDED.agreement())).isEqualTo(ENDED);
            assertThat(annals.ended("B".repeat(43))).isNull();
            assertThat(annals.ends()).containsExactly(ENDED);
            assertThat(annals.lists()).containsExactly(FIRST, SECOND);
            assertThat(annals.revocations()).containsExactly(REVOKED);
        }
    }

    @Test
    void nobody_writes_over_what_another_process_writes() throws Exception {
        try (AnnalsFile annals = open()) {
            assertThatThrownBy(this::open).hasMessageContaining("each has one of its own");
            annals.add(ENDED);
        }
        try (AnnalsFile annals = open()) {
            assertThat(annals.ends()).containsExactly(ENDED);
        }
    }

    @Test
    void a_line_that_a_power_cut_left_is_dropped_and_written_over() throws Exception {
        write();
        String whole = text();
        replace(whole.substring(0, whole.length() - 5));
        try (AnnalsFile annals = open()) {
            assertThat(annals.lists()).containsExactly(FIRST);
            annals.add(SECOND);
        }
        assertThat(text()).isEqualTo(whole);
    }

    @Test
    void a_change_in_what_counted_is_noticed() throws Exception {
        write();
        String whole = text();
        for (String changed :
                new String[] {
                    whole.replace("\"excluded\"", "\"expected\""),
                    whole.replace("{\"agreement", "{ \"agreement"),
                    whole.lines().skip(1).reduce("", (all, line) -> all + line + "\n"),
                    whole.replaceFirst("us.sealane.example", "nl.sealane.example"),
                    "\n" + whole,
                    "",
                }) {
            replace(changed);
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
        replace(whole);
        open().close();
    }
}
