package io.sealane.node.watch;

import java.time.Duration;

/** Hears of every request that was answered: for metrics and log lines. */
@FunctionalInterface
public interface Traffic {
    /**
     * A request was answered.
     *
     * @param route the route's template, never the path that was asked: that may hold anything
     * @param code of a refusal; empty where nothing was refused
     */
    void answered(
            String listener, String route, String caller, int status, String code, Duration took);
}
