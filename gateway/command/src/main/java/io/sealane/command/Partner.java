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

/** Whom a node knows: its subcommands are what an operator can do about it. */
@Command(
        name = "partner",
        description = "Add, list, show and remove partners of a node, and tell its fingerprint.",
        synopsisSubcommandLabel = "COMMAND")
final class Partner implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    /** Prints what the other operator needs. */
    @Command(
            name = "fingerprint",
            description = "Print the fingerprint of the node's own federation key, for partners.")
    int fingerprint(@Mixin Operator operator) throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            JsonNode self = client.node();
            out().println(isJson() ? Json.text(self) : self.path("fingerprint").asText());
        }
        return Exit.OK;
    }

    /** Adds a partner by address and fingerprint. */
    @Command(
            name = "add",
            description = "Add the node that answers there, if it has the key of the fingerprint.")
    int add(
            @Mixin Operator operator,
            @Parameters(paramLabel = "ADDRESS", description = "https://host:port of its API.")
                    String address,
            @Option(
                            names = "--fingerprint",
                            required = true,
                            paramLabel = "F",
                            description = "Of its federation key, told by its operator.")
                    String fingerprint)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.addPartner(address, fingerprint));
        }
        return Exit.OK;
    }

    /** Prints all, a line each. */
    @Command(name = "list", description = "List the partners of the node.")
    int list(@Mixin Operator operator) throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            JsonNode all = client.partners();
            if (isJson()) {
                out().println(Json.text(all));
                return Exit.OK;
            }
            var table = new Table("partner", "address", "fingerprint", "by", "last contact");
            for (JsonNode one : all.path("partners")) {
                table.row(
                        one.path("node").asText(),
                        one.path("address").asText(),
                        one.path("fingerprint").asText(),
                        one.path("source").asText(),
                        one.path("lastContact").asText("never"));
            }
            table.print(out());
        }
        return Exit.OK;
    }

    /** Prints one. */
    @Command(name = "show", description = "Show a partner: address, keys, pins, last contact.")
    int show(
            @Mixin Operator operator,
            @Parameters(paramLabel = "NODE", description = "Its host name.") String node)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.partner(node));
        }
        return Exit.OK;
    }

    /** Removes one. */
    @Command(
            name = "remove",
            description = "Remove a partner with which nothing is agreed any more.")
    int remove(
            @Mixin Operator operator,
            @Parameters(paramLabel = "NODE", description = "Its host name.") String node)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.removePartner(node));
        }
        return Exit.OK;
    }

    private void print(JsonNode partner) {
        if (isJson()) {
            out().println(Json.text(partner));
            return;
        }
        out().println(
                        Printed.isAsked(partner)
                                ? Printed.asked(partner)
                                : Printed.indented(partner));
    }

    private boolean isJson() {
        return Output.of(spec) == Output.JSON;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
