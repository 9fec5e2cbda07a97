package io.sealane.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics and events that OPERATING.md tells an operator to watch are those of a node. */
class OperatingTest {
    private static final Checkout CHECKOUT = Checkout.find();
    private static final String TEXT = CHECKOUT.read(Path.of("gateway/docs/OPERATING.md"));
    private static final Pattern METRIC =
            Pattern.compile("(?:count|time|gauge)\\(\\s*\"(sealane\\.[a-z.]+)\"");
    private static final Pattern METRIC_SHOWN = Pattern.compile("`(sealane_[a-z_]+)`");
    private static final Pattern EVENT = Pattern.compile("\"event=([a-z-]+)");
    private static final Pattern EVENT_SHOWN = Pattern.compile("`([a-z-]+)`");

    private static Set<String> inSources(Pattern pattern) {
        return CHECKOUT.ending(".java").stream()
                .filter(file -> file.startsWith("gateway/node/src/main"))
                .flatMap(file -> pattern.matcher(CHECKOUT.read(file)).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What stands in code marks in the first column of the table under these words. */
    private static Set<String> inTable(String heading, Pattern pattern) {
        List<String> table =
                TEXT.lines()
                        .dropWhile(line -> !line.equals(heading))
                        .takeWhile(line -> line.startsWith("|"))
                        .toList();
        return table.stream()
                .map(line -> line.split("\\|", -1)[1])
                .flatMap(cell -> pattern.matcher(cell).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_metric_of_a_node_is_told_and_no_other() {
        Set<String> told =
                inTable("| metric | labels | what |", METRIC_SHOWN).stream()
                        .map(name -> name.replaceFirst("_(total|seconds)$", "").replace('_', '.'))
                        .map(name -> name.equals("sealane.certificate") ? name + ".seconds" : name)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told).isNotEmpty().isEqualTo(inSources(METRIC));
    }

    @Test
    void every_event_to_watch_is_one_that_a_node_writes() {
        Set<String> told = inTable("| event | what |", EVENT_SHOWN);
        assertThat(told).isNotEmpty().isSubsetOf(inSources(EVENT));
    }
}
