package io.sealane.node.federation;

import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Dispatch;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Keeps every channel moving: a thread a channel, woken when something was submitted and once a
 * second in any case. A partner that is slow, down or lying holds up its own channel only.
 */
final class Couriers {
    private static final Logger LOG = LoggerFactory.getLogger(Couriers.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Dispatch dispatch;
    private final List<Courier> couriers = new ArrayList<>();
    private volatile boolean stopping;

    Couriers(Dispatch dispatch, List<ChannelName> channels, RandomGenerator random) {
        this.dispatch = dispatch;
        for (ChannelName channel : channels) {
            couriers.add(new Courier(channel, new Backoff(random)));
        }
    }

    void start() {
        couriers.forEach(courier -> courier.thread.start());
    }

    /** Something was submitted: those that have nothing to do look again. */
    void wake() {
        couriers.forEach(Courier::wake);
    }

    /** Ends after the round under way; the channels are then free for another process. */
    void stop() throws InterruptedException {
        stopping = true;
        for (Courier courier : couriers) {
            courier.call.release();
        }
        for (Courier courier : couriers) {
            courier.thread.join(Duration.ofSeconds(10));
        }
    }

    private final class Courier {
        private final ChannelName channel;
        private final Backoff backoff;
        private final Semaphore call = new Semaphore(0);
        private final Thread thread;
        private volatile boolean resting;

        Courier(ChannelName channel, Backoff backoff) {
            this.channel = channel;
            this.backoff = backoff;
            this.thread = Thread.ofVirtual().name("courier " + channel).unstarted(this::serve);
        }

        void wake() {
            // Who rests after a failure is not woken by more of the same.
            if (!resting && call.availablePermits() == 0) {
                call.release();
            }
        }

        private void serve() {
            try {
                while (!stopping) {
                    Duration pause = round();
                    if (pause.isPositive() && !stopping) {
                        boolean _ = call.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                        call.drainPermits();
                    }
                }
                dispatch.release(channel);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Outage outage) {
                // The lease ends by itself.
                LOG.warn("event=lease-kept channel={}", channel, outage);
            }
        }

        private Duration round() {
            try {
                Dispatch.Progress progress = dispatch.run(channel);
                if (backoff.failures() > 0) {
                    LOG.info("event=channel-moves channel={}", channel);
                }
                backoff.succeeded();
                resting = false;
                return progress == Dispatch.Progress.MORE ? Duration.ZERO : POLL;
            } catch (Refusal refusal) {
                return rest("code=" + refusal.code(), refusal);
            } catch (Outage outage) {
                return rest("code=unavailable", outage);
            } catch (RuntimeException | Error bug) {
                LOG.error("event=bug channel={}", channel, bug);
                return backoff.failed();
            }
        }

        private Duration rest(String why, Throwable failure) {
            boolean first = backoff.failures() == 0;
            Duration pause = backoff.failed();
            resting = true;
            if (first) {
                LOG.warn("event=channel-rests channel={} {}", channel, why, failure);
            } else {
                LOG.info(
                        "event=channel-rests channel={} {} failures={}",
                        channel,
                        why,
                        backoff.failures());
            }
            return pause;
        }
    }
}
