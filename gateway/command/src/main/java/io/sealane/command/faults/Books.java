package io.sealane.command.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What was acknowledged against what arrived, over all cycles. It believes no node. */
final class Books {
    /**
     * A delivery of an acknowledged document, as its sender tells it.
     *
     * @param channel from which node to which
     * @param state in the API's words
     * @param seq its number in the channel; 0 if it has none
     * @param receipt what the sender keeps of the receipt
     */
    record Delivery(
            UUID document, UUID delivery, String channel, String state, long seq, String receipt) {}

    private final Map<UUID, Delivery> delivered = new HashMap<>();
    private final Map<String, Set<Long>> numbers = new TreeMap<>();
    private final Set<UUID> arrived = new HashSet<>();
    private final Set<String> violations = new LinkedHashSet<>();

    void violated(String what) {
        violations.add(what);
    }

    /** An acknowledged document when all was healed and time had passed. */
    void settled(Delivery one) {
        if (!one.state().equals("delivered")) {
            violated("acknowledged and lost: document " + one.document() + " is " + one.state());
            return;
        }
        if (delivered.putIfAbsent(one.delivery(), one) != null) {
            violated("two documents share the delivery " + one.delivery());
        }
        if (!numbers.computeIfAbsent(one.channel(), name -> new TreeSet<>()).add(one.seq())) {
            violated("number " + one.seq() + " was given twice on " + one.channel());
        }
    }

    /** Something is in an inbox, read from where the reader stopped. */
    void arrived(UUID delivery) {
        if (!arrived.add(delivery)) {
            violated("twice in an inbox: " + delivery);
        }
    }

    /** What the receiver keeps of the receipt that it gave. */
    void receipted(UUID delivery, String receipt) {
        Delivery known = delivered.get(delivery);
        if (known != null && !known.receipt().equals(receipt)) {
            violated("sender and receiver have different receipts of " + delivery);
        }
    }

    /** What is wrong now, each once; asked when all is settled and all inboxes are read. */
    List<String> violations() {
        var found = new ArrayList<>(violations);
        violations.clear();
        for (UUID delivery : delivered.keySet()) {
            if (!arrived.contains(delivery)) {
                found.add("receipted, and not in the inbox: " + delivery);
            }
        }
        for (UUID delivery : arrived) {
            if (!delivered.containsKey(delivery)) {
                found.add("in an inbox, and nobody sent it: " + delivery);
            }
        }
        numbers.forEach((channel, taken) -> {
            long last = taken.stream().mapToLong(seq -> seq).max().orElse(0);
            if (last != taken.size()) {
                found.add(last + " numbers were given for " + taken.size() + " on " + channel);
            }
        });
        return found;
    }

    int arrivals() {
        return arrived.size();
    }

    /** The same deliveries, when no inbox has been read. */
    Books beforeArrivals() {
        var same = new Books();
        same.delivered.putAll(delivered);
        numbers.forEach((channel, taken) -> same.numbers.put(channel, new TreeSet<>(taken)));
        return same;
    }
}
