package io.sealane.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.command.Exit;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code sealane bench}: runs the parts that were asked for, one JSON object a line. */
@Command(
        name = "sealane bench",
        description = {
            "Measure on this machine. Prints one JSON object a line, the last one the summary;"
                    + " progress goes to standard error.",
            "",
            "micro      single steps on one thread, with JMH: sign, verify, validate, present",
            "store      full submissions through the store alone, beside the plain client",
            "exchange   client to node us to node nl to receipt verified, mutual TLS, fsync on",
            "footprint  resident memory of both nodes, idle after 10,000 deliveries",
            "start      from the command to ready, embedded database included, second start on"
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  measured",
            "  1  measured, and what was exchanged does not add up",
            "  2  the command line is wrong",
            "  3  nothing was decided: a file, the network or the machine stood in the way"
        })
public final class Main implements Callable<Integer> {
    /** What micro measures, each for its share of the time. */
    static final int STEPS = 15;

    /** A part of the bench. */
    enum Part {
        MICRO,
        STORE,
        EXCHANGE,
        FOOTPRINT,
        START
    }

    @Option(
            names = "--part",
            paramLabel = "PART",
            description = "Only this part; may be given more than once. Default: all.")
    private Set<Part> parts = Set.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "How long micro, store and exchange are measured, each."
                            + " Default: ${DEFAULT-VALUE}.",
            defaultValue = "60")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Seconds of the same before that. Default: ${DEFAULT-VALUE}.",
            defaultValue = "30")
    private int warmUpSeconds;

    @Option(
            names = "--clients",
            paramLabel = "N",
            description = "Submissions under way at once. Default: ${DEFAULT-VALUE}.",
            defaultValue = "32")
    private int clients;

    @Option(
            names = "--deliveries",
            paramLabel = "N",
            description = "Deliveries before the footprint is taken. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10000")
    private int deliveries;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Keep the nodes' folders there. Default: a temporary folder, removed.")
    private Path folder = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "json",
            description = "There is one form: JSON lines.",
            defaultValue = "json")
    private String output = "json";

    private final PrintStream out;
    private final PrintStream err;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String... arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** One command line, from words to exit code. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(new Main(out, err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, _, _) -> {
                    err.println("sealane: " + Objects.toString(failure.getMessage()));
                    return switch (failure) {
                        case Refusal _ -> Exit.NOT_SO;
                        default -> Exit.ENVIRONMENT;
                    };
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, Refusal, InterruptedException {
        if (seconds < 1 || warmUpSeconds < 0 || clients < 1 || deliveries < 1) {
            err.println("sealane: seconds, clients and deliveries are 1 or more");
            return Exit.USAGE;
        }
        if (!output.equals("json")) {
            err.println("sealane: bench prints JSON lines and nothing else");
            return Exit.USAGE;
        }
        ObjectNode summary = Json.object().put("part", "summary");
        summary.set("machine", Machine.describe());
        ArrayNode results = summary.putArray("results");
        boolean holds = true;
        try (Ground ground = Ground.prepare(folder, err::println)) {
            for (Part part : chosen()) {
                ObjectNode result = measured(part, ground);
                out.println(Json.text(result));
                results.add(result);
                holds &= result.path("holds").asBoolean(true);
            }
        }
        out.println(Json.text(summary.put("holds", holds)));
        return holds ? Exit.OK : Exit.NOT_SO;
    }

    private Set<Part> chosen() {
        return parts.isEmpty() ? new LinkedHashSet<>(List.of(Part.values())) : parts;
    }

    private ObjectNode measured(Part part, Ground ground)
            throws IOException, Refusal, InterruptedException {
        try {
            return switch (part) {
                case MICRO ->
                        StepRun.measure(
                                Duration.ofSeconds(warmUpSeconds).dividedBy(STEPS),
                                Duration.ofSeconds(seconds).dividedBy(STEPS));
                case STORE ->
                        new StoreRun(ground)
                                .measure(
                                        Duration.ofSeconds(warmUpSeconds),
                                        Duration.ofSeconds(seconds));
                case EXCHANGE ->
                        new Exchange(ground, clients)
                                .measure(
                                        Duration.ofSeconds(warmUpSeconds),
                                        Duration.ofSeconds(seconds));
                case FOOTPRINT -> new Footprint(ground, clients).measure(deliveries);
                case START -> new SecondStart(ground).measure();
            };
        } catch (java.sql.SQLException e) {
            throw new Outage("a node's database cannot be read: " + e.getMessage(), 1, e);
        }
    }
}
