package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.FROM_NL;
import static io.sealane.node.store.Exchanges.TO_NL;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.exchange.Change;
import io.sealane.node.postgres.DatabaseAddress;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.postgres.SharedPostgres;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Two processes of one node, which wake each other through their database. */
class WakesIT extends StoreCase {
    private static final String NL = "nl.sealane.example";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int ROUNDS = 10;

    private Heard first = new Heard();
    private Heard second = new Heard();

    /** A process, and what it hears. */
    private static final class Heard {
        final BlockingQueue<Wake> some = new LinkedBlockingQueue<>();
        final Semaphore all = new Semaphore(0);
        @Nullable Wakes wakes;

        Wakes open(DatabaseAddress address, int log, String name) {
            var its =
                    new Wakes(
                            open.vertx,
                            address,
                            DatabaseLimits.DEFAULT,
                            log,
                            name,
                            new Random(log));
            wakes = its;
            its.start(some::add, all::release);
            return its;
        }

        void isConnected() throws InterruptedException {
            assertThat(all.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        }

        Wake next() throws InterruptedException {
            Wake wake = some.poll(30, TimeUnit.SECONDS);
            assertThat(wake).isNotNull();
            return wake == null ? Wake.NOTHING : wake;
        }
    }

    @BeforeEach
    void listen(DatabaseAddress address) throws Exception {
        first = new Heard();
        second = new Heard();
        store.wake(first.open(address, log, "first"));
        second.open(address, log, "second");
        first.isConnected();
        second.isConnected();
    }

    @AfterEach
    void leave() {
        for (Heard one : new Heard[] {first, second}) {
            Wakes its = one.wakes;
            if (its != null) {
                its.close();
            }
        }
    }

    @Test
    void a_commit_wakes_the_other_process_long_before_it_would_look() throws Exception {
        Duration best = POLL;
        for (int i = 0; i < ROUNDS && best.compareTo(POLL.dividedBy(4)) >= 0; i++) {
            commit(make.submitted("key " + i, TO_NL));
            long committed = System.nanoTime();
            assertThat(second.next()).isEqualTo(new Wake(false, Set.of(NL)));
            best = Duration.ofNanos(System.nanoTime() - committed);
        }
        assertThat(best).isLessThan(POLL.dividedBy(4));
        assertThat(first.some).as("its own are not for it").isEmpty();
    }

    @Test
    void what_came_into_an_inbox_is_told_and_what_concerns_nobody_is_not() throws Exception {
        Change.Submitted submitted = make.submitted("key", TO_NL);
        commit(submitted);
        assertThat(second.next().channels()).containsExactly(NL);
        commit(make.sent(TO_NL, lease(TO_NL).epoch(), 1, delivery(submitted, 0)));
        commit(make.received(FROM_NL, make.admitted(FROM_NL, 1, "a")));
        assertThat(second.next()).isEqualTo(new Wake(true, Set.of()));
        assertThat(second.some).isEmpty();
    }

    @Test
    void a_process_that_lost_its_connection_looks_at_everything_when_it_is_back(
            EmbeddedPostgres server, DatabaseAddress address) throws Exception {
        for (int i = 0; i < 3; i++) {
            SharedPostgres.run(
                    server,
                    address.database(),
                    "select pg_terminate_backend(pid) from pg_stat_activity where"
                            + " application_name = '"
                            + Wakes.APPLICATION
                            + "' and datname = current_database()");
            // It does not wait for whoever is to be woken.
            commit(make.submitted("key " + i, TO_NL));
            second.isConnected();
            first.isConnected();
        }
        second.some.clear();
        commit(make.submitted("at last", TO_NL));
        assertThat(second.next().channels()).containsExactly(NL);
    }

    @Test
    void words_that_are_not_known_say_nothing() {
        Wake both = new Wake(true, Set.of(NL, "sg.sealane.example"));
        assertThat(Wake.parse(both.text())).isEqualTo(both);
        assertThat(Wake.parse("poem " + both.text() + " to")).isEqualTo(both);
        assertThat(Wake.parse("").isNothing()).isTrue();
        assertThat(both.and(new Wake(false, Set.of("x.example"))).channels()).hasSize(3);
    }
}
