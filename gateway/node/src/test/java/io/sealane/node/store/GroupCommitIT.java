package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.FROM_NL;
import static io.sealane.node.store.Exchanges.NOW;
import static io.sealane.node.store.Exchanges.TO_NL;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.Group;
import io.sealane.core.exchange.Store.Committed;
import io.sealane.core.exchange.Store.Lease;
import io.sealane.core.exchange.Store.Queued;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.Proofs;
import io.sealane.core.ledger.RightEdge;
import io.sealane.node.postgres.DatabaseAddress;
import io.sealane.node.postgres.SharedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many at once: threads and processes over one log. */
@ExtendWith(SharedPostgres.class)
class GroupCommitIT {
    private static final int THREADS = 8;

    /** Two processes of one node. */
    private static OpenStore one;

    private static OpenStore two;

    @BeforeAll
    static void open(DatabaseAddress address, @TempDir Path keys) {
        one = new OpenStore(address, keys);
        two = new OpenStore(address, keys);
    }

    @AfterAll
    static void close() {
        two.close();
        one.close();
    }

    /** What a commit appended, and where it was told that it stands. */
    private record Appended(Committed committed, List<byte[]> entries) {}

    @Test
    void threads_of_two_processes_make_one_log_without_gaps() throws Exception {
        int log = 1;
        List<PostgresStore> stores = List.of(one.store(log), two.store(log));
        var appended = new ConcurrentLinkedQueue<Appended>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                running.add(
                        threads.submit(() -> {
                            appendGroups(stores.get(number % 2), log, number, appended);
                            return null;
                        }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        }
        List<Appended> inOrder =
                appended.stream()
                        .sorted(Comparator.comparingLong(each -> each.committed().firstIndex()))
                        .toList();
        RightEdge naive = RightEdge.empty();
        List<byte[]> entries = new ArrayList<>();
        for (Appended group : inOrder) {
            assertThat(group.committed().firstIndex()).isEqualTo(naive.size());
            naive = naive.append(group.entries().stream().map(Merkle::leafHash).toList());
            assertThat(group.committed().edge().size()).isEqualTo(naive.size());
            assertThat(group.committed().edge().root()).isEqualTo(naive.root());
            entries.addAll(group.entries());
        }
        assertThat(naive.size()).isGreaterThan(600);
        assertProvable(stores, log, entries);
    }

    private static void appendGroups(
            PostgresStore store, int log, int thread, ConcurrentLinkedQueue<Appended> appended)
            throws Conflict {
        Random random = new Random(thread);
        Exchanges make = new Exchanges(thread, log);
        for (int group = 0; group < 10; group++) {
            List<Change> changes = new ArrayList<>();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                changes.add(make.submitted(thread + " " + group + " " + i, TO_NL));
            }
            Group one = new Group(log, changes);
            List<byte[]> entries = one.leaves().stream().map(leaf -> leaf.entry()).toList();
            appended.add(new Appended(store.commit(one), entries));
        }
    }

    /** Every leaf can be proven to the root, by each process, from its memories and without. */
    private static void assertProvable(List<PostgresStore> stores, int log, List<byte[]> entries)
            throws Exception {
        List<PostgresStore> readers = new ArrayList<>(stores);
        readers.add(one.store(log));
        byte[] root = naiveRoot(entries.stream().map(Merkle::leafHash).toList());
        for (PostgresStore reader : readers) {
            RightEdge head = reader.head(log);
            assertThat(head.size()).isEqualTo(entries.size());
            assertThat(head.root()).isEqualTo(root);
            Proofs proofs = new Proofs(reader.tiles(log), head.size());
            for (int index = 0; index < entries.size(); index++) {
                Merkle.verifyInclusion(
                        Merkle.leafHash(entries.get(index)),
                        index,
                        head.size(),
                        proofs.inclusion(index),
                        root);
            }
            assertThat(reader.tree().entries(0, entries.size()))
                    .usingElementComparator(java.util.Arrays::compare)
                    .isEqualTo(entries);
        }
    }

