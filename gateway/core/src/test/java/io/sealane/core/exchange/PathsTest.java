package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ARCHITECTURE.md names the steps of each path; here they must be, in that order. */
class PathsTest {
    private static final Path ROOT = root();
    private static final Pattern PATH = Pattern.compile("^\\*\\*`(\\w+)\\.(\\w+)`\\*\\*");
    private static final Pattern STEP = Pattern.compile("^\\d+\\. ((?:`\\w+`[ →]*)+):");

    private record Documented(String type, String method, List<String> steps) {}

    @TestFactory
    List<DynamicTest> the_steps_of_a_path_stand_in_the_code_in_the_order_that_is_told()
            throws IOException {
        List<Documented> paths = documented();
        assertThat(paths)
                .extracting(Documented::type)
                .containsExactly("Submission", "Dispatch", "Reception", "Negotiation");
        return paths.stream()
                .map(path ->
                        DynamicTest.dynamicTest(
                                path.type() + "." + path.method(), () -> assertInOrder(path)))
                .toList();
    }

    private static void assertInOrder(Documented path) throws IOException {
        String source =
                Files.readString(
                        ROOT.resolve(
                                "gateway/core/src/main/java/io/sealane/core/exchange/"
                                        + path.type()
                                        + ".java"));
        assertThat(path.steps()).isNotEmpty();
        int at = source.indexOf(" " + path.method() + "(");
        assertThat(at).as("method " + path.method()).isPositive();
        for (String step : path.steps()) {
            Matcher call = Pattern.compile("\\b" + step + "\\(").matcher(source);
            assertThat(call.find(at)).as(step + " after the step before it").isTrue();
            at = call.end();
        }
    }

    private static List<Documented> documented() throws IOException {
        var paths = new ArrayList<Documented>();
        for (String line : Files.readAllLines(ROOT.resolve("gateway/docs/ARCHITECTURE.md"))) {
            Matcher path = PATH.matcher(line);
            Matcher step = STEP.matcher(line);
            if (path.find()) {
                paths.add(new Documented(path.group(1), path.group(2), new ArrayList<>()));
            } else if (step.find() && !paths.isEmpty()) {
                Matcher name = Pattern.compile("`(\\w+)`").matcher(step.group(1));
                while (name.find()) {
                    paths.getLast().steps().add(name.group(1));
                }
            }
        }
        return paths;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("gateway/docs"))) {
            folder = java.util.Objects.requireNonNull(folder.getParent());
        }
        return folder;
    }
}
