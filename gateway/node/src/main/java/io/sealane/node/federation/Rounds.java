package io.sealane.node.federation;

import io.sealane.core.agreement.Directory;
import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.exchange.Neighbours;
import io.sealane.core.exchange.Partner;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.node.http.Pace;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Visits every partner, at start, then every minute, and when there is a reason: what it holds of
 * our log at the first contact, what it says of itself and of its parties each time.
 */
public final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    /** Who calls often is not visited more often. */
    private static final Duration AT_MOST_EVERY = Duration.ofMillis(500);

    private static final int OK = 200;
    private static final int QUESTIONS_A_SECOND = 10;

    private final Links links;
    private final Neighbours neighbours;
    private final RestoreGuard guard;
    private final DirectoryLog directories;
    private volatile @Nullable News news;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Round> rounds = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastContact = new ConcurrentHashMap<>();
    private final Pace questions = new Pace();

    /**
     * The way to one partner.
     *
     * @param wanted permits to go at once
     */
    private record Round(Thread thread, Semaphore wanted) {}

    /** Keeps a directory that was seen for the first time. */
    @FunctionalInterface
    public interface DirectoryLog {
        void note(Directory directory, byte[] jws);
    }

    /** Takes what a partner says of itself, each time. */
    public interface News {
        /** Whether the partner is asked: one of the configuration file is not. */
        boolean isAwaited(String partner);

        void of(String partner, String configuration) throws Refusal;

        /** Takes there what the partner is to know; each time. */
        void bring(String partner);
    }

    /** Who is told, from now on. */
    public void tell(News who) {
        news = who;
    }

    public Rounds(
            Links links,
            Neighbours neighbours,
            RestoreGuard guard,
            DirectoryLog directories,
            InstantSource clock,
            RandomGenerator random) {
        this.links = links;
        this.neighbours = neighbours;
        this.guard = guard;
        this.directories = directories;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Sets out, and waits a while for the first visits.
     *
     * @param patience after which the node goes on without those that have not answered
     */
    public void start(List<String> partners, Duration patience) throws InterruptedException {
        var first = new CountDownLatch(partners.size());
        partners.forEach(partner -> visit(partner, first));
        if (!first.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.info("event=partners-awaited missing={}", first.getCount());
        }
    }

    /** Goes to a partner that is new, or has moved: now, and then every minute. */
    public void visit(String partner) {
        leave(partner);
        visit(partner, new CountDownLatch(1));
    }

    /** Goes to all at once: there is something to tell them. */
    public void visitAll() {
        List.copyOf(rounds.keySet()).forEach(this::visit);
    }

    /**
     * Hears a partner again soon: it may say something new of itself or its parties.
     *
     * @return whether there is such a partner
     */
    public boolean hearAgain(String partner) {
        Round round = rounds.get(partner);
        if (round != null) {
            round.wanted().release();
        }
        return round != null;
    }

    /**
     * What was agreed with a partner changed, and with it whom of its parties it tells us: it is
     * asked at once. Until it has answered its parties are taken on trust.
     */
    public void renew(String partner) {
        if (rounds.containsKey(partner)) {
            neighbours.forgetDirectory(partner);
            visit(partner);
        }
    }

    /**
     * Asks a partner for its directory now, and waits for it: something that it should tell is not
     * in the one that is known.
     *
     * @return false where that was done too often, or the partner does not answer
     */
    public boolean ask(String partner) {
        if (!rounds.containsKey(partner)
                || questions.take(partner, 1, QUESTIONS_A_SECOND, clock.instant()) > 0) {
            return false;
        }
        try {
            learn(partner);
            return true;
        } catch (Refusal | Outage failure) {
            LOG.warn("event=partner-unreachable partner={}", partner, failure);
            return false;
        }
    }

    private void visit(String partner, CountDownLatch first) {
        var wanted = new Semaphore(0);
        rounds.put(
                partner,
                new Round(
                        Thread.ofVirtual()
                                .name("round " + partner)
                                .start(() -> visitAgainAndAgain(partner, first, wanted)),
                        wanted));
    }

    /** Goes there no more. */
    public void leave(String partner) {
        Round round = rounds.remove(partner);
        if (round != null) {
            round.thread().interrupt();
        }
        lastContact.remove(partner);
    }

    private void visitAgainAndAgain(String partner, CountDownLatch first, Semaphore wanted) {
        var backoff = new Backoff(random);
        boolean compared = false;
        while (!Thread.currentThread().isInterrupted()) {
            Duration pause = EVERY;
            try {
                if (!compared) {
                    compare(partner);
                    compared = true;
                }
                Instant asked = clock.instant();
                // First who it is: its directory may be signed with a key that is new.
                hear(partner);
                learn(partner);
                lastContact.put(partner, clock.instant());
                neighbours.heard(partner, asked);
                backoff.succeeded();
            } catch (Refusal | Outage failure) {
                if (Thread.currentThread().isInterrupted()) {
                    return; // Another visit goes there instead.
                }
                if (backoff.failures() == 0) {
                    LOG.warn("event=partner-unreachable partner={}", partner, failure);
                }
                pause = shorter(backoff.failed(), EVERY);
            } catch (RuntimeException | Error bug) {
                LOG.error("event=bug partner={}", partner, bug);
            }
            first.countDown();
            try {
                Thread.sleep(AT_MOST_EVERY);
                if (wanted.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void compare(String partner) throws Refusal {
        guard.compare(partner, Seen.parse(body(partner, "/federation/v1/seen")));
    }

    private void learn(String node) throws Refusal {
        byte[] jws = body(node, "/federation/v1/parties");
        Partner partner = neighbours.partner(node);
        Directory directory =
                Directory.parse(
                        new String(jws, StandardCharsets.US_ASCII),
                        node,
                        partner.federation(),
                        clock.instant());
        neighbours.learn(directory);
        directories.note(directory, jws);
    }

    private void hear(String partner) throws Refusal {
        News told = news;
        if (told == null) {
            return;
        }
        if (told.isAwaited(partner)) {
            byte[] said = body(partner, EntityConfiguration.PATH);
            told.of(partner, new String(said, StandardCharsets.US_ASCII));
        }
        told.bring(partner);
    }

    private byte[] body(String partner, String path) {
        PartnerClient.Reply reply = links.to(partner).get(path);
        if (reply.status() != OK) {
            throw new Outage(partner + " answers " + reply.status() + " to " + path, 1);
        }
        return reply.body();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** When a partner last answered, for an operator; null if it never did. */
    public Map<String, Instant> lastContact() {
        return Map.copyOf(lastContact);
    }

    public void stop() throws InterruptedException {
        rounds.values().forEach(round -> round.thread().interrupt());
        for (Round round : rounds.values()) {
            round.thread().join(Duration.ofSeconds(5));
        }
    }
}
