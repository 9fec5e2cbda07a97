package io.sealane.simulation;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Semaphore;

/** Something that a process does, on a thread of its own that moves only when it is its turn. */
final class Task {
    final Life life;
    final Runnable body;

    /** What to do where the process ended before the task did. */
    final Runnable orphaned;

    final Semaphore turn = new Semaphore(0);
    @Nullable Thread thread;

    /** How often it had its turn: whoever would wake it for an earlier wait comes too late. */
    long turns;

    boolean done;
    boolean killed;

    Task(Life life, Runnable body, Runnable orphaned) {
        this.life = life;
        this.body = body;
        this.orphaned = orphaned;
    }
}
