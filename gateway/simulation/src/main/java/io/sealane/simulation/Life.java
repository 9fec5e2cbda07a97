package io.sealane.simulation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/** One run of a process, from its start to its end, with all that goes on in it. */
final class Life {
    final Set<Task> tasks = new LinkedHashSet<>();

    /** What would wait for the lock under which this process commits. */
    final Deque<Task> waiting = new ArrayDeque<>();

    /** What holds that lock. */
    @Nullable Task committing;

    private boolean alive = true;

    boolean isAlive() {
        return alive;
    }

    void end() {
        alive = false;
        committing = null;
        waiting.clear();
    }
}
