package io.sealane.simulation;

import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Many histories: a seed each, as many at a time as there are processors. */
public final class Simulation {
    private final Setting setting = new Setting();
    private final Build build;

    public Simulation() {
        this(Build.REAL);
    }

    Simulation(Build build) {
        this.build = build;
    }

    /**
     * A seed under which something did not hold.
     *
     * @param violation what, where
     */
    public record Failure(long seed, String violation) {}

    /**
     * What came of many seeds.
     *
     * @param failures by seed
     * @param traceHash over the traces of all seeds in their order: equal wherever it is run
     */
    public record Verdict(
            long firstSeed,
            long seeds,
            List<Failure> failures,
            Tally tally,
            long events,
            String traceHash) {
        public boolean holds() {
            return failures.isEmpty();
        }
    }

    /**
     * What came of one seed.
     *
     * @param violation what did not hold, or null
     * @param trace what happened, a line each
     */
    public record Story(
            long seed,
            @Nullable String violation,
            String traceHash,
            List<String> trace,
            Tally tally,
            long events) {}

    /** Tells one history in full. */
    public Story tell(long seed) {
        History.Outcome outcome = new History(seed, setting, build, true).run(seed);
        return new Story(
                seed,
                outcome.violation(),
                outcome.traceHash(),
                outcome.trace(),
                outcome.tally(),
                outcome.events());
    }

    /**
     * Runs the histories of {@code firstSeed} and those after it.
     *
     * @param progress told after each how many are done
     */
    public Verdict run(long firstSeed, long seeds, LongConsumer progress) {
        var outcomes = new TreeMap<Long, History.Outcome>();
        var next = new AtomicLong(firstSeed);
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            workers.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (long seed = next.getAndIncrement();
                                        seed < firstSeed + seeds;
                                        seed = next.getAndIncrement()) {
                                    var outcome =
                                            new History(seed, setting, build, false).run(seed);
                                    synchronized (outcomes) {
                                        outcomes.put(seed, outcome);
                                        progress.accept(outcomes.size());
                                    }
                                }
                            }));
        }
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", stop);
            }
        }
        return verdict(firstSeed, seeds, List.copyOf(outcomes.values()));
    }

    private static Verdict verdict(long firstSeed, long seeds, List<History.Outcome> outcomes) {
        if (outcomes.size() != seeds) {
            throw new IllegalStateException("a history did not end");
        }
        var failures = new ArrayList<Failure>();
        var tally = new Tally();
        var hashes = new StringBuilder();
        long events = 0;
        for (History.Outcome outcome : outcomes) {
            String violation = outcome.violation();
            if (violation != null) {
                failures.add(new Failure(outcome.seed(), violation));
            }
            tally.add(outcome.tally());
            hashes.append(outcome.traceHash()).append('\n');
            events += outcome.events();
        }
        byte[] all = hashes.toString().getBytes(StandardCharsets.UTF_8);
        return new Verdict(
                firstSeed, seeds, failures, tally, events, Base64Url.encode(Digest.sha256(all)));
    }
}
