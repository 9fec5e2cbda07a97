package io.sealane.command;

import io.sealane.command.demo.Input;
import io.sealane.command.demo.Outcome;
import io.sealane.command.demo.Stage;
import io.sealane.command.demo.Story;
import io.sealane.command.fleet.Fleet;
import io.sealane.command.fleet.Program;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Refusal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Runs three nations on this machine and lets them exchange documents. */
@Command(
        name = "demo",
        description = {
            "Run three nodes (us, nl, sg) on this machine, send documents between them, and check"
                    + " what each of them then holds.",
            "Without --once the nodes stay up, until Ctrl-C."
        })
final class Demo implements Callable<Integer> {
    static final String DEFAULT_FOLDER = "demo";

    private static final Duration WATCH = Duration.ofMillis(500);

    @Spec private CommandSpec spec;

    @Option(names = "--once", description = "End when the story is told.")
    private boolean once;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where everything goes. Default: ${DEFAULT-VALUE}.",
            defaultValue = DEFAULT_FOLDER)
    private Path folder = Path.of(DEFAULT_FOLDER);

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "What to send: a document, e.g. a DCSA eBL transport document, a list of DCSA"
                            + " T&T 2.2 events, or EDIFACT (IFTSTA, CODECO, COARRI). May be given"
                            + " more than once. Default: examples of our own.")
    private List<Path> files = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long start and delivery may take, each. Default: ${DEFAULT-VALUE}.",
            defaultValue = "120")
    private int timeoutSeconds;

    @Override
    public Integer call() throws IOException, Refusal, InterruptedException {
        Catalogue catalogue = Catalogue.bundled();
        Consumer<String> progress = progress();
        var inputs = new ArrayList<Input>();
        var refused = new ArrayList<String>();
        for (Path file : files) {
            Input.Several read = Input.read(file, catalogue);
            inputs.addAll(read.inputs());
            read.refused().forEach(why -> refused.add(why + " It was not sent."));
            read.doubtful().forEach(what -> progress.accept("Taken, but odd: " + what));
            read.leftOut().forEach(place -> progress.accept("Left out, unknown here: " + place));
        }
        refused.forEach(progress);
        if (inputs.isEmpty()) {
            inputs.addAll(Input.examples(catalogue));
        }
        Duration longest = Duration.ofSeconds(timeoutSeconds);
        // The clock of this process: keys and agreements are valid from now on.
        Stage stage = Stage.open(folder, catalogue, Instant.now());
        // Hundreds of evidence files are verified. Not before: the keys are made by the JDK.
        Crypto.choose();
        try (Fleet fleet = Fleet.of(stage.berths(), Program.ofThisCheckout().inOwnSession())) {
            // Ctrl-C and SIGTERM reach this process alone.
            var stop = new Thread(fleet::close, "stop-nodes");
            Runtime.getRuntime().addShutdownHook(stop);
            Outcome outcome = told(fleet, stage, catalogue, inputs, refused, longest);
            print(outcome, stage);
            if (!once) {
                stay(fleet);
            }
            if (outcome.holds()) {
                return Exit.OK;
            }
        }
        return Exit.NOT_SO;
    }

    private Outcome told(
            Fleet fleet,
            Stage stage,
            Catalogue catalogue,
            List<Input> inputs,
            List<String> refused,
            Duration longest)
            throws IOException, Refusal {
        Consumer<String> progress = progress();
        progress.accept("Starting three nodes, each with a database of its own.");
        long start = System.nanoTime();
        fleet.start(longest);
        progress.accept(
                "Ready after %.1f s.".formatted((System.nanoTime() - start) / 1_000_000_000.0));
        return new Story(stage, fleet, catalogue, longest, progress).run(inputs, refused);
    }

    private void print(Outcome outcome, Stage stage) {
        PrintWriter out = spec.commandLine().getOut();
        switch (Output.of(spec)) {
            case JSON -> out.println(DemoSummary.of(outcome, stage));
            case TEXT -> {
                new DemoTables(out).print(outcome);
                if (!once) {
                    new DemoHints(out).print(stage);
                }
            }
        }
        out.flush();
    }

    /** Until Ctrl-C, or until a node is lost. */
    private void stay(Fleet fleet) throws InterruptedException {
        while (true) {
            fleet.check();
            Thread.sleep(WATCH);
        }
    }

    /** Progress is no part of the answer: it goes to standard error. */
    private Consumer<String> progress() {
        PrintWriter err = spec.commandLine().getErr();
        return line -> {
            err.println(line);
            err.flush();
        };
    }
}
