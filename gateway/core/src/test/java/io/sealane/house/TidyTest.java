package io.sealane.house;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The style of the house is a test: {@code mvn verify} says what is untidy, and {@code mvn verify
 * -Dtidy=fix} lays the Java out anew.
 */
class TidyTest {
    private static final boolean FIX = "fix".equals(System.getProperty("tidy"));

    /**
     * Faults that stay: the file and how the fault begins, e.g. {@code gateway/core/src/.../A.java
     * has}, and why.
     */
    private static final Map<String, String> EXCUSED =
            Map.of(
                    "gateway/core/src/test/java/io/sealane/house/planted/bare/package-info.java"
                            + " needs",
                    "planted: ArchitectureTest must find it",
                    "gateway/node/src/main/java/io/sealane/node/Node.java line",
                    "STYLE: main wires by hand in one straight list, whose order matters");

    private static final Checkout CHECKOUT = Checkout.find();

    /** What the rules find in all Java files, excused or not. */
    private static List<String> javaFaults = List.of();

    @BeforeAll
    static void readJava() {
        javaFaults =
                Stream.concat(
                                PackageRules.faultsIn(CHECKOUT).stream(),
                                faults(
                                        ".java",
                                        file -> JavaRules.faultsIn(file, CHECKOUT.read(file))))
                        .toList();
    }

