package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.client.OperatorClient;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import java.util.concurrent.Callable;

/** What a node agrees with others: its subcommands are what an operator can do about it. */
@Command(
        name = "agreement",
        description = "Propose, read, countersign, compare and end agreements of a node.",
        synopsisSubcommandLabel = "COMMAND")
final class Agreement implements Callable<Integer> {
    private static final String ID = "Hash of the terms, or how it begins.";

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    /** Signs terms and hands them to the other node that they name. */
    @Command(
            name = "propose",
            description = "Offer terms to another node: those of a file, or role templates.")
    int propose(
            @Mixin Operator operator,
            @Mixin TermsDraft draft,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "FILE",
                            description =
                                    "The terms: JSON, not signed. A grant may name a template.")
                    @Nullable Path file)
            throws IOException, Refusal {
        if ((file == null) != draft.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "say what to propose: a FILE, or --with NODE and grants");
        }
        try (OperatorClient client = operator.client()) {
            show(
                    client.propose(
                            file == null
                                    ? draft.terms(client.node().path("node").asText())
                                    : read(file)));
        }
        return Exit.OK;
    }

    /** Prints one, in plain language. */
    @Command(name = "show", description = "Show an agreement or an offer in plain language.")
    int show(@Mixin Operator operator, @Parameters(paramLabel = "ID", description = ID) String id)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            show(client.agreement(id));
        }
        return Exit.OK;
    }

    /** Prints all, a line each. */
    @Command(name = "list", description = "List agreements and offers, oldest first.")
    int list(
            @Mixin Operator operator,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "Only these: proposed, in-force, superseded, ended.")
                    @Nullable String state)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            JsonNode all = client.agreements(state);
            if (isJson()) {
                out().println(Json.text(all));
                return Exit.OK;
            }
            var table = new Table("agreement", "with", "state", "since", "until", "grants");
            for (JsonNode one : all.path("agreements")) {
                table.row(
                        one.path("id").asText().substring(0, 10),
                        one.path("partner").asText(),
                        one.path("state").asText(),
                        one.path("since").asText(),
                        one.path("validUntil").asText(),
                        one.path("grants").asInt());
            }
            table.print(out());
        }
        return Exit.OK;
    }

    /** Signs a partner's offer. */
    @Command(name = "countersign", description = "Sign a partner's offer: it is in force then.")
    int countersign(
            @Mixin Operator operator, @Parameters(paramLabel = "ID", description = ID) String id)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            show(client.countersign(id));
        }
        return Exit.OK;
    }

    /** Ends one. */
    @Command(
            name = "end",
            description = "End an agreement at once, take an offer back, or decline one.")
    int end(
            @Mixin Operator operator,
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            description = "Why, for the people at the other node.")
                    @Nullable String reason)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            show(client.end(id, reason));
        }
        return Exit.OK;
    }

    /** Compares two. */
    @Command(name = "diff", description = "What readers gain and lose, in classes and fields.")
    int diff(
            @Mixin Operator operator,
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Option(
                            names = "--from",
                            paramLabel = "ID",
                            description = "Compared with this one. Default: the one it supersedes.")
                    @Nullable String from)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            JsonNode diff = client.diff(id, from);
            if (isJson()) {
                out().println(Json.text(diff));
                return Exit.OK;
            }
            if (diff.path("changes").isEmpty()) {
                out().println("Nobody sees more or less.");
            }
            for (JsonNode change : diff.path("changes")) {
                out().printf(
                                "%s of %s to %s as %s:%n",
                                change.path("documents").asText(),
                                change.path("from").asText(),
                                change.path("to").asText(),
                                change.path("role").asText());
                for (String what :
                        new String[] {
                            "classesGained", "classesLost", "fieldsGained", "fieldsLost"
                        }) {
                    print("  " + what + ": ", change.path(what));
                }
                print("  ", change.path("other"));
            }
        }
        return Exit.OK;
    }

    /** Shows what readers would see. */
    @Command(
            name = "preview",
            description = "Show what each line shows of every document, or of one of this node.")
    int preview(
            @Mixin Operator operator,
            @Mixin TermsDraft draft,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "ID|FILE",
                            description = "An agreement or an offer, or a file of terms.")
                    @Nullable String agreement,
            @Option(
                            names = "--type",
                            paramLabel = "TYPE",
                            description = "Of the document, e.g. transport-document/1.0.")
                    @Nullable String type,
            @Option(names = "--document", paramLabel = "FILE", description = "The document: JSON.")
                    @Nullable Path document)
            throws IOException, Refusal {
        if ((agreement == null) != draft.isGiven() || (type == null) != (document == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say what to show: ID, FILE, or --with NODE and grants; a document has a type");
        }
        try (OperatorClient client = operator.client()) {
            JsonNode what;
            if (agreement == null) {
                what = draft.terms(client.node().path("node").asText());
            } else {
                Path file = Path.of(agreement);
                what = Files.exists(file) ? read(file) : new TextNode(agreement);
            }
            JsonNode views = client.preview(what, type, document == null ? null : read(document));
            if (isJson() || document != null) {
                out().println(isJson() ? Json.text(views) : Printed.indented(views.path("views")));
                return Exit.OK;
            }
            for (JsonNode line : views.path("lines")) {
                out().printf(
                                "%s to %s as %s, at %s:%n",
                                line.path("documents").asText(),
                                line.path("parties").isEmpty()
                                        ? "everyone"
                                        : joined(line.path("parties")),
                                line.path("role").asText(),
                                line.path("to").asText());
                out().println("  classes: " + joined(line.path("classes")));
                out().println("  shown: " + joined(line.path("shown")));
                out().println("  withheld: " + joined(line.path("withheld")));
            }
        }
        return Exit.OK;
    }

    private static String joined(JsonNode texts) {
        var all = new StringJoiner(", ").setEmptyValue("nothing");
        texts.forEach(text -> all.add(text.asText()));
        return all.toString();
    }

    private void show(JsonNode agreement) {
        if (isJson()) {
            out().println(Json.text(agreement));
            return;
        }
        if (Printed.isAsked(agreement)) {
            out().println(Printed.asked(agreement));
            return;
        }
        out().printf(
                        "%s, %s since %s%s%n",
                        agreement.path("id").asText(),
                        agreement.path("state").asText(),
                        agreement.path("since").asText(),
                        agreement.has("reason")
                                ? " (" + agreement.path("reason").asText() + ")"
                                : "");
        agreement.path("text").forEach(line -> out().println(line.asText()));
    }

    private void print(String label, JsonNode texts) {
        texts.forEach(text -> out().println(label + text.asText()));
    }

    private boolean isJson() {
        return Output.of(spec) == Output.JSON;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static JsonNode read(Path file) throws IOException, Refusal {
        return Json.parse(Files.readAllBytes(file));
    }
}
