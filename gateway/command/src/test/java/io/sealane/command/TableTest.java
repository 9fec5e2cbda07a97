package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

class TableTest {
    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        var table = new Table("a", "long heading");
        table.row("wider", 7);

        assertThat(printed(table))
                .isEqualTo(
                        """
                        ┌───────┬──────────────┐
                        │ a     │ long heading │
                        ├───────┼──────────────┤
                        │ wider │ 7            │
                        └───────┴──────────────┘
                        """);
    }

    @Test
    void a_long_cell_wraps_at_its_blanks() {
        var table = new Table("classes");
        table.row("cargo government money operational party person routing");

        assertThat(printed(table))
                .contains(
                        "│ cargo government money operational party │",
                        "│ person routing                           │");
    }

    @Test
    void what_a_terminal_would_obey_is_not_printed() {
        var table = new Table("name");
        table.row("evil\u001b[2J\nname");

        assertThat(printed(table)).contains("│ evil?[2J?name │");
    }

    @Test
    void a_row_has_as_many_cells_as_the_heading() {
        var table = new Table("one", "two");

        assertThatThrownBy(() -> table.row("one")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String printed(Table table) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        table.print(out);
        out.flush();
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
