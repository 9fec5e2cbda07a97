package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The shell script {@code gateway/sealane}, run for real, in a checkout made of stand-ins: a JDK
 * whose java prints its process and its words, a Maven that writes down that it was called.
 */
class LauncherIT {
    private static final String JAVA =
            """
            #!/bin/sh
            case " $* " in
            *' -XX:AOTMode=create '*)
                for word in "$@"; do
                    case $word in -XX:AOTCache=*) : >"${word#*=}" ;; esac
                done
                exit ;;
            esac
            echo "$$"
            printf '%s\\n' "$@"
            """;
    private static final String MAVEN =
            """
            #!/bin/sh
            echo "$PWD $JAVA_HOME $*" >>calls
            if [ -f broken ]; then echo 'cannot find symbol'; exit 1; fi
            for module in node command bench; do
                mkdir -p gateway/$module/target/maven-status
                : >gateway/$module/target/sealane-$module.jar
                : >gateway/$module/target/built
            done
            """;

    /** What the script may use besides a JDK and Maven. */
    private static final List<String> TOOLS =
            List.of(
                    "sh",
                    "cat",
                    "cksum",
                    "date",
                    "dirname",
                    "find",
                    "flock",
                    "head",
                    "mkdir",
                    "mv",
                    "nice",
                    "readlink",
                    "rm");

    @TempDir private Path folder;
    private Path root;
    private Path jdk;
    private Path path;

