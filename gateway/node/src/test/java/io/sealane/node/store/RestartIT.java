package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.TO_NL;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.Group;
import io.sealane.core.identity.Outage;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.RightEdge;
import io.sealane.node.postgres.DatabaseAddress;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.postgres.SharedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The database dies under load, again and again; the same store goes on when it is back. */
@ExtendWith(SharedPostgres.class)
class RestartIT {
    private static final int LOG = 1;
    private static final int THREADS = 4;
    private static final int KILLS = 3;
    private static final long PAUSE_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void loses_nothing_that_was_acknowledged_and_stores_nothing_twice(
            DatabaseAddress address, EmbeddedPostgres server, @TempDir Path keys) throws Exception {
        try (OpenStore open = new OpenStore(address, keys)) {
            PostgresStore store = open.store(LOG);
            Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
            Semaphore progress = new Semaphore(0);
            CountDownLatch stop = new CountDownLatch(1);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> running = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    int number = thread;
                    running.add(
                            threads.submit(
                                    () -> submit(store, number, acknowledged, progress, stop)));
                }
                Random random = new Random(20261123);
                for (int kill = 0; kill < KILLS; kill++) {
                    await(progress, 5 + random.nextInt(40));
                    assertThat(ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly())
                            .isTrue();
                }
                await(progress, 20);
                stop.countDown();
                int outages = 0;
                for (Future<Integer> thread : running) {
                    outages += thread.get();
                }
                assertThat(outages).as("the kills were felt").isPositive();
            }
            assertComplete(open, store, acknowledged);
        }
    }

    /** Submits until told to stop; what ends in an outage is tried again under the same ids. */
    private static int submit(
            PostgresStore store,
            int thread,
            Set<UUID> acknowledged,
            Semaphore progress,
            CountDownLatch stop)
            throws InterruptedException {
        Exchanges make = new Exchanges(thread, LOG);
        int outages = 0;
        for (int i = 0; stop.getCount() > 0; i++) {
            String key = thread + " " + i;
            Submitted submitted = make.submitted(key, TO_NL);
            Instant deadline = Instant.now().plus(PATIENCE);
            while (true) {
                assertThat(Instant.now()).isBefore(deadline);
                try {
                    store.commit(new Group(LOG, List.of(submitted)));
                    break;
                } catch (Outage outage) {
                    assertThat(outage.retryAfterSeconds()).isPositive();
                    outages++;
                    stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (Conflict storedBefore) {
                    // The outage hid that it was committed.
                    UUID stored =
                            Objects.requireNonNull(store.earlier(LOG, Exchanges.ACME, key))
                                    .document();
                    assertThat(stored).isEqualTo(submitted.document().id());
                    break;
                }
            }
            acknowledged.add(submitted.document().id());
            progress.release();
        }
        return outages;
    }

    /** So many more acknowledgements, counted from now. */
    private static void await(Semaphore progress, int more) throws InterruptedException {
        progress.drainPermits();
        assertThat(progress.tryAcquire(more, PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static void assertComplete(
            OpenStore open, PostgresStore store, Set<UUID> acknowledged) {
        RightEdge head = store.head(LOG);
        assertThat(head.size()).isEqualTo(acknowledged.size());
        assertThat(store.queued(TO_NL, 100_000))
                .extracting(queued -> queued.document().id())
                .containsExactlyInAnyOrderElementsOf(acknowledged);
        PostgresStore reader = open.store(LOG);
        List<byte[]> entries = reader.tree().entries(0, (int) head.size());
        RightEdge naive = RightEdge.empty().append(entries.stream().map(Merkle::leafHash).toList());
        assertThat(naive.root()).isEqualTo(head.root());
        assertThat(reader.openings().range(0, (int) head.size()))
                .allSatisfy(opening ->
                        assertThat(opening.entry()).isEqualTo(entries.get((int) opening.index())));
    }
}
