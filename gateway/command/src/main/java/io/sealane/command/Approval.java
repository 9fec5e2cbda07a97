package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.client.OperatorClient;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** What waits for a second operator: its subcommands show, confirm and withdraw that. */
@Command(
        name = "approval",
        description = "List, show, confirm and withdraw what takes two operators of a node.",
        synopsisSubcommandLabel = "COMMAND")
final class Approval implements Callable<Integer> {
    private static final String ID = "As 'approval list' shows it.";

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    /** Prints all, a line each. */
    @Command(name = "list", description = "List what waits and what was decided in 30 days.")
    int list(@Mixin Operator operator) throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            JsonNode all = client.approvals();
            if (isJson()) {
                out().println(Json.text(all));
                return Exit.OK;
            }
            var table = new Table("approval", "act", "state", "asked by", "until", "decided by");
            for (JsonNode one : all.path("approvals")) {
                table.row(
                        one.path("id").asText(),
                        one.path("method").asText() + " " + one.path("path").asText(),
                        one.path("state").asText(),
                        one.path("by").asText(),
                        one.path("until").asText(),
                        one.path("decidedBy").asText());
            }
            table.print(out());
        }
        return Exit.OK;
    }

    /** Prints one. */
    @Command(name = "show", description = "Show exactly what would be done.")
    int show(@Mixin Operator operator, @Parameters(paramLabel = "ID", description = ID) String id)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.approval(id));
        }
        return Exit.OK;
    }

    /** Does it. */
    @Command(
            name = "confirm",
            description = "Confirm what another operator asked for: it is done then.")
    int confirm(
            @Mixin Operator operator, @Parameters(paramLabel = "ID", description = ID) String id)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.confirm(id));
        }
        return Exit.OK;
    }

    /** Takes it back. */
    @Command(name = "withdraw", description = "Take back what was asked for, or decline it.")
    int withdraw(
            @Mixin Operator operator, @Parameters(paramLabel = "ID", description = ID) String id)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.withdraw(id));
        }
        return Exit.OK;
    }

    private void print(JsonNode approval) {
        out().println(isJson() ? Json.text(approval) : Printed.indented(approval));
    }

    private boolean isJson() {
        return Output.of(spec) == Output.JSON;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