    @BeforeEach
    void lay_out_a_checkout() throws IOException {
        root = Files.createDirectory(folder.resolve("a check out"));
        jdk = Files.createDirectory(folder.resolve("jdk 25"));
        path = Files.createDirectory(folder.resolve("on the path"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"25.0.9\"\n");
        executable(jdk.resolve("bin/java"), JAVA);
        executable(jdk.resolve("bin/javac"), "");
        executable(path.resolve("mvn"), MAVEN);
        for (String tool : TOOLS) {
            onPath(tool);
        }
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.createDirectories(root.resolve("schemas/src/main"));
        Files.createDirectories(root.resolve("certs-dev"));
        // No folder of this machine's own JDKs, so that the stand-in is the only one.
        String script = Files.readString(Path.of("..", "sealane")).replace("/usr/lib/jvm", "/none");
        executable(root.resolve("gateway/sealane"), script.replace("/opt/", "/none/"));
    }

    @Test
    void builds_on_first_use_and_then_hands_every_word_on() throws Exception {
        Run first = run("send", "two words", "*");
        assertThat(first.exit()).isZero();
        assertThat(first.err()).startsWith("sealane: building").hasLineCount(1).contains("done in");
        assertThat(first.out()).containsSubsequence("-cp", jar("command"));
        assertThat(first.words()).containsExactly("send", "two words", "*");
        assertThat(calls())
                .containsExactly(
                        root.toRealPath()
                                + (" " + jdk)
                                + " -q -B package -Dmaven.test.skip=true"
                                + " -Dcompiler.checks=-XDchecks=none"
                                + " -pl gateway/node,gateway/command,gateway/bench -am");

        Run second = run("--help");
        assertThat(second.err()).isEmpty();
        assertThat(second.words()).containsExactly("--help");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void becomes_the_node() throws Exception {
        Run run = run("node", "--config", "us.yaml");
        assertThat(run.out()).containsSubsequence("-cp", jar("node"), "io.sealane.node.Main");
        assertThat(run.out()).containsSubsequence("io.sealane.node.Main", "--config", "us.yaml");
        assertThat(run.out()).first().isEqualTo(Long.toString(run.pid()));
    }

    @Test
    void works_through_symbolic_links_from_anywhere() throws Exception {
        Path links = Files.createDirectory(folder.resolve("some links"));
        Path relative = Path.of("../a check out/gateway/sealane");
        Files.createSymbolicLink(links.resolve("to sealane"), relative);
        Path again =
                Files.createSymbolicLink(folder.resolve("sealane"), links.resolve("to sealane"));
        Run run = run(again, Map.of(), "show");
        assertThat(run.words()).containsExactly("show");
        assertThat(run.out())
                .contains("-Dsealane.launcher=" + root.toRealPath().resolve("gateway/sealane"));
    }

    @Test
    void builds_again_after_a_change_and_only_then() throws Exception {
        run("--help");
        Path source = root.resolve("gateway/core/src/main/java/A.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "class A {}");
        Path test = root.resolve("gateway/core/src/test/java/ATest.java");
        Files.createDirectories(test.getParent());
        Files.writeString(test, "class ATest {}");

        touch(source, Instant.now().minusSeconds(60));
        touch(test, Instant.now().plusSeconds(60));
        run("--help");
        assertThat(calls()).hasSize(1);

        touch(source, Instant.now().plusSeconds(60));
        run("--help");
        assertThat(calls()).hasSize(2);

        touch(source, Instant.now().minusSeconds(60));
        Path schema = Files.createFile(root.resolve("schemas/types.json"));
        touch(schema, Instant.now().plusSeconds(60));
        run("--help");
        assertThat(calls()).hasSize(3);

        Run told = run(Map.of("SEALANE_BUILD", "no"), "--help");
        assertThat(told.exit()).isZero();
        assertThat(calls()).hasSize(3);
    }

    @Test
    void two_first_uses_build_once() throws Exception {
        Process one = start(launcher(), Map.of(), "one");
        Process two = start(launcher(), Map.of(), "two");
        assertThat(finish(one).words()).containsExactly("one");
        assertThat(finish(two).words()).containsExactly("two");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void shows_what_maven_said_when_the_build_fails() throws Exception {
        Files.createFile(root.resolve("broken"));
        Run run = run("--help");
        assertThat(run.exit()).isEqualTo(Exit.ENVIRONMENT);
        assertThat(run.err()).contains("cannot find symbol", "sealane: the build failed");
        assertThat(run.out()).isEmpty();

        Files.delete(root.resolve("broken"));
        assertThat(run("--help").exit()).isZero();
    }

    @Test
    void says_what_to_install() throws Exception {
        Files.delete(path.resolve("mvn"));
        Run noMaven = run("--help");
        assertThat(noMaven.exit()).isEqualTo(Exit.ENVIRONMENT);
        assertThat(noMaven.err()).contains("apt-get install maven");

        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Run noJdk = run("--help");
        assertThat(noJdk.exit()).isEqualTo(Exit.ENVIRONMENT);
        assertThat(noJdk.err()).contains("A JDK 25 is needed", "apt-get install openjdk-25");
    }

    @Test
    void finds_a_jdk_on_the_path_and_below_the_home_folder() throws Exception {
        run("--help");
        Files.createSymbolicLink(path.resolve("java"), jdk.resolve("bin/java"));
        assertThat(run(Map.of("JAVA_HOME", ""), "--help").exit()).isZero();

        Files.delete(path.resolve("java"));
        Path home = Files.createDirectories(folder.resolve("home/.jdks"));
        Files.createSymbolicLink(home.resolve("temurin-25"), jdk);
        assertThat(run(Map.of("JAVA_HOME", "", "HOME", folder + "/home"), "--help").exit())
                .isZero();
    }

    @Test
    void options_of_the_user_come_last() throws Exception {
        Run run = run(Map.of("SEALANE_JAVA_OPTS", "-Xmx1g -Da=b"), "node");
        assertThat(run.out()).containsSubsequence("-Xmx256m", "-Xmx1g", "-Da=b", "-cp");
    }

    @Test
    void makes_and_then_uses_the_start_up_cache() throws Exception {
        Map<String, String> on = Map.of("SEALANE_AOT", "");
        assertThat(run(on, "node", "--help").out()).contains("-XX:AOTMode=off");
        Run first = run(on, "node");
        String option = "-XX:AOTConfiguration=";
        String record =
                first.out().stream()
                        .filter(word -> word.startsWith(option))
                        .findAny()
                        .orElseThrow();
        assertThat(record).endsWith("aot.record." + first.pid());
        Files.createFile(Path.of(record.substring(option.length())));

        // The second run starts without and has it made; one of the next ones finds it.
        String cache = record.replace(option, "-XX:AOTCache=").replaceAll("\\.record.*", "");
        assertThat(run(on, "node").out()).contains("-XX:AOTMode=off");
        while (!run(on, "node").out().contains(cache)) {
            assertThat(calls()).hasSize(1);
        }
        assertThat(run(Map.of("SEALANE_AOT", "no"), "node").out()).contains("-XX:AOTMode=off");

        // Under other options the JVM compiles otherwise: that cache is none for this one's runs.
        var other = Map.of("SEALANE_AOT", "", "SEALANE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        assertThat(run(other, "node").out())
                .contains("-XX:AOTMode=record")
                .noneMatch(word -> word.contains(cache));
        assertThat(run(on, "node").out()).contains(cache);

        // Left behind by the build before: begins anew.
        touch(root.resolve("gateway/node/target/built"), Instant.now().plusSeconds(60));
        assertThat(run(on, "node").out()).contains("-XX:AOTMode=record");
        try (Stream<Path> left = Files.list(root.resolve("gateway/node/target"))) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("built", "sealane-node.jar");
        }
    }

    private record Run(long pid, int exit, List<String> out, String err) {
        /** What came after the main class. */
        List<String> words() {
            return out.subList(out.indexOf("io.sealane.command.Main") + 1, out.size());
        }
    }

    private Path launcher() {
        return root.resolve("gateway/sealane");
    }

    private Run run(String... words) throws Exception {
        return run(launcher(), Map.of(), words);
    }

    private Run run(Map<String, String> environment, String... words) throws Exception {
        return run(launcher(), environment, words);
    }

    private Run run(Path script, Map<String, String> environment, String... words)
            throws Exception {
        return finish(start(script, environment, words));
    }

    private Process start(Path script, Map<String, String> environment, String... words)
            throws IOException {
        var command = new ArrayList<String>(List.of(script.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", path.toString(), "JAVA_HOME", jdk.toString()));
        builder.environment().put("SEALANE_AOT", "no");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static Run finish(Process process) throws Exception {
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.pid(), process.waitFor(), out.lines().toList(), err);
    }

    private String jar(String module) throws IOException {
        String name = "gateway/" + module + "/target/sealane-" + module + ".jar";
        return root.toRealPath().resolve(name).toString();
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(root.resolve("calls"));
    }

    private void onPath(String tool) throws IOException {
        for (String bin : List.of("/bin", "/usr/bin")) {
            Path real = Path.of(bin, tool);
            if (Files.exists(real)) {
                Files.createSymbolicLink(path.resolve(tool), real);
                return;
            }
        }
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void touch(Path file, Instant when) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(when));
    }
}
