package io.sealane.core.exchange;

import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.exchange.Change.Erased;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What a {@link MemoryStore} has in its inboxes, and how long. */
final class MemoryHoldings implements Holdings {
    private final List<Admitted> inbox;
    private final List<Held> held = new ArrayList<>();
    private final Set<UUID> erased = new HashSet<>();

    /**
     * Over an inbox that something is added to by {@link #keep} alone.
     *
     * @param inbox in the order of the log
     */
    MemoryHoldings(List<Admitted> inbox) {
        this.inbox = inbox;
    }

    void keep(Admitted admitted, UUID delivery, long index) {
        inbox.add(admitted);
        held.add(new Held(delivery, index, admitted.at()));
    }

    /** Whether all of it is still there. */
    boolean holds(Erased change) {
        return change.held().stream().noneMatch(one -> erased.contains(one.delivery()));
    }

    /** Leaves the tokens. */
    void erase(Erased change) {
        for (Held one : change.held()) {
            erased.add(one.delivery());
            int at = held.indexOf(one);
            Admitted whole = inbox.get(at);
            inbox.set(
                    at,
                    new Admitted(
                            whole.document(),
                            whole.vct(),
                            whole.issuer(),
                            whole.recipient(),
                            whole.agreement(),
                            bare(whole.presentation()),
                            whole.second(),
                            whole.sentLeaf(),
                            List.of(),
                            whole.at()));
        }
    }

    private static String bare(String presentation) {
        return presentation.substring(0, presentation.indexOf('~'))
                + presentation.substring(presentation.lastIndexOf('~'));
    }

    @Override
    public List<Held> due(int log, Under line, Instant before, int limit) {
        var due = new ArrayList<Held>();
        for (int i = 0; i < held.size() && due.size() < limit; i++) {
            Admitted one = inbox.get(i);
            if (!erased.contains(held.get(i).delivery())
                    && one.at().isBefore(before)
                    && one.vct().equals(line.vct())
                    && one.recipient().role().equals(line.role())
                    && Arrays.equals(one.agreement(), line.agreement())) {
                due.add(held.get(i));
            }
        }
        return due;
    }

    @Override
    public void forget(int log, Under line, Instant before) {
        // Memory has no keys.
    }
}
