package io.sealane.core.exchange;

import io.sealane.core.exchange.Change.Cancelled;
import io.sealane.core.exchange.Change.Erased;
import io.sealane.core.exchange.Change.Noted;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.Received;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.Settled;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Change.Voided;
import io.sealane.core.json.Base64Url;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the changes of a group hold in a {@link MemoryStore}, each as the ones before it leave
 * things: callers that exclude one another may well come in one group.
 */
final class MemoryConditions {
    private final MemoryStore store;
    private final Map<ChannelName, Long> nextSent = new HashMap<>();
    private final Map<ChannelName, Long> nextReceived = new HashMap<>();
    private final Set<List<Object>> done = new HashSet<>();

    MemoryConditions(MemoryStore store) {
        this.store = store;
    }

    /**
     * Checks all of them.
     *
     * @throws Conflict with the first that does not hold
     */
    void check(Group group) throws Conflict {
        for (Change change : group.changes()) {
            if (!holds(change)) {
                throw new Conflict(change);
            }
        }
    }

    private boolean holds(Change change) {
        return switch (change) {
            case Submitted one ->
                    !store.submissions.containsKey(MemoryStore.key(one))
                            && !store.documents.containsKey(one.document().id())
                            && first("submitted", MemoryStore.key(one))
                            && first("document", one.document().id());
            case Sent one -> {
                MemoryOutbound out = store.out(one.channel());
                Long next = nextSent.put(one.channel(), one.nextSeq());
                one.lines().forEach(line -> first("sent", line.delivery()));
                yield out.epoch == one.epoch()
                        && store.register.carries(one)
                        && one.firstSeq() == (next == null ? out.nextSeq : next);
            }
            case Voided one ->
                    store.out(one.channel()).epoch == one.epoch()
                            && store.delivery(one.delivery()).receipted == null
                            && store.delivery(one.delivery()).voided == null
                            && !isDone("receipted", one.delivery())
                            && first("voided", one.delivery());
            case Cancelled one ->
                    store.delivery(one.delivery()).sent == null && !isDone("sent", one.delivery());
            case Received one -> {
                Long next = nextReceived.put(one.channel(), one.nextSeq());
                yield store.register.carries(one)
                        && one.firstSeq()
                                == (next == null ? store.incoming(one.channel()).nextSeq() : next);
            }
            case Receipted one ->
                    store.delivery(one.delivery()).receipted == null
                            && first("receipted", one.delivery());
            case Erased one ->
                    store.holdings.holds(one)
                            && one.held().stream()
                                    .allMatch(held -> first("erased", held.delivery()));
            case Noted one -> !store.noted.containsKey(one.name()) && first("noted", one.name());
            case Settled one ->
                    store.register.takes(one)
                            && first("noted", one.name())
                            && first("settled", Base64Url.encode(one.agreement()));
        };
    }

    private boolean first(String what, Object which) {
        return done.add(List.of(what, which));
    }

    private boolean isDone(String what, Object which) {
        return done.contains(List.of(what, which));
    }
}
