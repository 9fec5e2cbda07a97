package io.sealane.command;

import io.sealane.client.Client;
import io.sealane.client.Problem;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Fetches the evidence of one delivery: the exact bytes, to keep and to verify offline. */
@Command(
        name = "evidence",
        description = "Fetch the evidence of a delivery, sent or received, for 'sealane verify'.")
final class Evidence implements Callable<Integer> {
    private static final int NOT_FOUND = 404;

    @Spec private CommandSpec spec;
    @Mixin private Party party;

    @Parameters(paramLabel = "ID", description = "Of an own document, or of a received delivery.")
    private UUID id;

    @Option(
            names = "--delivery",
            paramLabel = "ID",
            description = "Which delivery of an own document; needed if it has several.")
    private @Nullable UUID delivery;

    @Option(
            names = "--receipt",
            description =
                    "Instead the node's own receipt of a submission: what it took, and for whom.")
    private boolean receipt;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it. Default: standard output, without a newline.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException, Refusal {
        byte[] evidence;
        try (Client client = party.client()) {
            evidence = fetched(client);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (file != null) {
            Files.write(file, evidence);
            if (Output.of(spec) == Output.JSON) {
                out.println(Printed.json(new Written(file.toString(), evidence.length)));
            } else {
                out.println("Wrote " + file + "; check it with 'sealane verify " + file + "'.");
            }
        } else {
            // It is JSON already, and its bytes must not change.
            out.print(new String(evidence, StandardCharsets.UTF_8));
            out.flush();
        }
        return Exit.OK;
    }

    private record Written(String file, int bytes) {}

    private byte[] fetched(Client client) {
        if (receipt) {
            return client.receipt(id);
        }
        try {
            return client.evidence(id, delivery);
        } catch (Problem e) {
            if (e.status() != NOT_FOUND || delivery != null) {
                throw e;
            }
            return client.inboxEvidence(id);
        }
    }
}
