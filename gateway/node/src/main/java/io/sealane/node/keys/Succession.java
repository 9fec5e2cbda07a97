package io.sealane.node.keys;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The keys of one purpose, one succeeding the other. Each has a certificate, and the time at which
 * that begins is the time from which on the key is used: of those that have begun the last is the
 * current one. The others are published as well, so that partners know a key before it signs and as
 * long as something is under way that it signed.
 *
 * @param members the highest number first; never empty
 */
public record Succession<K>(List<Member<K>> members) {
    /**
     * One key.
     *
     * @param alias its name in the key file
     * @param from when its certificate begins
     */
    public record Member<K>(String alias, K key, Instant from) {
        @Override
        public String toString() {
            return alias;
        }
    }

    public Succession {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("A node has keys of every purpose.");
        }
    }

    /** The current key first, the others from the newest to the oldest. */
    public List<K> at(Instant now) {
        return ordered(now).stream().map(Member::key).toList();
    }

    public K current(Instant now) {
        return ordered(now).getFirst().key();
    }

    /** The current key first, then those that were it before. */
    List<K> begun(Instant now) {
        List<Member<K>> all = ordered(now);
        return all.stream()
                .filter(one -> one.equals(all.getFirst()) || !now.isBefore(one.from()))
                .map(Member::key)
                .toList();
    }

    /** Under which name the current key stands in the key file. */
    String currentAlias(Instant now) {
        return ordered(now).getFirst().alias();
    }

    /** The key that is used next; null if none waits. */
    public @Nullable K next(Instant now) {
        List<Member<K>> all = ordered(now);
        return all.stream()
                .skip(1)
                .filter(one -> now.isBefore(one.from()))
                .min(Comparator.comparing(Member::from))
                .map(Member::key)
                .orElse(null);
    }

    private List<Member<K>> ordered(Instant now) {
        var order = new ArrayList<>(members);
        // Of one time the later number.
        order.sort(Comparator.<Member<K>, Instant>comparing(Member::from).reversed());
        List<Member<K>> begun = new ArrayList<>(order);
        begun.removeIf(one -> now.isBefore(one.from()));
        // A node whose only key begins in a minute does not wait for it: clocks differ.
        Member<K> first = begun.isEmpty() ? order.getLast() : begun.getFirst();
        order.remove(first);
        order.addFirst(first);
        return order;
    }

    /** Without some; with all of them if nothing would be left. */
    Succession<K> without(Predicate<K> unwanted) {
        List<Member<K>> left = members.stream().filter(one -> !unwanted.test(one.key())).toList();
        return left.isEmpty() ? this : new Succession<>(left);
    }

    /** Something of every key, the current one's first. */
    public <T> List<T> each(Instant now, Function<K, T> what) {
        return at(now).stream().map(what).toList();
    }
}
