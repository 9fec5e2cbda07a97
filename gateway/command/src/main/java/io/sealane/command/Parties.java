package io.sealane.command;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

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
import java.util.Map;
import java.util.concurrent.Callable;

/** Whom a node serves: its subcommands are what an operator can do about it. */
@Command(
        name = "party",
        description = "Add, list, show, change and remove parties of a node, and their accounts.",
        synopsisSubcommandLabel = "COMMAND")
final class Parties implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    /** Prints all, a line each. */
    @Command(name = "list", description = "List the parties of the node.")
    int list(@Mixin Operator operator) throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            JsonNode all = client.parties();
            if (isJson()) {
                out().println(Json.text(all));
                return Exit.OK;
            }
            var table = new Table("party", "roles", "issues", "scopes", "accounts", "ended");
            for (JsonNode one : all.path("parties")) {
                table.row(
                        one.path("name").asText(),
                        joined(one.path("roles")),
                        joined(one.path("issues")),
                        joined(one.path("scopes")),
                        names(one.path("accounts")),
                        one.path("ended").asText(""));
            }
            table.print(out());
        }
        return Exit.OK;
    }

    private static String names(JsonNode accounts) {
        return accounts.properties().stream().map(Map.Entry::getKey).collect(joining(" "));
    }

    private static String joined(JsonNode words) {
        return words.valueStream().map(JsonNode::asText).collect(joining(" "));
    }

    /** Prints one. */
    @Command(name = "show", description = "Show a party: rights, keys, and how that was logged.")
    int show(
            @Mixin Operator operator,
            @Parameters(paramLabel = "NAME", description = "Its name.") String name)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.party(name));
        }
        return Exit.OK;
    }

    /** Registers one. */
    @Command(name = "add", description = "Register a party; it counts at once.")
    int add(
            @Mixin Operator operator,
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Mixin Credentials credentials,
            @Mixin Rights rights)
            throws IOException, Refusal {
        ObjectNode party = Json.object().put("name", name);
        credentials.into(party);
        rights.into(party);
        try (OperatorClient client = operator.client()) {
            print(client.registerParty(party));
        }
        return Exit.OK;
    }

    /** Changes one. */
    @Command(
            name = "change",
            description = "Change a party: what is named is as named from now on, the rest stays.")
    int change(
            @Mixin Operator operator,
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Mixin Credentials credentials,
            @Mixin Rights rights,
            @Option(
                            names = "--compromised",
                            paramLabel = "KID=SINCE",
                            description = "Since when another had a document key, as RFC 3339.")
                    @Nullable Map<String, String> compromised,
            @Option(names = "--reopen", description = "Let a party in again that was removed.")
                    boolean reopen)
            throws IOException, Refusal {
        ObjectNode change = Json.object();
        credentials.into(change);
        rights.into(change);
        if (compromised != null) {
            compromised.forEach(change.withObject("/compromised")::put);
        }
        if (reopen) {
            change.put("ended", false);
        }
        try (OperatorClient client = operator.client()) {
            print(client.changeParty(name, change));
        }
        return Exit.OK;
    }

    /** Adds, changes or removes an account. */
    @Command(
            name = "account",
            description = "Set a client that acts as a party, beside its first; or remove it.")
    int account(
            @Mixin Operator operator,
            @Parameters(paramLabel = "PARTY", description = "The party's name.") String party,
            @Parameters(paramLabel = "ACCOUNT", description = "The account's.") String account,
            @Mixin Credentials credentials,
            @Option(names = "--remove", description = "Remove it.") boolean remove)
            throws IOException, Refusal {
        ObjectNode change = Json.object();
        ObjectNode accounts = change.putObject("accounts");
        if (remove) {
            accounts.putNull(account);
        } else {
            credentials.into(accounts.putObject(account));
        }
        try (OperatorClient client = operator.client()) {
            print(client.changeParty(party, change));
        }
        return Exit.OK;
    }

    /** Ends one. */
    @Command(
            name = "remove",
            description = "End a party: it gets in no more; what it handed in goes on.")
    int remove(
            @Mixin Operator operator,
            @Parameters(paramLabel = "NAME", description = "Its name.") String name)
            throws IOException, Refusal {
        try (OperatorClient client = operator.client()) {
            print(client.endParty(name));
        }
        return Exit.OK;
    }

    static void words(ObjectNode json, String member, Iterable<String> words) {
        ArrayNode list = json.putArray(member);
        words.forEach(one -> {
            if (!one.isEmpty()) {
                list.add(one);
            }
        });
    }

    private void print(JsonNode party) {
        if (isJson()) {
            out().println(Json.text(party));
            return;
        }
        out().println(Printed.isAsked(party) ? Printed.asked(party) : Printed.indented(party));
    }

    private boolean isJson() {
        return Output.of(spec) == Output.JSON;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
