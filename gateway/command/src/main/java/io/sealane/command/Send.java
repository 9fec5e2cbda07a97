package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.client.Accepted;
import io.sealane.client.Addressee;
import io.sealane.client.Client;
import io.sealane.client.DocumentState;
import io.sealane.client.Preview;
import io.sealane.client.Submission;
import io.sealane.core.disclosure.PartySeal;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Submits a document to the party's own node. */
@Command(name = "send", description = "Send a document to named parties, each in a role.")
final class Send implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Party party;

    @Parameters(paramLabel = "FILE", description = "The document, JSON.")
    private Path file;

    @Option(
            names = "--to",
            paramLabel = "PARTY=ROLE",
            required = true,
            converter = ToAddressee.class,
            description = "A recipient, e.g. rotterdam-terminal@nl.sealane.example=terminal.")
    private List<Addressee> recipients = List.of();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Type and version. Default: what the document looks like.")
    private @Nullable String type;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Sent again under the same key, it is the same submission.")
    private @Nullable String key;

    @Option(names = "--signed", description = "The file is what 'sealane sign' made.")
    private boolean signed;

    @Option(names = "--dry-run", description = "Only show what each recipient would see.")
    private boolean dryRun;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "Wait for the recipients' nodes. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private int waitSeconds;

    @Override
    public Integer call() throws IOException, Refusal {
        Submission submission = submission();
        try (Client client = party.client()) {
            if (dryRun) {
                print(client.dryRun(submission));
                return Exit.OK;
            }
            String once = key == null ? UUID.randomUUID().toString() : key;
            Accepted accepted = client.submit(submission, once);
            var settling = new Settling(client, Duration.ofSeconds(waitSeconds));
            DocumentState state = settling.of(accepted.id());
            new Deliveries(spec).print(state, accepted.warnings());
            boolean failed =
                    state.deliveries().stream()
                            .anyMatch(one -> one.isFinal() && !one.state().equals("delivered"));
            boolean late = waitSeconds > 0 && !state.isSettled();
            return failed || late ? Exit.NOT_SO : Exit.OK;
        }
    }

    private Submission submission() throws IOException, Refusal {
        if (signed) {
            List<String> lines =
                    Files.readString(file, StandardCharsets.US_ASCII).strip().lines().toList();
            String compact = lines.isEmpty() ? "" : lines.getFirst();
            String signedType = PartySeal.parse(compact).token().claims().vct();
            return Submission.ofSigned(
                    signedType, recipients, compact, lines.size() > 1 ? lines.getLast() : null);
        }
        JsonNode document = Json.parse(Files.readAllBytes(file));
        String named = type == null ? recognised(Catalogue.bundled(), document, file).vct() : type;
        return Submission.ofDocument(named, recipients, document);
    }

    /** The type of a document that does not say. */
    static DocumentType recognised(Catalogue catalogue, JsonNode document, Path file)
            throws Refusal {
        return catalogue
                .recognise(document)
                .orElseThrow(() ->
                        new Refusal(
                                Code.UNKNOWN_TYPE,
                                file + " is not a document of a type known here."));
    }

    private void print(Preview preview) {
        var out = spec.commandLine().getOut();
        switch (Output.of(spec)) {
            case JSON -> out.println(Printed.json(preview));
            case TEXT -> {
                Deliveries.printWarnings(out, preview.warnings());
                Deliveries.printViews(out, preview.views());
            }
        }
    }

    /** Reads {@code party=role}. */
    static final class ToAddressee implements ITypeConverter<Addressee> {
        @Override
        public Addressee convert(String text) {
            int at = text.indexOf('=');
            if (at < 1 || at == text.length() - 1) {
                throw new TypeConversionException("a recipient is written PARTY@NODE=ROLE");
            }
            return new Addressee(text.substring(0, at), text.substring(at + 1));
        }
    }
}
