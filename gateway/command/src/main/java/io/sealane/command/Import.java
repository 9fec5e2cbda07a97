package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.dialect.Dialects;
import io.sealane.core.dialect.ForeignFile;
import io.sealane.core.dialect.Imported;
import io.sealane.core.dialect.LeftOut;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.Warning;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Makes documents of ours of files that others wrote, and tells what it left out. */
@Command(
        name = "import",
        description = {
            "Make documents of files in other forms: DCSA JSON, GS1 EPCIS 2.0.",
            "Each document is valid; what of a file has no place in it is told, place by place.",
            "The way back is 'sealane export'; for EDIFACT see 'sealane edifact --dry-run'."
        })
final class Import implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "JSON, of a form known here.")
    private List<Path> files = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = {
                "Write each document to a file of its own here; never over one that is there.",
                "Default: to standard output, a line each, and the report to standard error."
            })
    private @Nullable Path folder;

    @Override
    public Integer call() throws IOException, Refusal {
        var dialects = Dialects.bundled(Catalogue.bundled());
        boolean whole = true;
        for (Path file : files) {
            Report report = read(dialects, file);
            print(report);
            whole &= report.isWhole();
        }
        return whole ? Exit.OK : Exit.NOT_SO;
    }

    /** What came of one file. */
    private record Report(String file, String form, List<Outcome> outcomes, List<LeftOut> leftOut) {
        boolean isWhole() {
            return !outcomes.isEmpty() && outcomes.stream().allMatch(Outcome::isDocument);
        }
    }

    /**
     * What came of one thing in a file: a document, or why there is none.
     *
     * @param written the file that it was written to, if it was to one
     */
    private record Outcome(
            String at, @Nullable Imported made, @Nullable Refusal refusal, @Nullable Path written) {
        boolean isDocument() {
            return made != null;
        }
    }

    private Report read(Dialects dialects, Path path) throws IOException, Refusal {
        JsonNode json = Json.parse(Files.readAllBytes(path));
        ForeignFile file =
                dialects.recognise(json)
                        .orElseThrow(() ->
                                new Refusal(
                                        Code.UNKNOWN_TYPE,
                                        path + " is of no form that is known here."));
        String name = path.getFileName().toString();
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < file.size(); i++) {
            String number = file.size() == 1 ? "" : "-" + (i + 1);
            outcomes.add(outcome(file, i, name.replaceFirst("\\.json$", "") + number));
        }
        return new Report(name, file.dialect().name(), outcomes, file.leftOut());
    }

    private Outcome outcome(ForeignFile file, int index, String name) throws IOException {
        try {
            Imported made = file.document(index);
            return new Outcome(file.at(index), made, null, write(made, name));
        } catch (Refusal refusal) {
            String at = refusal.pointer() == null ? file.at(index) : refusal.pointer();
            return new Outcome(at, null, refusal, null);
        }
    }

    private @Nullable Path write(Imported made, String name) throws IOException {
        if (folder == null) {
            return null;
        }
        Files.createDirectories(folder);
        Path path = folder.resolve(name + "." + made.type().name() + ".json");
        String text = Printed.indented(made.document()) + "\n";
        return Files.writeString(path, text, StandardOpenOption.CREATE_NEW);
    }

    private void print(Report report) {
        PrintWriter out = spec.commandLine().getOut();
        if (Output.of(spec) == Output.JSON) {
            out.println(Json.text(json(report)));
            return;
        }
        PrintWriter words = folder == null ? spec.commandLine().getErr() : out;
        for (Outcome one : report.outcomes) {
            if (one.made == null) {
                continue;
            }
            if (one.written == null) {
                out.println(Json.text(one.made.document()));
            }
            String where = one.written == null ? "" : " in " + one.written;
            words.println(
                    "%s: %s%s".formatted(place(report, one.at), one.made.type().vct(), where));
        }
        lines(report).forEach(words::println);
        words.flush();
    }

    private static String place(Report report, String at) {
        return report.file + (at.isEmpty() ? "" : "#" + at);
    }

    private static List<String> lines(Report report) {
        var lines = new ArrayList<String>();
        for (Outcome one : report.outcomes) {
            Refusal refusal = one.refusal;
            if (refusal != null) {
                lines.add(
                        "%s: no document: %s: %s"
                                .formatted(
                                        place(report, one.at),
                                        refusal.code().wireName(),
                                        refusal.detail()));
            }
            if (one.made != null) {
                for (Warning warning : one.made.warnings()) {
                    lines.add(
                            "%s: warning: %s: %s"
                                    .formatted(
                                            place(report, warning.pointer()),
                                            warning.rule(),
                                            warning.detail()));
                }
                one.made.leftOut().forEach(left -> lines.add(line(report, left)));
            }
        }
        report.leftOut.forEach(left -> lines.add(line(report, left)));
        return lines;
    }

    private static String line(Report report, LeftOut left) {
        return "%s: left out: %s".formatted(place(report, left.pointer()), left.why());
    }

    private static ObjectNode json(Report report) {
        ObjectNode json = Json.object().put("file", report.file).put("form", report.form);
        var documents = json.putArray("documents");
        var refused = json.putArray("refused");
        for (Outcome one : report.outcomes) {
            Refusal refusal = one.refusal;
            if (refusal != null) {
                refused.addObject()
                        .put("pointer", one.at)
                        .put("code", refusal.code().wireName())
                        .put("detail", refusal.detail());
            }
            Imported made = one.made;
            if (made != null) {
                ObjectNode document = documents.addObject().put("pointer", one.at);
                document.put("type", made.type().vct());
                if (one.written == null) {
                    document.set("document", made.document());
                } else {
                    document.put("written", one.written.toString());
                }
                var warnings = document.putArray("warnings");
                made.warnings()
                        .forEach(warning ->
                                warnings.addObject()
                                        .put("rule", warning.rule())
                                        .put("pointer", warning.pointer())
                                        .put("detail", warning.detail()));
                put(made.leftOut(), document);
            }
        }
        put(report.leftOut, json);
        return json;
    }

    private static void put(List<LeftOut> leftOut, ObjectNode json) {
        var list = json.putArray("leftOut");
        leftOut.forEach(
                left -> list.addObject().put("pointer", left.pointer()).put("why", left.why()));
    }
}
