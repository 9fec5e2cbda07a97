package io.sealane.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.command.fleet.Program;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that runs as its user runs it: through {@code gateway/sealane}, in a process. */
final class Launched implements AutoCloseable {
    private static final int LONGEST_SECONDS = 240;

    private final Process process;
    private final BufferedReader out;

    private Launched(Process process) {
        this.process = process;
        this.out = process.inputReader(UTF_8);
    }

    /** The command with these words; what it complains of goes to the test's own standard error. */
    static Launched sealane(Path folder, String... words) throws IOException {
        var line = new ArrayList<>(Program.ofThisCheckout().words());
        line.addAll(List.of(words));
        return of(folder, line);
    }

    /** A line as a user pastes it. */
    static Launched shell(Path folder, String line) throws IOException {
        return of(folder, List.of("sh", "-c", line));
    }

    private static Launched of(Path folder, List<String> line) throws IOException {
        return new Launched(
                new ProcessBuilder(line)
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** All lines up to the first that contains the text, or to the end. */
    List<String> linesUntil(String text) throws IOException {
        var lines = new ArrayList<String>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.contains(text)) {
                break;
            }
        }
        return lines;
    }

    String output() throws IOException {
        return out.readAllAsString();
    }

    /** SIGTERM. */
    void stop() {
        process.destroy();
    }

    /** The exit code. */
    int end() {
        return process.onExit().orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join().exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        end();
    }
}
