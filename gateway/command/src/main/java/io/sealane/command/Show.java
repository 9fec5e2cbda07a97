package io.sealane.command;

import io.sealane.client.Client;
import io.sealane.client.Inbox;
import io.sealane.client.Problem;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Shows one document: an own one with what each recipient sees, or a received one. */
@Command(
        name = "show",
        description = "Show an own document and who sees what of it, or a received one.")
final class Show implements Callable<Integer> {
    private static final int PAGE = 200;
    private static final int NOT_FOUND = 404;

    @Spec private CommandSpec spec;
    @Mixin private Party party;

    @Parameters(paramLabel = "ID", description = "Of a document or of a delivery.")
    private UUID id;

    @Override
    public Integer call() throws IOException, Refusal {
        try (Client client = party.client()) {
            Problem notOwn;
            try {
                printOwn(client);
                return Exit.OK;
            } catch (Problem e) {
                if (e.status() != NOT_FOUND) {
                    throw e;
                }
                notOwn = e;
            }
            Inbox.Item received = received(client);
            if (received == null) {
                throw notOwn;
            }
            print(received);
        }
        return Exit.OK;
    }

    private void printOwn(Client client) {
        var state = client.document(id);
        var views = client.views(id);
        PrintWriter out = spec.commandLine().getOut();
        if (Output.of(spec) == Output.JSON) {
            out.println(Printed.json(new Own(state, views)));
        } else {
            new Deliveries(spec).print(state, List.of());
            Deliveries.printViews(out, views);
        }
    }

    private record Own(Object state, Object views) {}

    private Inbox.@Nullable Item received(Client client) {
        String cursor = null;
        while (true) {
            Inbox page = client.inbox(cursor, Duration.ZERO, PAGE);
            for (Inbox.Item item : page.items()) {
                if (item.id().equals(id)) {
                    return item;
                }
            }
            if (page.items().isEmpty()) {
                return null;
            }
            cursor = page.next();
        }
    }

    private void print(Inbox.Item item) {
        PrintWriter out = spec.commandLine().getOut();
        if (Output.of(spec) == Output.JSON) {
            out.println(Printed.json(item));
            return;
        }
        out.printf(
                "%s from %s to %s as %s, log index %d, sees %s:%n",
                item.type(),
                item.from(),
                item.party(),
                item.role(),
                item.index(),
                String.join(" ", item.classes()));
        out.println(Printed.indented(item.document()));
    }
}
