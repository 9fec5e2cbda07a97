package io.sealane.core.exchange;

/**
 * A change's condition no longer held, so nothing of its group was stored: another process was
 * faster. The path reads again and decides anew.
 */
public final class Conflict extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Change change;

    public Conflict(Change change) {
        super(change.getClass().getSimpleName(), null, false, false);
        this.change = change;
    }

    /** The change that could not be stored. */
    public Change change() {
        return change;
    }
}
