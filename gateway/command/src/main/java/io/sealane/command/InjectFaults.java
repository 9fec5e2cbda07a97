package io.sealane.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.command.demo.Stage;
import io.sealane.command.faults.Fault;
import io.sealane.command.faults.Trial;
import io.sealane.command.fleet.Fleet;
import io.sealane.command.fleet.Program;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Does to real nodes what the simulation does to their cores. */
@Command(
        name = "faults",
        description = {
            "Run three nodes (us, nl, sg) on this machine under load, do one thing a cycle to one"
                + " of them, chosen by the seed, heal it, and check that nothing acknowledged is"
                + " lost, nothing is twice in an inbox, numbers have no gap, both sides hold the"
                + " same receipts, and no log was rewritten.",
            "What is done: SIGKILL to the node, its database or both, SIGSTOP to the node, an"
                + " orderly stop of its database, and its network cut, slow, or losing answers.",
            "Prints one JSON object a cycle and a summary at the end, whatever --output says."
        })
final class InjectFaults implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--cycles",
            paramLabel = "N",
            description = "How many. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private int cycles;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "Of the first cycle; the next has the next. Default: ${DEFAULT-VALUE}. The seed"
                            + " of a cycle that failed, with --cycles 1, does the same again.",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where nodes, logs and the record of what was acknowledged go; an empty folder."
                            + " Default: ${DEFAULT-VALUE}.",
            defaultValue = "faults")
    private Path folder = Path.of("faults");

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "How long a start may take, and settling after a fault. Default:"
                            + " ${DEFAULT-VALUE}.",
            defaultValue = "120")
    private int timeoutSeconds;

    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private int acknowledged;
    private int delivered;
    private int failed;

    @Override
    public Integer call() throws IOException, Refusal, InterruptedException {
        if (cycles < 1) {
            throw new ParameterException(spec.commandLine(), "There is nothing in 0 cycles");
        }
        Catalogue catalogue = Catalogue.bundled();
        Duration longest = Duration.ofSeconds(timeoutSeconds);
        long start = System.nanoTime();
        Stage stage = Stage.create(folder, catalogue, Instant.now());
        // Every piece of evidence is verified. Not before: the keys are made by the JDK.
        Crypto.choose();
        Fleet fleet = Fleet.of(stage.berths(), Program.ofThisCheckout().inOwnSession());
        // Ctrl-C and SIGTERM reach this process alone.
        Runtime.getRuntime().addShutdownHook(new Thread(fleet::close, "stop-nodes"));
        try (var trial = new Trial(stage, catalogue, fleet, longest)) {
            say("Starting three nodes, each with a database of its own.");
            trial.begin();
            for (int i = 0; i < cycles; i++) {
                print(i + 1, trial.run(i + 1, seed + i));
            }
            say("Reading all inboxes again, and auditing the logs.");
            List<String> violations = trial.end();
            boolean holds = failed == 0 && violations.isEmpty();
            summarise(holds, violations, (System.nanoTime() - start) / 1e9);
            return holds ? Exit.OK : Exit.NOT_SO;
        }
    }

    private void print(int number, Trial.Cycle cycle) {
        faults.merge(cycle.fault(), 1, Integer::sum);
        acknowledged += cycle.acknowledged();
        delivered += cycle.delivered();
        failed += cycle.violations().isEmpty() ? 0 : 1;
        ObjectNode line =
                Json.object()
                        .put("cycle", number)
                        .put("seed", cycle.seed())
                        .put("fault", cycle.fault().words())
                        .put("victim", cycle.victim())
                        .put("seconds", Math.round(cycle.seconds() * 10) / 10.0)
                        .put("acknowledged", cycle.acknowledged())
                        .put("delivered", cycle.delivered());
        print(line, cycle.violations());
    }

    private void summarise(boolean holds, List<String> violations, double seconds) {
        ObjectNode line =
                Json.object()
                        .put("holds", holds)
                        .put("cycles", cycles)
                        .put("failedCycles", failed)
                        .put("firstSeed", seed)
                        .put("seconds", Math.round(seconds))
                        .put("acknowledged", acknowledged)
                        .put("delivered", delivered);
        ObjectNode counts = line.putObject("faults");
        faults.forEach((fault, count) -> counts.put(fault.words(), count));
        print(line, violations);
    }

    private void print(ObjectNode line, List<String> violations) {
        ArrayNode list = line.putArray("violations");
        violations.forEach(list::add);
        PrintWriter out = spec.commandLine().getOut();
        out.println(Json.text(line));
        out.flush();
    }

    private void say(String progress) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(progress);
        err.flush();
    }
}
