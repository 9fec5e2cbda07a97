package io.sealane.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * CPU time of a set of processes, as the operating system counts it: each with its children, those
 * that have ended included. A child that is in the set itself is counted there alone.
 */
final class Cost {
    // SPEC: proc(5): utime, stime, cutime and cstime are fields 14 to 17, in ticks of 1/100 s (the
    // kernel's USER_HZ, the same on every Linux architecture that a JVM runs on).
    private static final int FIRST_FIELD = 11;
    private static final int TICKS_PER_SECOND = 100;

    private final Map<String, Supplier<ProcessHandle>> processes = new LinkedHashMap<>();

    /** Adds a process; asked for at each reading, since it may have been started again. */
    Cost add(String name, Supplier<ProcessHandle> process) {
        processes.put(name, process);
        return this;
    }

    /** CPU time so far, by process. */
    Map<String, Duration> read() {
        Map<String, ProcessHandle> named = named();
        var read = new LinkedHashMap<String, Duration>();
        named.forEach((name, process) ->
                read.put(name, time(ticksWithChildren(process, named.values()))));
        return read;
    }

    /** CPU time so far of the threads of each process, by what they do: see {@link Activity}. */
    Map<String, Map<String, Duration>> readThreads() {
        var read = new LinkedHashMap<String, Map<String, Duration>>();
        named().forEach((name, process) -> read.put(name, Activity.of(process)));
        return read;
    }

    private Map<String, ProcessHandle> named() {
        var named = new LinkedHashMap<String, ProcessHandle>();
        processes.forEach((name, process) -> named.put(name, process.get()));
        return named;
    }

    /** Milliseconds a message, by process and in sum. */
    static ObjectNode each(Map<String, Duration> before, Map<String, Duration> after, long count) {
        ObjectNode each = Json.object();
        double sum = 0;
        for (var entry : after.entrySet()) {
            Duration earlier = before.getOrDefault(entry.getKey(), Duration.ZERO);
            double millis = entry.getValue().minus(earlier).toMillis() / (double) count;
            each.put(entry.getKey(), Figures.round(millis));
            sum += millis;
        }
        return each.put("all", Figures.round(sum));
    }

    private static long ticksWithChildren(
            ProcessHandle process, Collection<ProcessHandle> countedApart) {
        return ticks(Path.of("/proc/" + process.pid() + "/stat"), FIRST_FIELD + 4)
                + process.children()
                        .filter(child -> !countedApart.contains(child))
                        .mapToLong(child -> ticksWithChildren(child, countedApart))
                        .sum();
    }

    /** CPU time of one thread, which {@code task} is the folder of, without any children. */
    static Duration ofThread(Path task) {
        return time(ticks(task.resolve("stat"), FIRST_FIELD + 2));
    }

    private static Duration time(long ticks) {
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    private static long ticks(Path file, int endField) {
        try {
            String stat = Files.readString(file);
            // The name in brackets may hold blanks: count from behind it.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int i = FIRST_FIELD; i < endField; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (NoSuchFileException ended) {
            return 0; // Its parent, or the process as a whole, counts it from now on.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident memory of one process, in MiB. */
    static long residentMib(ProcessHandle process) throws IOException {
        // SPEC: proc(5): VmRSS is in kB of 1,024 bytes.
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow(() -> new IOException("no VmRSS of " + process.pid()));
        }
    }
}
