package io.sealane.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be done at the end, last begun first: also where a start failed half-way. */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Deque<Ending> endings = new ArrayDeque<>();

    /** Something that can end, and may fail to. */
    @FunctionalInterface
    interface Step {
        void end() throws Exception;
    }

    private record Ending(String what, Step step) {}

    void add(String what, Step step) {
        endings.push(new Ending(what, step));
    }

    /** Begins something that is to be ended. */
    void begin(String what, Runnable start, Step end) {
        start.run();
        add(what, end);
    }

    /**
     * Ends everything, whatever fails on the way.
     *
     * @return whether nothing failed
     */
    boolean run() {
        boolean clean = true;
        while (!endings.isEmpty()) {
            Ending ending = endings.pop();
            try {
                ending.step().end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                clean = false;
            } catch (Exception e) {
                LOG.warn("event=end-failed what=\"{}\"", ending.what(), e);
                clean = false;
            }
        }
        return clean;
    }
}
