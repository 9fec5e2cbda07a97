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

/** A node's keys: its subcommands list them, and say which are compromised. */
@Command(
        name = "keys",
        description = "List a node's keys, and revoke those that are compromised.",
        synopsisSubcommandLabel = "COMMAND")
final class Keys implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    /** Prints the list. */
    @Command(name = "list", description = "Print the thumbprints of the node's keys.")
    int list(@Mixin Operator operator) throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.keys());
        }
        return Exit.OK;
    }

    /** Revokes. */
    @Command(name = "revoke", description = "Say that a key is compromised: for good.")
    int revoke(
            @Mixin Operator operator,
            @Parameters(
                            paramLabel = "THUMBPRINT",
                            description = "Of a key of the node, or of a party of it.")
                    String kid,
            @Option(
                            names = "--since",
                            required = true,
                            paramLabel = "TIME",
                            description = "From when on, such as 2026-11-29T12:00:00Z.")
                    String since,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "For people, kept with it.")
                    String reason)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.revoke(kid, since, reason));
        }
        return Exit.OK;
    }

    private void print(JsonNode list) {
        if (Output.of(spec) == Output.JSON) {
            out().println(Json.text(list));
            return;
        }
        var table = new Table("purpose", "thumbprint", "compromised since");
        for (JsonNode one : list.path("keys")) {
            String kid = one.path("kid").asText();
            table.row(one.path("purpose").asText(), kid, since(list, kid));
        }
        table.print(out());
        for (JsonNode one : list.path("revoked")) {
            out().println(
                            "revoked: %s since %s: %s"
                                    .formatted(
                                            one.path("kid").asText(),
                                            one.path("since").asText(),
                                            one.path("reason").asText()));
        }
    }

    private static String since(JsonNode list, String kid) {
        for (JsonNode one : list.path("revoked")) {
            if (one.path("kid").asText().equals(kid)) {
                return one.path("since").asText();
            }
        }
        return "";
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
