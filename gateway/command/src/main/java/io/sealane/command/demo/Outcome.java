package io.sealane.command.demo;

import io.sealane.audit.Report;
import io.sealane.client.Accepted;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What came of a run of the demo.
 *
 * @param logs by node
 * @param evidence reports by file name, offline
 * @param faults one sentence each; none if everything held
 */
public record Outcome(
        List<Sent> documents,
        Exposure exposure,
        Map<String, LogState> logs,
        Map<String, Report> evidence,
        List<String> faults) {
    public Outcome {
        documents = List.copyOf(documents);
        faults = List.copyOf(faults);
    }

    /** Whether something was delivered, all of it was, and everything about it verifies. */
    public boolean holds() {
        return faults.isEmpty() && documents.stream().anyMatch(one -> !one.arrivals().isEmpty());
    }

    /**
     * One document.
     *
     * @param name of its file
     * @param issuer {@code name@node}
     */
    public record Sent(
            String name,
            String type,
            UUID id,
            String issuer,
            List<Accepted.Warning> warnings,
            List<Arrival> arrivals) {}

    /**
     * What became of it at one recipient.
     *
     * @param node short name of the recipient's node
     * @param classes top-level classes of what it saw
     * @param shown number of hideable units it saw
     * @param hidden number of hideable units it did not see
     * @param verified both sides' evidence holds, and it holds exactly what its grant gives
     */
    public record Arrival(
            Accepted.Delivery delivery,
            String node,
            List<String> classes,
            int shown,
            int hidden,
            boolean verified) {}

    /**
     * A node's log as mirrored.
     *
     * @param leaves in the newest published tree
     * @param checkpoints that were published
     */
    public record LogState(long leaves, int checkpoints, Report report) {}
}
