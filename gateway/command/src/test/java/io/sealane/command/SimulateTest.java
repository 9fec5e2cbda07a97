package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

class SimulateTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(
                List.of(new Simulate()),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments);
    }

    @Test
    void prints_totals_crashes_and_the_trace_of_some_seeds() {
        assertThat(run("simulate", "--seeds", "1")).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .startsWith("1 seeds, 0 failed; ")
                .contains("outcomes  ", "faults    request lost ", "crashes   not before and after")
                .containsPattern("trace     [\\w-]{43}");
    }

    @Test
    void tells_one_history_as_json() throws Exception {
        assertThat(run("simulate", "--seed", "1", "--output", "json")).isEqualTo(Exit.OK);
        var json = Json.parse(out.toString());
        assertThat(json.path("holds").asBoolean()).isTrue();
        assertThat(json.path("outcomes").path("documents").asLong()).isGreaterThanOrEqualTo(30);
        assertThat(json.path("trace").size()).isGreaterThan(100);
    }

    @Test
    void refuses_no_seeds_and_both_kinds_of_seed() {
        assertThat(run("simulate", "--seeds", "0")).isEqualTo(Exit.USAGE);
        assertThat(run("simulate", "--seeds", "2", "--seed", "1")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).hasLineCount(2);
    }
}
