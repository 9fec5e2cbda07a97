package io.sealane.node.party;

import io.sealane.node.config.NodeConfig;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The parties of this node as they are now, for whoever asks: a request, a document, a partner. */
public final class Roster {
    private final Map<String, Registered> parties = new ConcurrentHashMap<>();

    /** Begins with these. */
    public Roster(Collection<NodeConfig.Party> first) {
        first.forEach(one -> learn(new Registered(one)));
    }

    /** From now on it is as told here. */
    public void learn(Registered one) {
        parties.put(one.party().name(), one);
    }

    /** A party, or one that was; null where there never was one of that name. */
    public @Nullable Registered find(String name) {
        return parties.get(name);
    }

    /** A party that has not ended. */
    public NodeConfig.@Nullable Party party(String name) {
        Registered one = parties.get(name);
        return one == null || one.hasEnded() ? null : one.party();
    }

    /** The types that a party may issue now. */
    public Set<String> issues(String name) {
        NodeConfig.Party party = party(name);
        return party == null ? Set.of() : party.issues();
    }

    /** All, those that ended too, by name. */
    public List<Registered> all() {
        return List.copyOf(new TreeMap<>(parties).values());
    }
}
