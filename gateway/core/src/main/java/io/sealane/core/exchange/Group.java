package io.sealane.core.exchange;

import java.util.List;

/**
 * What one transaction makes true: changes of one log, in order. Their leaves are appended in the
 * same order.
 */
public record Group(int log, List<Change> changes) {
    public List<Commitment> leaves() {
        return changes.stream().flatMap(change -> change.leaves().stream()).toList();
    }
}
