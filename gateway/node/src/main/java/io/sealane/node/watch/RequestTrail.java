package io.sealane.node.watch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** Counts every request, and writes a line for each that was not simply answered. */
public final class RequestTrail implements Traffic {
    private static final Logger LOG = LoggerFactory.getLogger("requests");

    private final Metrics metrics;

    public RequestTrail(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void answered(
            String listener, String route, String caller, int status, String code, Duration took) {
        metrics.time(
                "sealane.requests",
                took,
                "listener",
                listener,
                "route",
                route,
                "status",
                Integer.toString(status));
        if (status >= 400) {
            metrics.count("sealane.refusals", "listener", listener, "code", code);
            LOG.warn(
                    "event=request-refused listener={} route=\"{}\" caller={} status={} code={}",
                    listener,
                    route,
                    caller,
                    status,
                    code);
        }
    }
}
