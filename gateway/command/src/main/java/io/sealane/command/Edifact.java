package io.sealane.command;

import io.sealane.client.Addressee;
import io.sealane.client.Client;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.edifact.Converter;
import io.sealane.edifact.Folder;
import io.sealane.edifact.ReportLine;
import io.sealane.edifact.Statuses;
import io.sealane.edifact.Submitter;
import io.sealane.edifact.Zones;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Makes documents of EDIFACT interchanges and submits them to the party's own node. */
@Command(
        name = "edifact",
        description = {
            "Send what EDIFACT files tell of: IFTSTA (D.95B, D.00B), CODECO and COARRI (D.95B).",
            "What could not be sent, and what has no place in a document, is told by segment."
        })
final class Edifact implements Callable<Integer> {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    @Spec private CommandSpec spec;
    @Mixin private Party party;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Interchanges.")
    private List<Path> files = List.of();

    @Option(
            names = "--to",
            paramLabel = "PARTY=ROLE",
            converter = Send.ToAddressee.class,
            description =
                    "A recipient of all, e.g. rotterdam-terminal@nl.sealane.example=terminal.")
    private List<Addressee> recipients = List.of();

    @Option(names = "--dry-run", description = "Only show the documents and the report.")
    private boolean dryRun;

    @Option(
            names = "--watch",
            paramLabel = "DIR",
            description =
                    "Send what comes into DIR/in, until Ctrl-C; see DIR/done, failed, reports.")
    private @Nullable Path watched;

    @Option(names = "--once", description = "With --watch: end when DIR/in has been gone through.")
    private boolean once;

    @Option(
            names = "--zone",
            paramLabel = "[PLACE=]ZONE",
            description =
                    "Where times without a zone are local: USNYC=America/New_York,"
                            + " NL=Europe/Amsterdam, or UTC for all else.")
    private List<String> zones = List.of();

    @Option(
            names = "--statuses",
            paramLabel = "FILE",
            description = "A partner's status codes of IFTSTA, as connectors/edifact/README says.")
    private @Nullable Path statuses;

    @Override
    public Integer call() throws IOException, Refusal, InterruptedException {
        checkWords();
        Converter converter = converter();
        if (watched != null) {
            return watch(converter, watched);
        }
        boolean well = true;
        if (dryRun) {
            for (Path file : files) {
                well &= shown(converter, file);
            }
        } else {
            try (Client client = party.client()) {
                var submitter = new Submitter(converter, client::submit, recipients);
                for (Path file : files) {
                    well &= submitter.submit(() -> Files.newInputStream(file), to(file));
                }
            }
        }
        return well ? Exit.OK : Exit.NOT_SO;
    }

    private void checkWords() {
        if ((watched == null) == files.isEmpty()) {
            throw usage("name files, or a folder with --watch");
        }
        if (dryRun && watched != null) {
            throw usage("--dry-run is for files, not for a folder");
        }
        if (!dryRun && recipients.isEmpty()) {
            throw usage("say for whom it is with --to, or --dry-run");
        }
    }

    private Converter converter() throws IOException, Refusal {
        Statuses table = Statuses.bundled();
        if (statuses != null) {
            table = table.with(Files.readAllBytes(statuses));
        }
        try {
            return new Converter(Catalogue.bundled(), Zones.of(zones), table);
        } catch (IllegalArgumentException e) {
            throw usage("--zone: " + e.getMessage());
        }
    }

    private boolean shown(Converter converter, Path file) throws IOException {
        Consumer<ReportLine> report = to(file);
        Converter.Result result =
                converter.convert(
                        () -> Files.newInputStream(file),
                        finding -> report.accept(ReportLine.of(finding)),
                        document -> report.accept(ReportLine.of(document)));
        report.accept(ReportLine.of(result, 0));
        return result.isWhole();
    }

    /** Goes round until Ctrl-C; while the node cannot be used, ever more slowly. */
    private int watch(Converter converter, Path root)
            throws IOException, Refusal, InterruptedException {
        boolean well = true;
        Duration pause = FIRST_PAUSE;
        try (Client client = party.client();
                Folder folder = Folder.open(root)) {
            var submitter = new Submitter(converter, client::submit, recipients);
            while (true) {
                try {
                    for (Path moved : folder.round(handler(submitter))) {
                        say(moved.toString());
                        well &= moved.startsWith(root.resolve("done"));
                    }
                    pause = FIRST_PAUSE;
                } catch (Outage | IOException e) {
                    if (once) {
                        throw e;
                    }
                    say("tried again in " + pause.toSeconds() + " s: " + e.getMessage());
                    Thread.sleep(pause);
                    Duration longer = pause.multipliedBy(2);
                    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
                }
                if (once) {
                    return well ? Exit.OK : Exit.NOT_SO;
                }
                Thread.sleep(FIRST_PAUSE);
            }
        }
    }

    private static Folder.Handler handler(Submitter submitter) {
        return (file, report) ->
                submitter.submit(() -> Files.newInputStream(file), line -> write(report, line));
    }

    private static void write(Writer report, ReportLine line) {
        try {
            report.write(Json.text(line.json()) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints the lines about a file. */
    private Consumer<ReportLine> to(Path file) {
        PrintWriter out = spec.commandLine().getOut();
        String name = file.getFileName().toString();
        return line -> {
            switch (Output.of(spec)) {
                case JSON -> out.println(Json.text(line.json().put("file", name)));
                case TEXT -> out.println(name + ": " + line.text());
            }
        };
    }

    /** What happens in a watched folder. */
    private void say(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(what.replaceAll("\\p{Cntrl}", "?"));
        err.flush();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
