package io.sealane.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.identity.Code;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The HTTP status that PROTOCOL.md names for a code is the one it is answered with. */
class ProtocolStatusTest {
    @ParameterizedTest
    @EnumSource(Code.class)
    void a_code_has_the_status_that_the_table_names(Code code) throws IOException {
        String row = "| `" + code.wireName() + "` |";
        try (var lines = Files.lines(Path.of("..", "docs", "PROTOCOL.md"))) {
            assertThat(lines.filter(line -> line.startsWith(row)))
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line.split("\\|", -1)[3].strip())
                                    .isEqualTo(Integer.toString(ProblemAnswers.status(code))));
        }
    }
}
