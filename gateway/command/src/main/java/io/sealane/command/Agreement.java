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
    @Command(name = "propose", description = "Offer terms to the other node that they name.")
    int propose(
            @Mixin Operator operator,
            @Parameters(paramLabel = "FILE", description = "The terms: JSON, not signed.")
                    Path file)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            show(client.propose(read(file)));
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
            description = "Show what each reader would see of a document of this node.")
    int preview(
            @Mixin Operator operator,
            @Parameters(
                            paramLabel = "ID|FILE",
                            description = "An agreement or an offer, or a file of terms.")
                    String agreement,
            @Option(
                            names = "--type",
                            required = true,
                            paramLabel = "TYPE",
                            description = "E.g. transport-document/1.0.")
                    String type,
            @Option(
                            names = "--document",
                            required = true,
                            paramLabel = "FILE",
                            description = "The document: JSON.")
                    Path document)
            throws IOException, Refusal {
        Path file = Path.of(agreement);
        try (OperatorClient client = operator.client()) {
            JsonNode what = Files.exists(file) ? read(file) : new TextNode(agreement);
            JsonNode views = client.preview(what, type, read(document));
            out().println(isJson() ? Json.text(views) : Printed.indented(views));
        }
        return Exit.OK;
    }

    private void show(JsonNode agreement) {
        if (isJson()) {
            out().println(Json.text(agreement));
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
