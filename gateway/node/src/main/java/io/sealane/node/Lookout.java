package io.sealane.node;

import io.sealane.core.exchange.KeyRevocations;
import io.sealane.core.identity.Outage;
import io.sealane.node.federation.Links;
import io.sealane.node.federation.Rounds;
import io.sealane.node.federation.SelfDescription;
import io.sealane.node.keys.LiveKeys;
import io.sealane.node.keys.Revocations;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks every two seconds at files that an operator may change while the node runs. */
final class Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final long EVERY_SECONDS = 2;

    private final List<Runnable> looks;
    private final Thread thread = Thread.ofVirtual().name("lookout").unstarted(this::lookOn);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Lookout(List<Runnable> looks) {
        this.looks = List.copyOf(looks);
    }

    /** Keys and revocation lists, and what follows from new ones; until the node ends. */
    static void over(
            LiveKeys keys,
            Revocations revocations,
            KeyRevocations compromised,
            SelfDescription description,
            Links links,
            Rounds rounds,
            Endings endings) {
        keys.tell(() -> {
            description.changed();
            links.renew();
            // Whoever is visited asks back.
            rounds.visitAll();
        });
        revocations.tell(() -> {
            links.cut();
            rounds.visitAll();
        });
        var lookout = new Lookout(List.of(keys::look, revocations::look, compromised::settle));
        lookout.thread.start();
        endings.add("lookout", lookout::stop);
    }

    private void stop() throws InterruptedException {
        stopped.countDown();
        thread.join(Duration.ofSeconds(10));
    }

    private void lookOn() {
        try {
            while (!stopped.await(EVERY_SECONDS, TimeUnit.SECONDS)) {
                looks.forEach(Lookout::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Runnable one) {
        try {
            one.run();
        } catch (Outage outage) {
            LOG.warn("event=outage what=lookout", outage);
        } catch (RuntimeException | Error bug) {
            LOG.error("event=bug what=lookout", bug);
        }
    }
}