    // SPEC: RFC 6962 2.1, by the book.
    private static byte[] naiveRoot(List<byte[]> hashes) {
        if (hashes.size() == 1) {
            return hashes.getFirst();
        }
        int split = Integer.highestOneBit(hashes.size() - 1);
        return Merkle.nodeHash(
                naiveRoot(hashes.subList(0, split)),
                naiveRoot(hashes.subList(split, hashes.size())));
    }

    @Test
    void of_submissions_under_one_key_exactly_one_is_stored() throws Exception {
        int log = 2;
        List<PostgresStore> stores = List.of(one.store(log), two.store(log));
        Exchanges make = new Exchanges(5, log);
        List<Submitted> rivals = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            rivals.add(make.submitted("the same", TO_NL));
        }
        var winners = new ConcurrentLinkedQueue<Submitted>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < rivals.size(); i++) {
                PostgresStore store = stores.get(i % 2);
                Submitted rival = rivals.get(i);
                running.add(
                        threads.submit(() -> {
                            try {
                                store.commit(new Group(log, List.of(rival)));
                                winners.add(rival);
                            } catch (Conflict expected) {
                                assertThat(expected.change()).isSameAs(rival);
                            }
                        }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        }
        assertThat(winners).hasSize(1);
        for (PostgresStore store : stores) {
            assertThat(store.head(log).size()).isEqualTo(1);
            var earlier = requireNonNull(store.earlier(log, Exchanges.ACME, "the same"));
            assertThat(earlier.document()).isEqualTo(winners.element().document().id());
        }
    }

    @Test
    void numbers_of_a_channel_arrive_once_however_many_bring_them() throws Exception {
        int log = 3;
        List<PostgresStore> stores = List.of(one.store(log), two.store(log));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                running.add(
                        threads.submit(() -> receiveTo(stores.get(number % 2), log, number, 40)));
            }
            int stored = 0;
            for (Future<Integer> thread : running) {
                stored += thread.get();
            }
            assertThat(stored).isEqualTo(40);
        }
        assertThat(stores.getFirst().incoming(FROM_NL).nextSeq()).isEqualTo(41);
        assertThat(stores.getFirst().answered(FROM_NL, 1, 100)).hasSize(40);
        assertThat(stores.getFirst().head(log).size()).isEqualTo(40);
    }

    /** Brings numbers until the last one is there; how many were its own. */
    private static int receiveTo(PostgresStore store, int log, int thread, long last) {
        Exchanges make = new Exchanges(100 + thread, log);
        int stored = 0;
        for (long next = 1; next <= last; next = store.incoming(FROM_NL).nextSeq()) {
            try {
                var received = make.received(FROM_NL, make.admitted(FROM_NL, next));
                store.commit(new Group(log, List.of(received)));
                stored++;
            } catch (Conflict _) {
                // Another one was faster.
            }
        }
        return stored;
    }

    @Test
    void a_process_that_lost_its_lease_numbers_nothing() throws Exception {
        int log = 4;
        Exchanges make = new Exchanges(9, log);
        PostgresStore first = one.store(log);
        PostgresStore second = two.store(log);
        for (int i = 0; i < 20; i++) {
            first.commit(new Group(log, List.of(make.submitted("key " + i, TO_NL))));
        }
        Duration length = Duration.ofSeconds(30);
        Lease slept = requireNonNull(first.lease(TO_NL, "one", NOW, length));
        List<Queued> sleepers = first.queued(TO_NL, 10);
        // "one" is suspended here, and its lease ends.
        Lease taken = requireNonNull(second.lease(TO_NL, "two", NOW.plus(length), length));
        UUID[] deliveries =
                second.queued(TO_NL, 10).stream().map(Queued::delivery).toArray(UUID[]::new);
        second.commit(
                new Group(
                        log,
                        List.of(make.sent(TO_NL, taken.epoch(), taken.nextSeq(), deliveries))));
        Change late =
                make.sent(TO_NL, slept.epoch(), slept.nextSeq(), sleepers.getFirst().delivery());
        Conflict conflict =
                org.assertj.core.api.Assertions.catchThrowableOfType(
                        Conflict.class, () -> first.commit(new Group(log, List.of(late))));
        assertThat(conflict.change()).isSameAs(late);
        assertThat(first.outgoing(TO_NL, 1, 100)).hasSize(10);
        assertThat(first.queued(TO_NL, 100)).hasSize(10);
    }
}
