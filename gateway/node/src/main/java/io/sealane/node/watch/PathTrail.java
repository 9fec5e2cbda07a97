package io.sealane.node.watch;

import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Observer;
import io.sealane.core.identity.Code;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.UUID;

/** Turns what happens on the paths into numbers and into lines for the operator. */
public final class PathTrail implements Observer {
    private static final Logger LOG = LoggerFactory.getLogger("exchange");

    private final Metrics metrics;
    private final Runnable arrived;
    private final Rounds rounds;

    /** Keeps what was tried, for the party whose document it is. */
    @FunctionalInterface
    public interface Rounds {
        void note(ChannelName channel, long firstSeq, long lastSeq, String outcome);
    }

    /**
     * A trail.
     *
     * @param arrived called when something came into an inbox
     */
    public PathTrail(Metrics metrics, Runnable arrived, Rounds rounds) {
        this.metrics = metrics;
        this.arrived = arrived;
        this.rounds = rounds;
    }

    @Override
    public void submitted(UUID document, int recipients) {
        metrics.count("sealane.documents.submitted");
        LOG.info("event=submitted document={} recipients={}", document, recipients);
    }

    @Override
    public void sent(ChannelName channel, int lines) {
        metrics.count("sealane.deliveries.sent", lines, "to", channel.to());
    }

    @Override
    public void tried(ChannelName channel, long firstSeq, long lastSeq, String outcome) {
        rounds.note(channel, firstSeq, lastSeq, outcome);
    }

    @Override
    public void delivered(ChannelName channel, UUID delivery) {
        metrics.count("sealane.deliveries.delivered", "to", channel.to());
    }

    @Override
    public void refusedBy(ChannelName channel, UUID delivery, Code code) {
        metrics.count("sealane.deliveries.refused", "to", channel.to(), "code", code.wireName());
        LOG.warn(
                "event=refused-by channel={} delivery={} code={}",
                channel,
                delivery,
                code.wireName());
    }

    @Override
    public void cancelled(ChannelName channel, UUID delivery, Code code) {
        metrics.count("sealane.deliveries.cancelled", "to", channel.to(), "code", code.wireName());
        LOG.warn(
                "event=cancelled channel={} delivery={} code={}",
                channel,
                delivery,
                code.wireName());
    }

    @Override
    public void admitted(ChannelName channel, UUID delivery) {
        metrics.count("sealane.deliveries.admitted", "from", channel.from());
        arrived.run();
    }

    @Override
    public void refused(ChannelName channel, UUID delivery, Code code) {
        metrics.count(
                "sealane.deliveries.rejected", "from", channel.from(), "code", code.wireName());
        LOG.warn(
                "event=refused channel={} delivery={} code={}", channel, delivery, code.wireName());
    }

    @Override
    public void rejected(String peer, Code code) {
        metrics.count("sealane.batches.rejected", "from", peer, "code", code.wireName());
        // How two nodes find out what they know of each other: no trouble.
        if (code != Code.STALE_CHECKPOINT) {
            LOG.warn("event=rejected peer={} code={}", peer, code.wireName());
        }
    }

    @Override
    public void equivocation(String peer, String where) {
        metrics.count("sealane.equivocations", "peer", peer);
        LOG.error("event=equivocation peer={} where=\"{}\" alarm=true", peer, where);
    }

    @Override
    public void committed(int changes, int leaves, long treeSize) {
        metrics.count("sealane.log.groups");
        metrics.count("sealane.log.leaves", leaves);
    }
}
