package io.sealane.simulation;

import java.util.LinkedHashSet;
import java.util.Set;

/** One run of a process, from its start to its end, with all that goes on in it. */
final class Life {
    final Set<Task> tasks = new LinkedHashSet<>();

    private boolean alive = true;

    boolean isAlive() {
        return alive;
    }

    void end() {
        alive = false;
    }
}
