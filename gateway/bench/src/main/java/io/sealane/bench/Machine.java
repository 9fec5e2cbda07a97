package io.sealane.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a figure was seen on: without it, it says nothing. */
final class Machine {
    private static final Path LOAD = Path.of("/proc/loadavg");

    private Machine() {}

    static ObjectNode describe() throws IOException {
        ObjectNode machine =
                Json.object()
                        .put("processors", Runtime.getRuntime().availableProcessors())
                        .put("system", System.getProperty("os.name"))
                        .put("architecture", System.getProperty("os.arch"))
                        .put("java", Runtime.version().toString());
        if (Files.exists(LOAD)) {
            machine.put("load", load());
        }
        return machine;
    }

    /** Processes that ran or waited in the last minute: more than ours, and the run was noisy. */
    private static double load() throws IOException {
        return Double.parseDouble(Files.readString(LOAD).split(" ", 2)[0]);
    }
}
