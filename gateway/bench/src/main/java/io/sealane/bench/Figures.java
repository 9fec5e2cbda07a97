package io.sealane.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Figures as they are printed: with three digits, since no more is ever true. */
final class Figures {
    private static final int DIGITS = 3;

    private Figures() {}

    static double round(double value) {
        return value == 0
                ? 0
                : new java.math.BigDecimal(value)
                        .round(new java.math.MathContext(DIGITS))
                        .doubleValue();
    }

    static double perSecond(long count, Duration time) {
        return round(count * 1e9 / time.toNanos());
    }

    /** Median, 99th percentile and largest, in milliseconds. */
    static ObjectNode millis(Collection<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        return Json.object()
                .put("p50", millis(sorted.get(sorted.size() / 2)))
                .put("p99", millis(sorted.get(sorted.size() * 99 / 100)))
                .put("max", millis(sorted.getLast()));
    }

    private static double millis(Duration time) {
        return round(time.toNanos() / 1e6);
    }
}
