package io.sealane.core.exchange;

import io.sealane.core.exchange.Change.Received;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Store.Answered;
import io.sealane.core.exchange.Store.Incoming;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A channel that ends here, in a {@link MemoryStore}: how each of its numbers was answered. */
final class MemoryInbound {
    private record Answering(ReceivedLine line, long index) {}

    private byte[] prev = new byte[32];
    private final TreeMap<Long, Answering> lines = new TreeMap<>();
    private final Map<UUID, Long> numbers = new HashMap<>();

    void take(Received received, long index) {
        prev = received.prev();
        long at = index;
        for (ReceivedLine line : received.lines()) {
            lines.put(line.seq(), new Answering(line, at++));
            numbers.put(line.delivery(), line.seq());
        }
    }

    Incoming next() {
        return new Incoming(lines.isEmpty() ? 1 : lines.lastKey() + 1, prev);
    }

    List<Answered> answered(long fromSeq, int limit) {
        return lines.tailMap(fromSeq).values().stream()
                .limit(limit)
                .map(one ->
                        new Answered(
                                one.line().seq(),
                                one.line().delivery(),
                                one.line().inputHash(),
                                one.line().leaf().statement(),
                                one.line().leaf().blinding(),
                                one.index()))
                .toList();
    }

    Map<UUID, Long> numbersOf(List<UUID> ids) {
        var found = new HashMap<UUID, Long>(numbers);
        found.keySet().retainAll(ids);
        return found;
    }
}
