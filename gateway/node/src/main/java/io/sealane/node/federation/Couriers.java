package io.sealane.node.federation;

import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Dispatch;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Keeps every channel moving: a thread a channel, called when something was submitted here or at
 * another process and, once a second, when the store says that something waits. A partner that is
 * slow, down or lying holds up its own channel only.
 */
public final class Couriers {
    private static final Logger LOG = LoggerFactory.getLogger(Couriers.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Dispatch dispatch;
    private final Supplier<List<ChannelName>> busy;
    private final RandomGenerator random;
    private final Map<ChannelName, Courier> couriers = new ConcurrentHashMap<>();
    private final Thread poll = Thread.ofVirtual().name("courier poll").unstarted(this::poll);
    private volatile boolean stopping;

    /**
     * A courier for each channel.
     *
     * @param busy the channels on which something waits, as the store knows
     */
    public Couriers(
            Dispatch dispatch,
            List<ChannelName> channels,
            Supplier<List<ChannelName>> busy,
            RandomGenerator random) {
        this.dispatch = dispatch;
        this.busy = busy;
        this.random = random;
        for (ChannelName channel : channels) {
            couriers.put(channel, new Courier(channel, new Backoff(random)));
        }
    }

    /** A channel to a partner that is new. */
    public void open(ChannelName channel) {
        couriers.computeIfAbsent(
                channel,
                _ -> {
                    var courier = new Courier(channel, new Backoff(random));
                    courier.thread.start();
                    return courier;
                });
    }

    public void start() {
        couriers.values().forEach(courier -> courier.thread.start());
        poll.start();
    }

    /** Something was submitted: those that have nothing to do look again. */
    public void call() {
        couriers.values().forEach(Courier::call);
    }

    /** Something waits for a node, as another process of this one says. */
    public void call(String node) {
        couriers.forEach((channel, courier) -> {
            if (channel.to().equals(node)) {
                courier.call();
            }
        });
    }

    /** A partner is there again: what rests because it was away goes on at once. */
    public void returned(String node) {
        couriers.forEach((channel, courier) -> {
            if (channel.to().equals(node)) {
                courier.rest.end();
            }
        });
    }

    /** What may go to a partner changed: what waits for it is looked at anew, and at once. */
    public void changed(String node) {
        returned(node);
        call();
    }

    /** Ends after the rounds under way; the channels are then free for another process. */
    public void stop() throws InterruptedException {
        stopping = true;
        poll.interrupt();
        couriers.values().forEach(Courier::end);
        for (Courier courier : couriers.values()) {
            courier.thread.join(Duration.ofSeconds(10));
        }
    }

    private void poll() {
        while (!stopping) {
            try {
                Thread.sleep(POLL);
                for (ChannelName channel : busy.get()) {
                    Courier courier = couriers.get(channel);
                    if (courier != null) {
                        courier.call();
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (Outage outage) {
                LOG.debug("event=poll-failed", outage); // Whoever does the work tells of it.
            } catch (RuntimeException | Error bug) {
                LOG.error("event=bug what=poll", bug);
            }
        }
    }

    private final class Courier {
        private final ChannelName channel;
        private final Backoff backoff;
        private final Semaphore calls = new Semaphore(0);
        private final Rest rest = new Rest();
        private final Thread thread;
        private boolean resting;

        Courier(ChannelName channel, Backoff backoff) {
            this.channel = channel;
            this.backoff = backoff;
            this.thread = Thread.ofVirtual().name("courier " + channel).unstarted(this::serve);
        }

        void call() {
            if (calls.availablePermits() == 0) {
                calls.release();
            }
        }

        void end() {
            calls.release();
            rest.end();
        }

        private void serve() {
            try {
                while (!stopping) {
                    calls.acquire();
                    calls.drainPermits();
                    rest(rounds());
                }
                dispatch.release(channel);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Outage outage) {
                // The lease ends by itself.
                LOG.warn("event=lease-kept channel={}", channel, outage);
            }
        }

        /** Goes as often as there is something to do; tells how long to rest then. */
        private Duration rounds() {
            try {
                Dispatch.Progress progress = Dispatch.Progress.MORE;
                while (progress == Dispatch.Progress.MORE && !stopping) {
                    progress = dispatch.run(channel);
                    if (resting) {
                        LOG.info("event=channel-moves channel={}", channel);
                    }
                    resting = false;
                    backoff.succeeded();
                    rest.forget();
                }
                return Duration.ZERO;
            } catch (Refusal refusal) {
                return failed(refusal.code().wireName(), refusal);
            } catch (Outage outage) {
                return failed("unavailable", outage);
            } catch (RuntimeException | Error bug) {
                LOG.error("event=bug channel={}", channel, bug);
                return backoff.failed();
            }
        }

        private Duration failed(String code, Throwable failure) {
            boolean first = !resting;
            resting = true;
            Duration pause = backoff.failed();
            if (first) {
                LOG.warn("event=channel-rests channel={} code={}", channel, code, failure);
            } else {
                LOG.info(
                        "event=channel-rests channel={} code={} failures={}",
                        channel,
                        code,
                        backoff.failures());
            }
            return pause;
        }

        /** Rests after a failure, whoever calls: until the partner is back, or all ends. */
        private void rest(Duration pause) throws InterruptedException {
            if (pause.isPositive()) {
                if (rest.take(pause)) {
                    backoff.succeeded();
                }
                call();
            }
        }
    }
}
