package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.NOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.Group;
import io.sealane.core.exchange.Store.Committed;
import io.sealane.core.exchange.Store.Lease;
import io.sealane.node.postgres.DatabaseAddress;
import io.sealane.node.postgres.SharedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A test over the store of a log of its own, in a database shared with the tests of its class. */
@ExtendWith(SharedPostgres.class)
abstract class StoreCase {
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final AtomicInteger LOGS = new AtomicInteger();

    static OpenStore open;

    int log;
    Exchanges make;
    PostgresStore store;

    @BeforeAll
    static void open(DatabaseAddress address, @TempDir Path keys) {
        open = new OpenStore(address, keys);
    }

    @AfterAll
    static void close() {
        open.close();
    }

    /** Each test has a log of its own: none sees another's rows. */
    @BeforeEach
    void begin() {
        log = LOGS.incrementAndGet();
        make = new Exchanges(42, log);
        store = reopened();
    }

    PostgresStore reopened() {
        return open.store(log);
    }

    /** The store that wrote, with its memories, and one that must read everything. */
    Stream<PostgresStore> both() {
        return Stream.of(store, reopened());
    }

    Committed commit(Change... changes) {
        try {
            return store.commit(new Group(log, List.of(changes)));
        } catch (Conflict e) {
            throw new AssertionError(e);
        }
    }

    void assertConflict(Change loser, Change... changes) {
        long size = store.head(log).size();
        Conflict conflict =
                catchThrowableOfType(
                        Conflict.class, () -> store.commit(new Group(log, List.of(changes))));
        assertThat(conflict).isNotNull();
        assertThat(conflict.change()).isSameAs(loser);
        assertThat(store.head(log).size()).as("nothing of the group is stored").isEqualTo(size);
    }

    Lease lease(ChannelName channel) {
        return Objects.requireNonNull(store.lease(channel, "a", NOW, LEASE));
    }

    static UUID delivery(Submitted submitted, int recipient) {
        return submitted.pending().get(recipient).delivery();
    }
}
