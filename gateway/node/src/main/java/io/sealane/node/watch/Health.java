package io.sealane.node.watch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whether the node can do its work, asked now and answered by those who know. */
public final class Health {
    private final String node;
    private final List<Check> checks = new CopyOnWriteArrayList<>();

    public Health(String node) {
        this.node = node;
    }

    /** One thing the node cannot do without. */
    @FunctionalInterface
    public interface Probe {
        Finding look();
    }

    /**
     * What a probe found.
     *
     * @param detail for the operator: what it is and, where it is not well, what to do
     */
    public record Finding(boolean well, String detail) {
        public static Finding well(String detail) {
            return new Finding(true, detail);
        }

        public static Finding ill(String detail) {
            return new Finding(false, detail);
        }
    }

    private record Check(String name, Probe probe) {}

    /**
     * What is told at {@code /health/ready}.
     *
     * @param json whose process answers, and what each check found: for the node's own machine
     */
    public record Report(boolean ready, ObjectNode json) {}

    public void add(String name, Probe probe) {
        checks.add(new Check(name, probe));
    }

    public Report report() {
        boolean ready = true;
        List<ObjectNode> lines = new ArrayList<>();
        for (Check check : checks) {
            Finding finding = look(check);
            ready &= finding.well();
            lines.add(
                    Json.object()
                            .put("name", check.name())
                            .put("ok", finding.well())
                            .put("detail", finding.detail()));
        }
        ObjectNode json =
                Json.object()
                        .put("node", node)
                        .put("process", ProcessHandle.current().pid())
                        .put("ready", ready);
        ArrayNode array = json.putArray("checks");
        lines.forEach(array::add);
        return new Report(ready, json);
    }

    private static Finding look(Check check) {
        try {
            return check.probe().look();
        } catch (RuntimeException e) {
            return Finding.ill("cannot be told: " + e.getClass().getSimpleName());
        }
    }
}
