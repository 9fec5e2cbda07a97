package io.sealane.node.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The node's numbers, as Prometheus reads them. No label holds what a stranger can choose. */
public final class Metrics {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** The text that is scraped. */
    public String scrape() {
        // On a virtual thread a BufferedWriter (JDK 25) begins small and, written to by the
        // character, grows by the character: a page of 8 KB then costs 17 MB of garbage.
        return CompletableFuture.supplyAsync(
                        registry::scrape, task -> Thread.ofPlatform().name("scrape").start(task))
                .join();
    }

    /** A number that is asked for when it is scraped. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /**
     * Counts one more.
     *
     * @param labels name and value in turn
     */
    public void count(String name, String... labels) {
        count(name, 1, labels);
    }

    public void count(String name, double amount, String... labels) {
        Counter.builder(name).tags(labels).register(registry).increment(amount);
    }

    public void time(String name, Duration took, String... labels) {
        Timer.builder(name)
                .tags(labels)
                .publishPercentileHistogram(false)
                .register(registry)
                .record(took);
    }
}
