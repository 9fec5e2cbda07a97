package io.sealane.node.federation;

import io.sealane.core.exchange.Exclusions;
import io.sealane.core.exchange.Negotiation;
import io.sealane.core.exchange.Publisher;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Store;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.RightEdge;
import io.sealane.node.party.Registry;
import io.sealane.node.watch.Health;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a node does every second: looks where its log stands, brings agreements into the states that
 * are due, logs what waits to be logged, publishes the checkpoint if the log has grown.
 */
public final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long BEAT_MILLIS = 1_000;

    private final Self self;
    private final Store store;
    private final HeadJournal journal;
    private final RestoreGuard guard;
    private final Chronicle chronicle;
    private final Negotiation negotiation;
    private final Exclusions exclusions;
    private final Registry registry;
    private final Publisher publisher;
    private final Runnable storage;
    private final Thread thread = Thread.ofVirtual().name("heartbeat").unstarted(this::beatOn);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable String trouble;
    private volatile long treeSize;

    /**
     * A heartbeat.
     *
     * @param storage what the database has to do at each beat: an outage of it is trouble
     */
    public Heartbeat(
            Self self,
            Store store,
            HeadJournal journal,
            RestoreGuard guard,
            Chronicle chronicle,
            Negotiation negotiation,
            Exclusions exclusions,
            Registry registry,
            Publisher publisher,
            Runnable storage) {
        this.self = self;
        this.store = store;
        this.journal = journal;
        this.guard = guard;
        this.chronicle = chronicle;
        this.negotiation = negotiation;
        this.exclusions = exclusions;
        this.registry = registry;
        this.publisher = publisher;
        this.storage = storage;
    }

    /** The first beat is over when this returns: whoever asks after that finds all in place. */
    public void start() {
        beat();
        thread.start();
    }

    public void stop() throws InterruptedException {
        stopped.countDown();
        thread.join(Duration.ofSeconds(10));
    }

    private void beatOn() {
        try {
            while (!stopped.await(BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
                beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One beat; trouble is kept for the health check and told once. */
    void beat() {
        try {
            long signed = journal.highest().size();
            RightEdge head = store.head(self.log());
            treeSize = head.size();
            guard.compareRunning(signed, head);
            if (guard.isOpen()) {
                settle();
                chronicle.write();
                publisher.publish();
            }
            journal.force();
            storage.run();
            if (trouble != null) {
                LOG.info("event=recovered");
            }
            trouble = null;
        } catch (Outage | IOException | Refusal e) {
            if (trouble == null) {
                LOG.warn("event=outage what=heartbeat", e);
            }
            trouble =
                    e instanceof Outage
                            ? "the database does not answer or takes no writes"
                            : "cannot publish";
        } catch (RuntimeException | Error bug) {
            LOG.error("event=bug what=heartbeat", bug);
            trouble = "a fault of the program: see its log";
        }
    }

    /** One agreement that cannot be brought on does not keep the log from being published. */
    private void settle() {
        try {
            registry.settle();
            exclusions.settle();
            negotiation.settle();
        } catch (Refusal refusal) {
            LOG.warn("event=agreement-waits code={}", refusal.code(), refusal);
        }
    }

    public long treeSize() {
        return treeSize;
    }

    public Health.Finding finding() {
        String said = trouble;
        return said == null
                ? Health.Finding.well("the database answers")
                : Health.Finding.ill(said);
    }
}
