package io.sealane.node.store;

/** Carries out of a transaction, which it rolls back, whose condition no longer held. */
final class LostCondition extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int change;

    /**
     * @param change position of the change in its group
     */
    LostCondition(int change) {
        super("condition lost", null, false, false);
        this.change = change;
    }

    int change() {
        return change;
    }
}
