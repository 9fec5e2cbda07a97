package io.sealane.simulation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * The lock under which a process commits, in virtual time: who waits for it lets the others move,
 * and is served in the order of coming.
 */
final class Turnstile implements Lock {
    private record Waiting(Task task, Runnable wake) {}

    private final Loop loop;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Task holder;

    Turnstile(Loop loop) {
        this.loop = loop;
    }

    /** How many wait; whoever commits does it for all of them too. */
    int waiting() {
        return waiting.size();
    }

    @Override
    public void lock() {
        Task task = loop.current();
        if (holder == null) {
            holder = task;
            return;
        }
        waiting.add(new Waiting(task, loop.alarm()));
        loop.rest();
        if (!task.equals(holder)) {
            throw new IllegalStateException("woken before its turn");
        }
    }

    @Override
    public void unlock() {
        Waiting next = waiting.poll();
        holder = next == null ? null : next.task();
        if (next != null) {
            next.wake().run();
        }
    }

    @Override
    public void lockInterruptibly() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean tryLock() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException();
    }
}
