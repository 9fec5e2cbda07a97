package io.sealane.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the threads of a JVM do, told by the names that the JVM and the libraries give them. */
final class Activity {
    private static final String OTHER = "other";

    // SPEC: proc(5): comm is cut to 15 characters.
    private static final Map<String, List<String>> NAMES =
            Map.of(
                    "compiler", List.of("C1 Compiler", "C2 Compiler"),
                    "collector", List.of("G1 ", "GC Thread", "VM Thread"),
                    "eventLoops", List.of("vert.x-event"),
                    "httpClient", List.of("HttpClient"),
                    "virtualThreads", List.of("ForkJoinPool"));

    private Activity() {}

    /** CPU time so far by activity; of a process that is no JVM all is {@code other}. */
    static Map<String, Duration> of(ProcessHandle process) {
        var times = new TreeMap<String, Duration>();
        try (var tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks.toList()) {
                times.merge(activity(task), Cost.ofThread(task), Duration::plus);
            }
            return times;
        } catch (NoSuchFileException ended) {
            return times;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String activity(Path task) throws IOException {
        String name;
        try {
            name = Files.readString(task.resolve("comm"));
        } catch (NoSuchFileException ended) {
            return OTHER;
        }
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(name::startsWith))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(OTHER);
    }
}
