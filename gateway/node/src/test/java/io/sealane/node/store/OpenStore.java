package io.sealane.node.store;

import io.sealane.node.postgres.DatabaseAddress;
import io.vertx.core.Vertx;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

import javax.crypto.spec.SecretKeySpec;

/** A node's store with everything it stands on, as one process has it. */
final class OpenStore implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final Database database;
    final Partitions partitions;
    final AtRest atRest;

    /**
     * @param keys folder of the data keys: processes of one node share it
     */
    OpenStore(DatabaseAddress address, Path keys) {
        this(address, keys, DatabaseLimits.DEFAULT);
    }

    OpenStore(DatabaseAddress address, Path keys, DatabaseLimits limits) {
        try {
            byte[] storageKey = new byte[32];
            Arrays.fill(storageKey, (byte) 7);
            Migration.run(address);
            database = Database.open(vertx, address, limits);
            partitions = new Partitions(database);
            partitions.extend(Exchanges.NOW);
            atRest =
                    new AtRest(
                            DataKeys.open(
                                    keys.resolve("data-keys.json"),
                                    List.of(new SecretKeySpec(storageKey, "AES")),
                                    new SecureRandom()),
                            new SecureRandom());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The store of one log, without memories. */
    PostgresStore store(int log) {
        return PostgresStore.open(
                database,
                partitions,
                atRest,
                InstantSource.fixed(Exchanges.NOW),
                log,
                Exchanges.origin(log));
    }

    @Override
    public void close() {
        database.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
