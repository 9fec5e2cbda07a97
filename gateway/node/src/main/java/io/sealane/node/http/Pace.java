package io.sealane.node.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How fast each partner may deliver, as was agreed, or each party ask, as its operator says: a
 * bucket that fills with so many messages a second and holds those of one second. A batch is taken
 * while the bucket is not empty, and may leave it in debt, so that a batch of any size gets through
 * in its time.
 */
public final class Pace {
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    private static final class Bucket {
        private double level;
        private Instant at;

        Bucket(double level, Instant at) {
            this.level = level;
            this.at = at;
        }

        synchronized long take(int messages, int perSecond, Instant now) {
            double seconds = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
            level = Math.min(perSecond, level + seconds * perSecond);
            at = now;
            if (level > 0) {
                level -= messages;
                return 0;
            }
            return Math.max(1, (long) Math.ceil(-level / perSecond));
        }
    }

    /**
     * Takes messages of one of them, or tells when it may come again.
     *
     * @param perSecond what it may; 0 is no limit
     * @return 0 if they may pass, else the seconds to wait
     */
    public long take(String partner, int messages, int perSecond, Instant now) {
        if (perSecond <= 0) {
            return 0;
        }
        return buckets.computeIfAbsent(partner, _ -> new Bucket(perSecond, now))
                .take(messages, perSecond, now);
    }
}
