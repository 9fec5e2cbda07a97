package io.sealane.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.identity.Code;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The table of attacks in THREATS: each row has a code that there is, and a test at the wire that
 * is there, with the cases that it names.
 */
class ThreatsTest {
    private static final Checkout CHECKOUT = Checkout.find();
    private static final String BEGIN = "## Attacks at the wire";
    private static final Pattern MARKED = Pattern.compile("`([^`]+)`");
    private static final Pattern CASE = Pattern.compile("\\*([^*]+)\\*");

    /** What answers that are no refusal of a node are told by. */
    private static final List<String> OTHER_ANSWERS =
            List.of("cut off", "first receipt", "first answer", "nothing found", "429", "431");

    /** The text of a class of tests at the wire, by its name. */
    private static Map<String, String> sources() {
        return CHECKOUT.ending("IT.java").stream()
                .collect(Collectors.toMap(ThreatsTest::name, CHECKOUT::read));
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".java".length());
    }

    private static List<String> rows() {
        String text = CHECKOUT.read(Path.of("gateway/docs/THREATS.md"));
        String section = text.substring(text.indexOf(BEGIN) + BEGIN.length());
        return section.substring(0, section.indexOf("\n## "))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| attack"))
                .toList();
    }

    /** What is wrong with a row. */
    private static List<String> faults(String row, Function<String, String> source) {
        var faults = new ArrayList<String>();
        String[] cells = row.split("\\|", -1);
        if (cells.length != 5) {
            return List.of("three cells: " + row);
        }
        List<String> codes = marked(cells[2]);
        codes.stream()
                .filter(code -> Code.ofWireName(code) == null)
                .forEach(code -> faults.add("no code: " + code));
        if (codes.isEmpty() && OTHER_ANSWERS.stream().noneMatch(cells[2]::contains)) {
            faults.add("no code in: " + row);
        }
        for (String part : cells[3].split(";", -1)) {
            List<String> tests = marked(part);
            if (tests.size() != 1) {
                faults.add("one test, perhaps with cases: " + part);
                continue;
            }
            String[] test = tests.getFirst().split("\\.", -1);
            String text = source.apply(test[0]);
            if (test.length != 2 || !text.contains("    void " + test[1] + "(")) {
                faults.add("no test: " + tests.getFirst());
            }
            CASE.matcher(part)
                    .results()
                    .map(found -> found.group(1))
                    .filter(one -> !text.contains("\"" + one + "\""))
                    .forEach(one -> faults.add("no case of " + test[0] + ": " + one));
        }
        return faults;
    }

    private static List<String> marked(String cell) {
        Matcher matcher = MARKED.matcher(cell);
        return matcher.results().map(found -> found.group(1)).toList();
    }

    @Test
    void every_attack_has_its_code_and_its_test() {
        Map<String, String> sources = sources();
        List<String> rows = rows();
        assertThat(rows).hasSizeGreaterThan(40);
        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(faults(row, name -> sources.getOrDefault(name, "")))
                                .as(row)
                                .isEmpty());
    }

    @Test
    void finds_what_is_not_there() {
        Function<String, String> source = name -> "    void one() {} \"a case\"";
        assertThat(faults("| a | `expired` | `AnIT.one` (*a case*) |", source)).isEmpty();
        assertThat(faults("| a | `gone` | `AnIT.one` |", source)).containsExactly("no code: gone");
        assertThat(faults("| a | none | `AnIT.one` |", source)).hasSize(1);
        assertThat(faults("| a | `expired` | `AnIT.two` |", source))
                .containsExactly("no test: AnIT.two");
        assertThat(faults("| a | `expired` | `AnIT.one` (*another*) |", source))
                .containsExactly("no case of AnIT: another");
        assertThat(faults("| a | `expired` | none |", source)).hasSize(1);
    }
}
