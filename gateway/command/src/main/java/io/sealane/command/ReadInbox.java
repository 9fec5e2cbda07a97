package io.sealane.command;

import io.sealane.client.Client;
import io.sealane.client.Inbox;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Lists what a party received, and takes its word on it. */
@Command(name = "inbox", description = "List what a party received; accept or reject it.")
final class ReadInbox implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Party party;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "Only what follows: the cursor that an earlier call printed.")
    private @Nullable String after;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "Wait for something to arrive. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private int waitSeconds;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many. Default: ${DEFAULT-VALUE}.",
            defaultValue = "50")
    private int limit;

    @ArgGroup private @Nullable Word word;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why it is rejected.")
    private @Nullable String reason;

    /** What the party says of one delivery. */
    static final class Word {
        @Option(names = "--accept", paramLabel = "DELIVERY", description = "Accept a delivery.")
        private @Nullable UUID accepted;

        @Option(names = "--reject", paramLabel = "DELIVERY", description = "Reject a delivery.")
        private @Nullable UUID rejected;
    }

    @Override
    public Integer call() throws IOException, Refusal {
        try (Client client = party.client()) {
            if (word != null) {
                if (word.accepted != null) {
                    client.acknowledge(word.accepted, Inbox.Verdict.ACCEPTED, reason);
                } else if (word.rejected != null) {
                    client.acknowledge(word.rejected, Inbox.Verdict.REJECTED, reason);
                }
                return Exit.OK;
            }
            print(client.inbox(after, Duration.ofSeconds(waitSeconds), limit));
        }
        return Exit.OK;
    }

    private void print(Inbox inbox) {
        PrintWriter out = spec.commandLine().getOut();
        if (Output.of(spec) == Output.JSON) {
            out.println(Printed.json(inbox));
            return;
        }
        var table = new Table("index", "received", "type", "from", "as", "sees", "delivery");
        for (Inbox.Item item : inbox.items()) {
            table.row(
                    "#" + item.index(),
                    item.receivedAt(),
                    item.type(),
                    item.from(),
                    item.role(),
                    String.join(" ", item.classes()),
                    item.id());
        }
        table.print(out);
        out.println("What follows: --after " + inbox.next());
    }
}