    @Test
    void java_is_laid_out_by_the_formatter() throws IOException {
        // Remembers the hashes of tidy files, since formatting all of them takes seconds.
        Path memory = Path.of("target", "tidy.txt");
        List<String> known = Files.exists(memory) ? Files.readAllLines(memory) : List.of();
        var tidyNow = new ConcurrentSkipListSet<String>();
        var untidy = new ConcurrentSkipListSet<Path>();
        CHECKOUT.ending(".java").parallelStream()
                .forEach(file -> {
                    String source = CHECKOUT.read(file);
                    String tidy = known.contains(hash(source)) ? source : JavaFormat.format(source);
                    if (FIX && !tidy.equals(source)) {
                        CHECKOUT.write(file, tidy);
                    }
                    if (FIX || tidy.equals(source)) {
                        tidyNow.add(hash(tidy));
                    } else {
                        untidy.add(file);
                    }
                });
        Files.write(memory, tidyNow);
        assertThat(untidy).as("files that -Dtidy=fix lays out").isEmpty();
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void java_obeys_the_rules_of_the_house() {
        assertThat(javaFaults.stream().filter(fault -> excuse(fault) == null)).isEmpty();
    }

    @Test
    void every_excuse_is_still_needed() {
        Set<String> needed = javaFaults.stream().map(TidyTest::excuse).collect(Collectors.toSet());
        assertThat(needed).containsAll(EXCUSED.keySet());
    }

    private static @Nullable String excuse(String fault) {
        return EXCUSED.keySet().stream().filter(fault::startsWith).findAny().orElse(null);
    }

    private static Stream<String> faults(String suffix, Function<Path, List<String>> rules) {
        return CHECKOUT.ending(suffix).parallelStream()
                .flatMap(file -> rules.apply(file).stream().map(fault -> file + " " + fault));
    }

    @Test
    void links_in_markdown_lead_somewhere() {
        Path root = CHECKOUT.root();
        assertThat(faults(".md", f -> MarkdownRules.faultsIn(root, f, CHECKOUT.read(f)))).isEmpty();
    }

    @Test
    void no_file_holds_a_secret_or_the_path_of_a_machine() {
        assertThat(faults("", f -> TextRules.faultsIn(f, CHECKOUT.readBytes(f)))).isEmpty();
    }

    // Each rule can fail.

    @Test
    void lays_out_a_crooked_class() {
        String crooked = "import java.util.List;\nclass   A{int a ;\n  // as written\n}\n";
        assertThat(JavaFormat.format(crooked))
                .isEqualTo("class A {\n    int a;\n    // as written\n}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    package a.util; class B {} | names a package util
                    package a.services.b; class B {} | names a package services
                    class OrderUtils {} | names a class OrderUtils
                    class Outer { record ClockImpl() {} } | names a class ClockImpl
                    import org.mockito.Mockito; class B {} | uses a mocking library
                    class B { @Disabled("slow") @Test void c() {} } | switches a test off
                    class B { @org.junit.Ignore @Test void c() {} } | switches a test off
                    @EnabledOnOs(OS.LINUX) class B {} | switches a test off
                    class B { void c() { assumeTrue(d()); } } | skips a test
                    class B { void c() { Assumptions.assumingThat(d); } } | skips a test
                    class B { void c() { Thread.sleep(5); } } | sleeps
                    class B { void c() { TimeUnit.SECONDS.sleep(5); } } | sleeps
                    """)
    void finds_in_a_test(String source, String fault) {
        assertThat(JavaRules.faultsIn(Path.of("src/test/java/B.java"), source))
                .singleElement()
                .asString()
                .contains(fault);
    }

    @Test
    void finds_what_is_too_long() {
        Path main = Path.of("src/main/java/B.java");
        Path test = Path.of("src/test/java/B.java");
        String lines = "class B {" + "\n".repeat(JavaRules.MAIN_LINES) + "}\n";
        assertThat(JavaRules.faultsIn(main, lines))
                .containsExactly("has 301 lines; 300 is the limit");
        assertThat(JavaRules.faultsIn(test, lines)).isEmpty();

        String method = "class B {\nvoid c() {" + "\n".repeat(JavaRules.METHOD_LINES) + "}\n}\n";
        assertThat(JavaRules.faultsIn(main, method))
                .containsExactly("line 2 c() has 71 lines; 70 is the limit");

        String words = "// " + "word ".repeat(20) + "\n";
        String address = "// " + "https://" + "a".repeat(JavaRules.COLUMNS) + "\n";
        assertThat(JavaRules.faultsIn(main, words)).containsExactly("line 1 is past column 100");
        assertThat(JavaRules.faultsIn(main, address)).isEmpty();
        String quotes = "\"".repeat(3);
        String block = "class B { String c = " + quotes + "\n" + words + quotes + "; }\n";
        assertThat(JavaRules.faultsIn(main, block)).isEmpty();
        assertThat(JavaRules.faultsIn(main, block + words))
                .containsExactly("line 4 is past column 100");
        assertThat(JavaRules.faultsIn(main, "// TO" + "DO later\n"))
                .containsExactly("line 1 puts work off");
    }

    @Test
    void leaves_comments_and_strings_of_a_test_alone() {
        String source = "class B { /** Thread.sleep(1) */ String c = \"@Disabled assumeTrue()\"; }";
        assertThat(JavaRules.faultsIn(Path.of("src/test/java/B.java"), source)).isEmpty();
    }

    @Test
    void finds_a_package_without_its_sentence(@TempDir Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve("m/src/main/java/a"));
        Files.writeString(root.resolve(".gitignore"), "target/\n");
        Files.writeString(folder.resolve("B.java"), "package a; class B {}\n");
        assertThat(PackageRules.faultsIn(Checkout.of(root))).hasSize(1);

        Files.writeString(folder.resolve("package-info.java"), "@NullMarked\npackage a;\n");
        assertThat(PackageRules.faultsIn(Checkout.of(root))).hasSize(1);

        Files.writeString(
                folder.resolve("package-info.java"), "/** A. */\n@NullMarked\npackage a;\n");
        assertThat(PackageRules.faultsIn(Checkout.of(root))).isEmpty();

        Path test = Files.createDirectories(root.resolve("m/src/test/java/a"));
        Files.writeString(test.resolve("BTest.java"), "package a; class BTest {}\n");
        assertThat(PackageRules.faultsIn(Checkout.of(root))).isEmpty();
    }

    @Test
    void finds_dead_links(@TempDir Path root) throws IOException {
        Files.createDirectory(root.resolve("docs"));
        Files.writeString(root.resolve("docs/A.md"), "# One thing, two!\n");
        String text =
                """
                [good](docs/A.md) [good](docs/A.md#one-thing-two) [good](https://example.com/x)
                [dead](docs/B.md) [dead](docs/A.md#two) `[code](docs/C.md)`
                [dead]: ../D.md
                ```
                [code](docs/E.md)
                ```
                """;
        assertThat(MarkdownRules.faultsIn(root, Path.of("R.md"), text))
                .containsExactly(
                        "links to docs/B.md, which is not there",
                        "links to docs/A.md#two, which is not there",
                        "links to ../D.md, which is not there");
    }

    @Test
    void finds_secrets_and_paths_of_a_machine() {
        Path file = Path.of("a/b.txt");
        String key = "-----BEGIN EC PRIVATE KEY-----\n" + "A".repeat(64) + "\n";
        assertThat(TextRules.faultsIn(file, key)).hasSize(1);
        assertThat(TextRules.faultsIn(file, "\"-----BEGIN PRIVATE KEY-----\" + body")).isEmpty();
        assertThat(TextRules.faultsIn(Path.of("a/us.p12"), "")).hasSize(1);
        assertThat(TextRules.faultsIn(file, "see /ho" + "me/ann/notes")).hasSize(1);
        assertThat(TextRules.faultsIn(file, "https://a.example/ho" + "me/ann")).isEmpty();
        assertThat(TextRules.faultsIn(Path.of("a/pom.xml"), "<repository>")).hasSize(1);
    }

    @Test
    void walks_past_what_is_ignored(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve(".gitignore"), "target/\n/demo/\n/one/f\n");
        for (String folder : List.of("a/target", "demo", "a/demo", "mine", "one")) {
            Files.createDirectories(root.resolve(folder));
            Files.writeString(root.resolve(folder).resolve("f"), "");
        }
        Files.writeString(root.resolve("mine/.gitignore"), "*\n");
        assertThat(Checkout.of(root).files())
                .containsExactly(Path.of(".gitignore"), Path.of("a/demo/f"));
    }
}
