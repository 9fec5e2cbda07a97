package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class ConformTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir private Path folder = Path.of("");

    @Test
    void says_on_its_last_line_and_by_its_exit_code_how_it_went() throws Exception {
        assertThat(run(folder.toString())).isEqualTo(Exit.NOT_SO);
        assertThat(lastLine()).isEqualTo("0 passed, 0 failed");
        Files.writeString(folder.resolve("numbers"), "0,0\n");
        assertThat(run(folder.toString())).isEqualTo(Exit.OK);
        assertThat(lastLine()).isEqualTo("1 passed, 0 failed");
        Files.writeString(folder.resolve("numbers"), "0,0\n1,1\n");
        assertThat(run(folder.toString())).isEqualTo(Exit.NOT_SO);
        assertThat(lastLine()).isEqualTo("1 passed, 1 failed");
        assertThat(out.toString())
                .contains(
                        "  FAIL line 2: expected accepted; accepted, but it is written otherwise");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void answers_a_program_with_one_value() throws Exception {
        Files.writeString(folder.resolve("numbers"), "0,0\n1,1\n");
        assertThat(run(folder.toString(), "--output", "json")).isEqualTo(Exit.NOT_SO);
        var json = Json.parse(out.toString());
        assertThat(json.get("passed").intValue()).isEqualTo(1);
        assertThat(json.get("failed").intValue()).isEqualTo(1);
        assertThat(json.at("/files/0/failures/0/case").textValue()).isEqualTo("line 2");
    }

    @Test
    void tells_a_wrong_line_from_a_folder_that_is_not_there() {
        assertThat(run()).isEqualTo(Exit.USAGE);
        assertThat(run(folder.resolve("missing").toString())).isEqualTo(Exit.ENVIRONMENT);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).hasLineCount(2).contains("is not a folder");
    }

    private int run(String... words) {
        String[] line = new String[words.length + 1];
        line[0] = "conformance";
        System.arraycopy(words, 0, line, 1, words.length);
        return Main.run(
                Main.commands(), new PrintWriter(out, true), new PrintWriter(err, true), line);
    }

    private String lastLine() {
        return out.toString().lines().toList().getLast();
    }
}
