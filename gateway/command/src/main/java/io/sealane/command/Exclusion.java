package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.client.OperatorClient;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** With whom a node agrees nothing: its subcommands list and change that. */
@Command(
        name = "exclusion",
        description = "List, add and remove nodes and platforms that nothing is agreed with.",
        synopsisSubcommandLabel = "COMMAND")
final class Exclusion implements Callable<Integer> {
    private static final String SUBJECT =
            "A node's host name, '*.' and a domain, or the thumbprint of a key or TLS pin.";

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    /** Prints the list. */
    @Command(name = "list", description = "Print the exclusion list.")
    int list(@Mixin Operator operator) throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.exclusions());
        }
        return Exit.OK;
    }

    /** Excludes. */
    @Command(name = "add", description = "Exclude a node or platform; what stands with it ends.")
    int add(
            @Mixin Operator operator,
            @Parameters(paramLabel = "SUBJECT", description = SUBJECT) String subject,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "For people, kept with the entry.")
                    String reason)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.exclude(subject, reason));
        }
        return Exit.OK;
    }

    /** Lets in again. */
    @Command(name = "remove", description = "Let a node or platform in again.")
    int remove(
            @Mixin Operator operator,
            @Parameters(paramLabel = "SUBJECT", description = SUBJECT) String subject)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.readmit(subject));
        }
        return Exit.OK;
    }

    private void print(JsonNode list) {
        if (Output.of(spec) == Output.JSON) {
            out().println(Json.text(list));
            return;
        }
        if (Printed.isAsked(list)) {
            out().println(Printed.asked(list));
            return;
        }
        var table = new Table("excluded", "since", "reason");
        for (JsonNode one : list.path("exclusions")) {
            table.row(
                    one.path("subject").asText(),
                    one.path("since").asText(),
                    one.path("reason").asText());
        }
        table.print(out());
        list.path("ended").forEach(id -> out().println("ended: agreement " + id.asText()));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
