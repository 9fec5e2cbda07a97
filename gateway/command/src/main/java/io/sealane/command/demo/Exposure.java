package io.sealane.command.demo;

import io.sealane.core.document.FieldClass;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which node saw how much of which class of other nodes' documents, counted in hideable units. What
 * a node's own parties issue it holds whole, and that is counted apart.
 */
public final class Exposure {
    private final List<String> nodes;
    private final Map<String, Map<String, Share>> byNode = new TreeMap<>();
    private final Map<String, Integer> own = new TreeMap<>();
    private final Set<String> sawEverything = new TreeSet<>();

    /** Units seen, of the units there were. */
    public record Share(int seen, int all) {
        private Share plus(int moreSeen, int more) {
            return new Share(seen + moreSeen, all + more);
        }
    }

    Exposure(List<String> nodes) {
        this.nodes = List.copyOf(nodes);
        for (String node : nodes) {
            byNode.put(node, new TreeMap<>());
            own.put(node, 0);
        }
    }

    /**
     * Counts one document.
     *
     * @param home the issuer's node
     * @param units every hideable unit: its class by its place
     * @param seen places of the units that a node saw, through all of its parties together
     */
    void add(String home, Map<String, FieldClass> units, Map<String, Set<String>> seen) {
        own.merge(home, 1, Integer::sum);
        for (String node : nodes) {
            if (node.equals(home)) {
                continue;
            }
            Set<String> its = seen.getOrDefault(node, Set.of());
            if (its.containsAll(units.keySet())) {
                sawEverything.add(node);
            }
            Map<String, Integer> all = new HashMap<>();
            Map<String, Integer> found = new HashMap<>();
            units.forEach((place, unit) -> {
                all.merge(topLevel(unit), 1, Integer::sum);
                if (its.contains(place)) {
                    found.merge(topLevel(unit), 1, Integer::sum);
                }
            });
            Map<String, Share> shares = byNode.computeIfAbsent(node, key -> new TreeMap<>());
            all.forEach((name, count) ->
                    shares.put(
                            name,
                            shares.getOrDefault(name, new Share(0, 0))
                                    .plus(found.getOrDefault(name, 0), count)));
        }
    }

    public List<String> nodes() {
        return nodes;
    }

    /** The top-level classes that occurred. */
    public Set<String> classes() {
        var classes = new TreeSet<String>();
        byNode.values().forEach(shares -> classes.addAll(shares.keySet()));
        return classes;
    }

    /** What a node saw of a class in other nodes' documents. */
    public Share share(String node, String topLevel) {
        return byNode.getOrDefault(node, Map.of()).getOrDefault(topLevel, new Share(0, 0));
    }

    /** How many documents a node's own parties issued. */
    public int own(String node) {
        return own.getOrDefault(node, 0);
    }

    /** Nodes that saw every unit of some document that is not their own. */
    public Set<String> sawEverything() {
        return new HashSet<>(sawEverything);
    }

    static String topLevel(FieldClass unit) {
        int dot = unit.name().indexOf('.');
        return dot < 0 ? unit.name() : unit.name().substring(0, dot);
    }
}
