package io.sealane.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A document that names a class names one that is there: renamed code takes its words along. */
class NamedClassesTest {
    private static final Checkout CHECKOUT = Checkout.find();

    /** A word in code marks that is written like a class, perhaps with a method behind it. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z0-9]+[A-Za-z0-9]*)[.`(]");

    /** What is written like a class and is none, and classes of libraries. */
    private static final Set<String> OTHERS = Set.of("Ed25519", "Future");

    private static final List<String> OF_THE_JDK =
            List.of("java.lang.", "java.util.", "java.util.concurrent.");

    private static Set<String> ours() {
        var names = new HashSet<String>();
        for (Path file : CHECKOUT.ending(".java")) {
            String name = file.getFileName().toString();
            names.add(name.substring(0, name.length() - ".java".length()));
        }
        return names;
    }

    private static List<String> strangersIn(String text, Set<String> known) {
        var strangers = new ArrayList<String>();
        Matcher matcher = CLASS.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!known.contains(name) && !OTHERS.contains(name) && !isOfTheJdk(name)) {
                strangers.add(name);
            }
        }
        return strangers;
    }

    private static boolean isOfTheJdk(String name) {
        return OF_THE_JDK.stream()
                .anyMatch(folder -> {
                    try {
                        Class.forName(folder + name, false, null);
                        return true;
                    } catch (ClassNotFoundException e) {
                        return false;
                    }
                });
    }

    @Test
    void every_class_that_a_document_names_is_there() {
        Set<String> known = ours();
        List<Path> documents =
                CHECKOUT.ending(".md").stream()
                        .filter(file -> file.startsWith("gateway/docs"))
                        .toList();
        assertThat(documents).isNotEmpty();
        assertThat(documents)
                .allSatisfy(file ->
                        assertThat(strangersIn(CHECKOUT.read(file), known))
                                .as("classes named in %s that are not there", file)
                                .isEmpty());
    }

    @Test
    void finds_a_class_that_is_not_there() {
        assertThat(strangersIn("see `Sequencer` and `NoSuch.method`.", Set.of("Sequencer")))
                .containsExactly("NoSuch");
    }
}
