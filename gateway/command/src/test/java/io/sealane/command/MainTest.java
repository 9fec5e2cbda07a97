package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void help_names_the_exit_codes() {
        assertThat(run("--help")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("Usage: sealane", "--output", "Exit codes:", "  3  ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void version_is_one_line() {
        assertThat(run("--version")).isEqualTo(Exit.OK);
        assertThat(out.toString()).startsWith("sealane ").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"--output json try ok", "try ok --output json", "try --output=json ok"})
    void output_may_stand_anywhere(String line) {
        assertThat(run(line.split(" ", -1))).isEqualTo(Exit.OK);
        assertThat(out.toString()).isEqualTo("json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    `` | 2 | sealane: Missing required subcommand; try 'sealane --help'
                    fly | 2 | sealane: Unmatched argument at index 0: 'fly'; try 'sealane --help'
                    try | 2 | sealane: Missing required parameter: '<what>'; try 'sealane try --help'
                    try refusal | 1 | sealane: bad-proof: It does not hold.
                    try outage | 3 | sealane: The node does not answer.
                    try missing | 3 | sealane: There is no file a/b.json
                    try io | 3 | sealane: No space left
                    try control | 3 | sealane: two lines ?[31m
                    try refusal --output json | 1 | {"code":"bad-proof","error":"It does not hold."}
                    fly --output json | 2 | {"error":"Unmatched argument at index 0: 'fly'; try 'sealane --help'"}
                    """,
            quoteCharacter = '`')
    void says_on_one_line_why_not(String line, int exit, String complaint) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ", -1);
        assertThat(run(words)).isEqualTo(exit);
        assertThat(err.toString().strip()).isEqualTo(complaint);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"try bug", "try assertion"})
    void asks_to_report_a_bug(String line) {
        assertThat(run(line.split(" ", -1))).isEqualTo(Exit.ENVIRONMENT);
        assertThat(err.toString())
                .startsWith("sealane: bug: please report this: java.lang.")
                .contains(": odd at io.sealane.command.MainTest$")
                .hasLineCount(1);
    }

    private int run(String... arguments) {
        List<Object> commands = List.of(new Try());
        return Main.run(
                commands, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    /** Ends in the way that its parameter names. */
    @Command(name = "try")
    static final class Try implements Callable<Integer> {
        private static final Map<String, Exception> WAYS =
                Map.of(
                        "refusal", new Refusal(Code.BAD_PROOF, "It does not hold."),
                        "outage", new Outage("The node does not answer.", 1),
                        "missing", new UncheckedIOException(new NoSuchFileException("a/b.json")),
                        "io", new IOException("No space left"),
                        "control", new IOException("two\nlines \u001b[31m"),
                        "bug", new IllegalStateException("odd"));

        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "<what>")
        private String what;

        @Override
        public Integer call() throws Exception {
            if (what.equals("assertion")) {
                throw new AssertionError("odd");
            }
            Exception way = WAYS.get(what);
            if (way != null) {
                throw way;
            }
            spec.commandLine().getOut().print(Output.of(spec));
            return Exit.OK;
        }
    }
}
