package io.sealane.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Outage;
import io.sealane.core.json.Json;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.time.Duration;

/** Runs {@link Steps} and {@link Recipients} with JMH, in a process of its own, on one thread. */
final class StepRun {
    private static final int ITERATIONS = 3;

    private StepRun() {}

    /**
     * Measures each step three times for as long.
     *
     * @param warmUp of each step, before
     * @param time of each step, in all
     */
    static ObjectNode measure(Duration warmUp, Duration time) {
        var options =
                new OptionsBuilder()
                        .include(Steps.class.getName())
                        .include(Recipients.class.getName())
                        .forks(1)
                        .jvmArgs(
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseSerialGC",
                                "-XX:+UseCompactObjectHeaders",
                                "-Xmx256m")
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(warmUp.toMillis()))
                        .measurementIterations(ITERATIONS)
                        .measurementTime(TimeValue.milliseconds(time.toMillis() / ITERATIONS))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build();
        ObjectNode result = Json.object().put("part", "micro");
        ObjectNode microseconds = result.putObject("microseconds");
        try {
            for (RunResult one : new Runner(options).run()) {
                String step = one.getPrimaryResult().getLabel();
                microseconds.put(step, Figures.round(one.getPrimaryResult().getScore()));
            }
        } catch (RunnerException e) {
            throw new Outage("a step cannot be measured: " + e.getMessage(), 1, e);
        }
        double ours = microseconds.path("validate").asDouble();
        double plain = microseconds.path("validatePlain").asDouble();
        return result.put("validateToPlain", Figures.round(ours / plain));
    }
}
