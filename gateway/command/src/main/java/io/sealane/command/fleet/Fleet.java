package io.sealane.command.fleet;

import io.sealane.core.identity.Outage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several nodes of one federation, each a process with its own database, on this machine. It stops
 * and kills what it started and nothing else. Closing it stops all.
 */
public final class Fleet implements AutoCloseable {
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();

    private Fleet(List<Berth> berths, Program program, Map<String, String> environment) {
        for (Berth berth : berths) {
            nodes.put(berth.name(), new NodeProcess(berth, program, environment));
        }
    }

    /** A fleet of nodes that are not started yet. */
    public static Fleet of(List<Berth> berths, Program program) {
        return new Fleet(berths, program, Map.of());
    }

    /**
     * A fleet whose processes see more than the environment of this one.
     *
     * @param environment variables to add
     */
    public static Fleet of(List<Berth> berths, Program program, Map<String, String> environment) {
        return new Fleet(berths, program, environment);
    }

    /** A node by the name of its folder, e.g. {@code us}. */
    public NodeProcess node(String name) {
        NodeProcess node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node in " + name);
        }
        return node;
    }

    public List<NodeProcess> nodes() {
        return List.copyOf(nodes.values());
    }

    /**
     * Starts all nodes at once and waits until each is ready.
     *
     * @throws Outage if one is not ready in time, or as soon as any ends
     */
    public void start(Duration longest) throws IOException {
        for (NodeProcess node : nodes.values()) {
            node.start();
        }
        for (NodeProcess node : nodes.values()) {
            node.awaitReady(longest, this::check);
        }
    }

    /**
     * Does nothing while all run that should.
     *
     * @throws Outage if a node has ended by itself: how, and what it said last
     */
    public void check() {
        nodes.values().forEach(NodeProcess::check);
    }

    /** Asks all nodes to end, waits, and kills those that do not, with their databases. */
    @Override
    public void close() {
        nodes.values().forEach(NodeProcess::askToStop);
        nodes.values().forEach(NodeProcess::stop);
    }

    static Outage outage(String what, Path output) {
        return new Outage(what + "; see " + output, RETRY_AFTER_SECONDS);
    }
}
