package io.sealane.node.watch;

import com.sun.management.HotSpotDiagnosticMXBean;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has the heap give back, when the node is idle, what it needed when it was busy. A collector that
 * always kept the heap that small would work without end while the node is busy: so the share of
 * the heap that may stay free is small for this one collection only.
 */
public final class IdleMemory {
    private static final long LOOK_SECONDS = 20;

    /** Percent of the heap that a full collection leaves free; it can be changed at any time. */
    private static final String MOST_FREE = "MaxHeapFreeRatio";

    private static final String LEAST_FREE = "MinHeapFreeRatio";
    private static final String FEW = "10";
    private static final String FEWEST = "5";

    private final LongSupplier collections;
    private final Runnable collect;
    private final Thread thread = Thread.ofVirtual().name("idle memory").unstarted(this::lookOn);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private long last;
    private boolean busy;

    /** Of this JVM. */
    public IdleMemory() {
        this(IdleMemory::collectionsSoFar, IdleMemory::shrink);
    }

    IdleMemory(LongSupplier collections, Runnable collect) {
        this.collections = collections;
        this.collect = collect;
        this.last = collections.getAsLong();
        this.busy = true; // A start is work too.
    }

    public void start() {
        thread.start();
    }

    public void stop() throws InterruptedException {
        stopped.countDown();
        thread.join();
    }

    private void lookOn() {
        try {
            while (!stopped.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Collects once where nothing was collected since the last look, but something before. */
    void look() {
        long now = collections.getAsLong();
        if (now != last) {
            busy = true;
        } else if (busy) {
            collect.run();
            busy = false;
        }
        last = collections.getAsLong();
    }

    private static void shrink() {
        var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        String least = machine.getVMOption(LEAST_FREE).getValue();
        String most = machine.getVMOption(MOST_FREE).getValue();
        machine.setVMOption(LEAST_FREE, FEWEST);
        machine.setVMOption(MOST_FREE, FEW);
        try {
            System.gc();
        } finally {
            machine.setVMOption(MOST_FREE, most);
            machine.setVMOption(LEAST_FREE, least);
        }
    }

    private static long collectionsSoFar() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
