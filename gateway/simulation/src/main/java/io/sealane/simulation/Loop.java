package io.sealane.simulation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * One clock, and one hand that moves everything: of all that goes on at a time exactly one task
 * runs, and which is next follows from the order of the events alone.
 */
final class Loop implements InstantSource {
    private record Event(Instant at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Semaphore returned = new Semaphore(0);
    private Instant now;
    private long scheduled;
    private long happened;
    private @Nullable Task running;
    private @Nullable Throwable bug;

    Loop(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** How many events there were. */
    long happened() {
        return happened;
    }

    void after(Duration delay, Runnable what) {
        at(now.plus(delay), what);
    }

    void at(Instant when, Runnable what) {
        events.add(new Event(when.isBefore(now) ? now : when, scheduled++, what));
    }

    /**
     * Lets everything happen in its order.
     *
     * @param goOn asked after each event
     * @throws Throwable what a task threw that no path may throw: a bug
     */
    void run(Instant until, BooleanSupplier goOn) throws Throwable {
        for (Event next = events.peek();
                next != null && !next.at().isAfter(until);
                next = events.peek()) {
            events.remove();
            now = next.at();
            next.what().run();
            happened++;
            if (bug != null) {
                throw bug;
            }
            if (!goOn.getAsBoolean()) {
                return;
            }
        }
        now = until;
    }

    /** Starts a task in a process that is alive. */
    void start(Life life, Runnable body, Runnable orphaned) {
        var task = new Task(life, body, orphaned);
        life.tasks.add(task);
        wakeAt(now, task);
    }

    /** Ends a process: each of its tasks ends where it stands. */
    void end(Life life) {
        life.end();
        for (Task task : List.copyOf(life.tasks)) {
            if (!task.equals(running)) {
                wakeAt(now, task);
            }
        }
    }

    /** The task that calls this. */
    Task current() {
        return Objects.requireNonNull(running, "only a task can wait");
    }

    /** Lets the calling task wait: others move on. */
    void sleep(Duration length) {
        Task task = current();
        wakeAt(now.plus(length), task);
        park(task);
    }

    /** What wakes the calling task, if that happens while it waits the next time. */
    Runnable alarm() {
        Task task = current();
        long turn = task.turns;
        return () -> at(now, () -> resume(task, turn));
    }

    private void wakeAt(Instant when, Task task) {
        long turn = task.turns;
        at(when, () -> resume(task, turn));
    }

    /** Lets the calling task wait until its alarm is rung. */
    void rest() {
        park(current());
    }

    private void park(Task task) {
        returned.release();
        task.turn.acquireUninterruptibly();
        if (!task.life.isAlive()) {
            throw new Crash();
        }
    }

    private void resume(Task task, long turn) {
        if (task.done || task.turns != turn) {
            return;
        }
        Life life = task.life;
        task.turns++;
        running = task;
        if (task.thread == null && life.isAlive()) {
            task.thread = Thread.ofVirtual().start(() -> run(task));
            returned.acquireUninterruptibly();
        } else if (task.thread == null) {
            task.done = true;
            task.killed = true;
        } else {
            task.turn.release();
            returned.acquireUninterruptibly();
        }
        running = null;
        if (task.done) {
            life.tasks.remove(task);
            if (task.killed) {
                task.orphaned.run();
            }
        }
    }

    private void run(Task task) {
        try {
            task.body.run();
        } catch (Crash end) {
            task.killed = true;
        } catch (Throwable notOfThePaths) {
            bug = notOfThePaths;
        }
        task.done = true;
        returned.release();
    }
}
