package io.sealane.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * What one input may cost: its memory here, its time by {@code @Timeout}, which Jazzer keeps to.
 */
public final class Expense {
    /** Inputs are a few KiB: this is room for what is read of them, and for no amplification. */
    private static final long MOST_BYTES = 96L << 20;

    private Expense() {}

    /** What is done with an input. */
    public interface Work {
        /** Does it. */
        void run() throws Exception;
    }

    /** Does the work on this thread, and fails if more was allocated than an input may cost. */
    public static void limit(Work work) throws Exception {
        if (allocatedBy(work) > MOST_BYTES) {
            // Classes, schemas and tables are loaded once, which no input is to blame for.
            assertThat(allocatedBy(work)).as("bytes allocated").isLessThan(MOST_BYTES);
        }
    }

    private static long allocatedBy(Work work) throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
