package io.sealane.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.simulation.Simulation;
import io.sealane.simulation.Simulation.Failure;
import io.sealane.simulation.Simulation.Story;
import io.sealane.simulation.Simulation.Verdict;
import io.sealane.simulation.Tally;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Runs the cores of four nodes, one of which lies, under faults that follow from seeds. */
@Command(
        name = "simulate",
        description = {
            "Run the core of several nodes, one of which lies, on one clock and one faulty network,"
                    + " and check after every event that nothing is lost, doubled, shown without a"
                    + " grant, or rewritten.",
            "All that happens follows from the seed: a failing one is printed, and --seed tells its"
                    + " history line by line."
        })
final class Simulate implements Callable<Integer> {
    private static final Duration PROGRESS = Duration.ofSeconds(10);

    @Spec private CommandSpec spec;

    @ArgGroup private @Nullable Which which;

    /** Many histories, or one of them in full. */
    static final class Which {
        @Option(
                names = "--seeds",
                paramLabel = "N",
                description = "Run the seeds 1 to N. Default: 100.")
        private @Nullable Long seeds;

        @Option(names = "--seed", paramLabel = "S", description = "Tell the history of one seed.")
        private @Nullable Long seed;
    }

    @Override
    public Integer call() {
        Crypto.choose(); // Half of a history is signatures.
        if (which != null && which.seed != null) {
            return tell(which.seed);
        }
        long seeds = which == null || which.seeds == null ? 100 : which.seeds;
        if (seeds < 1) {
            throw new ParameterException(spec.commandLine(), "There is no history in 0 seeds");
        }
        Verdict verdict = new Simulation().run(1, seeds, progress(seeds));
        PrintWriter out = spec.commandLine().getOut();
        switch (Output.of(spec)) {
            case JSON -> out.println(json(verdict));
            case TEXT -> print(out, verdict);
        }
        return verdict.holds() ? Exit.OK : Exit.NOT_SO;
    }

    /** A line from time to time: it is no part of the answer and goes to standard error. */
    private LongConsumer progress(long seeds) {
        PrintWriter err = spec.commandLine().getErr();
        var told = new AtomicLong(System.nanoTime());
        return done -> {
            long now = System.nanoTime();
            if (now - told.get() >= PROGRESS.toNanos()) {
                told.set(now);
                err.printf("%,d of %,d seeds.%n", done, seeds);
                err.flush();
            }
        };
    }

    private int tell(long seed) {
        Story story = new Simulation().tell(seed);
        PrintWriter out = spec.commandLine().getOut();
        switch (Output.of(spec)) {
            case JSON -> out.println(json(story));
            case TEXT -> {
                story.trace().forEach(out::println);
                out.println("trace " + story.traceHash());
            }
        }
        return story.violation() == null ? Exit.OK : Exit.NOT_SO;
    }

    private static void print(PrintWriter out, Verdict verdict) {
        Tally tally = verdict.tally();
        out.printf(
                "%,d seeds, %d failed; %,d events%n",
                verdict.seeds(), verdict.failures().size(), verdict.events());
        out.println("outcomes  " + words(tally.outcomes()));
        out.println("faults    " + words(tally.faults()));
        if (tally.notCrashedBothWays().isEmpty()) {
            out.printf(
                    "crashes   before and after each of the %d port calls%n",
                    tally.crashes().size());
        } else {
            out.println(
                    "crashes   not before and after these port calls, in so few seeds: "
                            + String.join(", ", tally.notCrashedBothWays()));
        }
        out.println("trace     " + verdict.traceHash());
        for (Failure failure : verdict.failures()) {
            out.printf("seed %d: %s%n", failure.seed(), failure.violation());
        }
        if (!verdict.holds()) {
            out.printf(
                    "'sealane simulate --seed %d' tells what happened.%n",
                    verdict.failures().getFirst().seed());
        }
    }

    private static String words(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> String.format("%s %,d", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static ObjectNode json(Verdict verdict) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("holds", verdict.holds())
                        .put("seeds", verdict.seeds())
                        .put("events", verdict.events());
        ArrayNode failures = json.putArray("failures");
        for (Failure failure : verdict.failures()) {
            failures.addObject().put("seed", failure.seed()).put("violation", failure.violation());
        }
        count(json, verdict.tally());
        return json.put("traceHash", verdict.traceHash());
    }

    private static ObjectNode json(Story story) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("holds", story.violation() == null)
                        .put("seed", story.seed())
                        .put("events", story.events());
        if (story.violation() != null) {
            json.put("violation", story.violation());
        }
        count(json, story.tally());
        ArrayNode trace = json.putArray("trace");
        story.trace().forEach(trace::add);
        return json.put("traceHash", story.traceHash());
    }

    private static void count(ObjectNode json, Tally tally) {
        ObjectNode outcomes = json.putObject("outcomes");
        tally.outcomes().forEach(outcomes::put);
        ObjectNode faults = json.putObject("faults");
        tally.faults().forEach(faults::put);
        ObjectNode crashes = json.putObject("crashes");
        tally.crashes()
                .forEach((port, count) ->
                        crashes.putObject(port)
                                .put("before", count.before())
                                .put("after", count.after()));
    }
}
