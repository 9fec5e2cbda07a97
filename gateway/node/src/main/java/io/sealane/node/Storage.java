package io.sealane.node;

import io.sealane.core.document.PseudonymKey;
import io.sealane.core.exchange.Annals;
import io.sealane.core.identity.Outage;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.disk.DurableFile;
import io.sealane.node.federation.AnnalsFile;
import io.sealane.node.federation.Couriers;
import io.sealane.node.http.Bell;
import io.sealane.node.postgres.DatabaseAddress;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.store.AtRest;
import io.sealane.node.store.DataKeys;
import io.sealane.node.store.Database;
import io.sealane.node.store.DatabaseLimits;
import io.sealane.node.store.Migration;
import io.sealane.node.store.Partitions;
import io.sealane.node.store.PostgresStore;
import io.sealane.node.store.Wakes;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

import javax.crypto.SecretKey;

/**
 * The node's memory: its database server, where that is embedded, the store of its log, and the
 * annals beside both.
 */
final class Storage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    private final @Nullable EmbeddedPostgres server;
    private final Database database;
    private final Partitions partitions;
    private final PostgresStore store;
    private final DataKeys keys;
    private final AnnalsFile annals;
    private final Wakes wakes;

    private Storage(
            @Nullable EmbeddedPostgres server,
            Database database,
            Partitions partitions,
            PostgresStore store,
            DataKeys keys,
            AnnalsFile annals,
            Wakes wakes) {
        this.server = server;
        this.database = database;
        this.partitions = partitions;
        this.store = store;
        this.keys = keys;
        this.annals = annals;
        this.wakes = wakes;
    }

    /** Starts or finds the database, brings its tables up to date, and opens the store. */
    static Storage open(
            NodeConfig config,
            List<SecretKey> storageKeys,
            Vertx vertx,
            SecureRandom random,
            InstantSource clock)
            throws IOException, InterruptedException {
        DurableFile.createPrivateFolder(config.data());
        EmbeddedPostgres server = null;
        if (config.database() == null) {
            server =
                    EmbeddedPostgres.start(
                            config.data().resolve("postgres"), EmbeddedPostgres.userCache());
        }
        Database database = null;
        try {
            DatabaseAddress address = server == null ? address(config) : server.address();
            Migration.run(address);
            database = Database.open(vertx, address, DatabaseLimits.DEFAULT);
            var partitions = new Partitions(database);
            partitions.extend(clock.instant());
            var keys =
                    DataKeys.open(
                            config.data().resolve("keys").resolve("data-keys.json"),
                            storageKeys,
                            random);
            PostgresStore store =
                    PostgresStore.open(
                            database,
                            partitions,
                            new AtRest(keys, random),
                            clock,
                            config.log(),
                            config.node() + "/log/" + config.log());
            var annals = AnnalsFile.open(config.data().resolve("annals"), config.node());
            var limits = DatabaseLimits.DEFAULT;
            String process = UUID.randomUUID().toString();
            var wakes = new Wakes(vertx, address, limits, config.log(), process, random);
            store.wake(wakes);
            return new Storage(server, database, partitions, store, keys, annals, wakes);
        } catch (Throwable e) {
            if (database != null) {
                database.close();
            }
            if (server != null) {
                server.close();
            }
            throw e;
        }
    }

    private static DatabaseAddress address(NodeConfig config) throws IOException {
        NodeConfig.Database external = config.database();
        if (external == null) {
            throw new IllegalStateException("the database is embedded");
        }
        String password = Files.readString(external.passwordFile()).strip();
        return DatabaseAddress.parse(external.url(), password);
    }

    PostgresStore store() {
        return store;
    }

    PseudonymKey pseudonyms() {
        return keys.pseudonyms();
    }

    Annals annals() {
        return annals;
    }

    /** Lets other processes of the node wake what waits here. */
    void listen(Couriers couriers, Bell arrived) {
        wakes.start(
                wake -> {
                    wake.channels().forEach(couriers::call);
                    if (wake.inbox()) {
                        arrived.ring();
                    }
                },
                () -> {
                    couriers.call();
                    arrived.ring();
                });
    }

    /**
     * Whether the database can be expected to commit.
     *
     * @throws Outage if it does not answer, takes no writes, or had no room and still has none
     */
    void checkWritable() {
        if (!database.healthy()) {
            throw new Outage("the database takes no writes", 5);
        }
    }

    /** Goes by other storage keys; the first wraps from now on. */
    void wrap(List<SecretKey> storageKeys) {
        if (keys.wrap(storageKeys)) {
            LOG.info("event=data-keys-wrapped");
        }
    }

    /** Makes what the months ahead need. */
    void extend(InstantSource clock) {
        partitions.extend(clock.instant());
    }

    @Override
    public void close() {
        wakes.close();
        database.close();
        try {
            annals.close();
        } catch (IOException e) {
            LOG.warn("event=outage what=annals", e);
        }
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                throw new Outage("the embedded database did not stop in order", 5, e);
            }
        }
    }
}
