package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.dialect.Dialects;
import io.sealane.core.dialect.ForeignFile;
import io.sealane.core.dialect.Imported;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldGuide;
import io.sealane.core.document.KnownPlaces;
import io.sealane.core.document.Policy;
import io.sealane.core.document.Problem;
import io.sealane.core.document.Warning;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What documents look like, whether a file is one, and what somebody would see of it. */
@Command(
        name = "schema",
        description = "List and explain document types; check a file; see it as a role would.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = SchemaView.class)
final class Schema {
    @Spec private CommandSpec spec;

    @Command(name = "list", description = "The document types.")
    int list() {
        var catalogue = Catalogue.bundled();
        PrintWriter out = spec.commandLine().getOut();
        if (Output.of(spec) == Output.JSON) {
            out.println(Printed.json(catalogue.types().stream().map(Listed::of).toList()));
            return Exit.OK;
        }
        var table = new Table("type", "what it is");
        catalogue.types().forEach(type -> table.row(type.vct(), type.description()));
        table.print(out);
        return Exit.OK;
    }

    private record Listed(
            String type, String title, String description, String profile, List<String> roles) {
        static Listed of(DocumentType type) {
            return new Listed(
                    type.vct(),
                    type.title(),
                    type.description(),
                    type.profile().id(),
                    List.copyOf(type.profile().roles()));
        }
    }

    @Command(name = "show", description = "Every field of a type: class, meaning, who sees it.")
    int show(@Parameters(paramLabel = "TYPE", description = "e.g. arrival-notice") String name) {
        DocumentType type = named(spec, Catalogue.bundled(), name);
        PrintWriter out = spec.commandLine().getOut();
        List<FieldGuide.Field> fields = FieldGuide.of(type);
        if (Output.of(spec) == Output.JSON) {
            out.println(Printed.json(fields.stream().map(Schema::json).toList()));
            return Exit.OK;
        }
        out.println(type.vct() + ": " + type.description());
        var table = new Table("field", "is", "class", "usually seen by", "means");
        for (FieldGuide.Field field : fields) {
            table.row(
                    field.path() + (field.required() ? " *" : ""),
                    field.kind(),
                    field.fieldClass(),
                    String.join(" ", field.seenBy()),
                    field.description());
        }
        table.print(out);
        out.println("* is required. What a role really sees, an agreement says.");
        return Exit.OK;
    }

    private static JsonNode json(FieldGuide.Field field) {
        var json = Json.object().put("path", field.path()).put("kind", field.kind());
        json.put("required", field.required()).put("added", field.added());
        json.put("class", field.fieldClass().name()).put("description", field.description());
        json.put("source", field.source());
        field.seenBy().forEach(json.putArray("seenBy")::add);
        return field.example() == null ? json : json.set("example", field.example());
    }

    @Command(
            name = "check",
            description = {
                "Whether a file is a valid document, or holds some in another form.",
                "Problems and warnings name a rule and a place, never a value."
            })
    int check(
            @Parameters(paramLabel = "FILE", description = "A document, JSON.") Path file,
            @Option(
                            names = "--type",
                            paramLabel = "TYPE",
                            description = "Default: what the file looks like.")
                    @Nullable String name,
            @Option(names = "--strict", description = "Every warning is a problem.") boolean strict,
            @Option(
                            names = "--places",
                            paramLabel = "FILE",
                            description = "A list of places and terminals, as in node.yaml.")
                    @Nullable Path places)
            throws IOException, Refusal {
        JsonNode body = Json.parse(Files.readAllBytes(file));
        Policy policy = strict ? Policy.STRICT : Policy.NONE;
        var catalogue = Catalogue.bundled().under(policy.with(places(places)));
        var findings = new ArrayList<Finding>();
        ForeignFile foreign = Dialects.bundled(catalogue).recognise(body).orElse(null);
        if (name == null && foreign != null && !foreign.isPlain()) {
            for (int i = 0; i < foreign.size(); i++) {
                check(foreign, i, findings);
            }
        } else {
            check(type(spec, catalogue, name, body, file), body, "", findings);
        }
        PrintWriter out = spec.commandLine().getOut();
        switch (Output.of(spec)) {
            case JSON -> out.println(Printed.json(findings));
            case TEXT -> findings.forEach(finding -> out.println(finding.text()));
        }
        return findings.stream().anyMatch(Finding::isProblem) ? Exit.NOT_SO : Exit.OK;
    }

    private KnownPlaces places(@Nullable Path list) throws IOException {
        try {
            return list == null ? KnownPlaces.ANY : KnownPlaces.of(Files.readAllLines(list));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--places: " + e.getMessage() + " is of another form.", e);
        }
    }

    private static void check(ForeignFile file, int index, List<Finding> findings) {
        try {
            Imported one = file.document(index);
            for (Warning warning : one.warnings()) {
                findings.add(
                        new Finding(
                                "warning", warning.rule(), warning.pointer(), warning.detail()));
            }
            String title = one.type().title() + ".";
            findings.add(new Finding("valid", one.type().vct(), file.at(index), title));
            one.leftOut()
                    .forEach(left ->
                            findings.add(new Finding("left-out", "", left.pointer(), left.why())));
        } catch (Refusal refusal) {
            String at = refusal.pointer() == null ? "" : refusal.pointer();
            findings.add(new Finding("problem", refusal.code().wireName(), at, refusal.detail()));
        }
    }

    private static void check(DocumentType type, JsonNode body, String at, List<Finding> findings) {
        List<Problem> problems = type.problems(body);
        for (Problem problem : problems) {
            String where = at + problem.pointer();
            findings.add(new Finding("problem", problem.rule(), where, problem.detail()));
        }
        try {
            for (Warning warning : problems.isEmpty() ? type.check(body) : List.<Warning>of()) {
                String where = at + warning.pointer();
                findings.add(new Finding("warning", warning.rule(), where, warning.detail()));
            }
        } catch (Refusal refusal) {
            throw new IllegalStateException("refused without a problem", refusal);
        }
        if (problems.isEmpty()) {
            findings.add(new Finding("valid", type.vct(), at, type.title() + "."));
        }
    }

    /** What is said about a place of a file. */
    private record Finding(String is, String rule, String pointer, String detail) {
        boolean isProblem() {
            return is.equals("problem");
        }

        String text() {
            String where = pointer.isEmpty() ? "" : " at " + pointer;
            return "%s%s%s: %s".formatted(is, rule.isEmpty() ? "" : " " + rule, where, detail);
        }
    }

    /** The type that the user names, else the one that the document looks like. */
    static DocumentType type(
            CommandSpec spec, Catalogue catalogue, @Nullable String name, JsonNode body, Path file)
            throws Refusal {
        return name == null ? Send.recognised(catalogue, body, file) : named(spec, catalogue, name);
    }

    /** A type by its name, with or without version. */
    static DocumentType named(CommandSpec spec, Catalogue catalogue, String name) {
        return catalogue.types().stream()
                .filter(type -> type.vct().equals(name) || type.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "no such type; 'sealane schema list' has them all"));
    }
}
