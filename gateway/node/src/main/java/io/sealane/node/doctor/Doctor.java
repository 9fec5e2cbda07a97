package io.sealane.node.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;
import io.sealane.node.config.BadConfig;
import io.sealane.node.config.ConfigReader;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.doctor.Finding.State;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.logging.LogManager;

/** The command {@code sealane doctor}: whether a node can do its work, and if not, why. */
@Command(
        name = "sealane doctor",
        description = {
            "Look at a node's database, clock, certificate, ports, disk and partners, whether it"
                    + " runs or not.",
            "Nothing is changed. A line a check: ok, warning or failed, what it means, what to do."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  nothing failed",
            "  1  something is not as it must be",
            "  2  the command line or the configuration cannot be used",
            "  3  nothing was decided: the file cannot be read, or the machine stood in the way"
        })
public final class Doctor implements Callable<Integer> {
    static final int WELL = 0;
    static final int NOT_WELL = 1;
    static final int USAGE = 2;
    static final int ENVIRONMENT = 3;

    private final InstantSource clock;
    private final LongSupplier nanoTime;

    @Spec private CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The node's YAML file.")
    private Path file = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "Form of the answer (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private Output output = Output.text;

    private Doctor(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Words on the command line. */
    enum Output {
        text,
        json
    }

    public static void main(String[] arguments) {
        // What libraries say of what they meet is not the answer.
        LogManager.getLogManager().reset();
        System.exit(line(InstantSource.system(), System::nanoTime).execute(arguments));
    }

    /**
     * The command.
     *
     * @param nanoTime a clock that nobody sets, beside the one that is set
     */
    public static CommandLine line(InstantSource clock, LongSupplier nanoTime) {
        return new CommandLine(new Doctor(clock, nanoTime))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("Nothing was decided: " + failure.getMessage());
                    return ENVIRONMENT;
                });
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        if (!Files.isReadable(file)) {
            err.println(file + " cannot be read.");
            return ENVIRONMENT;
        }
        NodeConfig config;
        try {
            config = ConfigReader.read(file);
        } catch (BadConfig bad) {
            bad.problems().forEach(problem -> err.println(problem.toString()));
            return USAGE;
        }
        List<Finding> findings = Examination.of(config, clock, nanoTime).findings();
        print(findings);
        return findings.stream().anyMatch(one -> one.state() == State.FAILED) ? NOT_WELL : WELL;
    }

    private void print(List<Finding> findings) {
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case text -> findings.forEach(one -> out.println(one.line()));
            case json -> {
                ObjectNode json = Json.object();
                json.put("well", findings.stream().noneMatch(one -> one.state() == State.FAILED));
                ArrayNode checks = json.putArray("checks");
                findings.forEach(one -> checks.add(one.json()));
                out.println(Json.text(json));
            }
        }
        out.flush();
    }
}
