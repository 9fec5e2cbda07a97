package io.sealane.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What happened, in numbers. */
public final class Tally {
    /**
     * How often a process was killed at a port call.
     *
     * @param before when nothing of the call was done
     * @param after when all of it was done, and nobody had been told
     */
    public record Crashes(long before, long after) {
        Crashes plus(Crashes other) {
            return new Crashes(before + other.before, after + other.after);
        }

        boolean bothWays() {
            return before > 0 && after > 0;
        }
    }

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final SortedMap<String, Crashes> crashes = new TreeMap<>();
    private final SortedMap<String, Long> outcomes = new TreeMap<>();

    Tally() {
        for (Fault fault : Fault.values()) {
            faults.put(fault, 0L);
        }
        Ports.all().forEach(port -> crashes.put(port, new Crashes(0, 0)));
    }

    void count(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void crash(String port, boolean before) {
        crashes.merge(port, new Crashes(before ? 1 : 0, before ? 0 : 1), Crashes::plus);
    }

    void count(String outcome, long more) {
        outcomes.merge(outcome, more, Long::sum);
    }

    long of(Fault... kinds) {
        long sum = 0;
        for (Fault kind : kinds) {
            sum += faults.getOrDefault(kind, 0L);
        }
        return sum;
    }

    long of(String outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    void add(Tally other) {
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        other.crashes.forEach((port, count) -> crashes.merge(port, count, Crashes::plus));
        other.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
    }

    /** How often each fault happened, by its words, in a fixed order. */
    public Map<String, Long> faults() {
        var byWords = new java.util.LinkedHashMap<String, Long>();
        faults.forEach((fault, count) -> byWords.put(fault.words(), count));
        return byWords;
    }

    /** By port call, e.g. {@code Store.commit}. */
    public SortedMap<String, Crashes> crashes() {
        return crashes;
    }

    /** Documents, deliveries and what became of them. */
    public SortedMap<String, Long> outcomes() {
        return outcomes;
    }

    /** The port calls that were not crashed both before and after; none is what we want. */
    public List<String> notCrashedBothWays() {
        return crashes.entrySet().stream()
                .filter(entry -> !entry.getValue().bothWays())
                .map(Map.Entry::getKey)
                .toList();
    }
}
