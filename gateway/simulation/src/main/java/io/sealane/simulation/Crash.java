package io.sealane.simulation;

/** The end of a process at this very point. No path may catch it, as none can catch a kill. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
        super("killed", null, false, false);
    }
}
