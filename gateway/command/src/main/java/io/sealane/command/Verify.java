package io.sealane.command;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.audit.EvidenceAudit;
import io.sealane.audit.Trust;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Refusal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** Verifies evidence files offline. */
@Command(
        name = "verify",
        description = {
            "Verify evidence files offline: a verdict for each check.",
            "Trust comes from the trust file alone, never from the evidence."
        })
final class Verify implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Evidence files.")
    private List<Path> files = List.of();

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Whose keys count. Default: ${DEFAULT-VALUE}.",
            defaultValue = Demo.DEFAULT_FOLDER + "/trust.json")
    private Path trustFile = Path.of(Demo.DEFAULT_FOLDER, "trust.json");

    @Override
    public Integer call() throws IOException {
        Crypto.choose(); // Nearly all of it is signatures.
        Trust trust = trust();
        Catalogue catalogue = Catalogue.bundled();
        PrintWriter out = spec.commandLine().getOut();
        var all = new AtomicBoolean(true);
        try {
            EvidenceAudit.verify(files, trust, catalogue)
                    .forEach(one -> {
                        all.compareAndSet(true, one.report().holds());
                        print(out, one);
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return all.get() ? Exit.OK : Exit.NOT_SO;
    }

    private Trust trust() throws IOException {
        try {
            return Trust.parse(Files.readAllBytes(trustFile));
        } catch (Refusal e) {
            // Nothing is decided about the evidence without somebody to trust.
            throw new IOException(trustFile + " is no trust file: " + e.detail(), e);
        }
    }

    private void print(PrintWriter out, EvidenceAudit.Audited one) {
        switch (Output.of(spec)) {
            case JSON -> {
                ObjectNode json = one.report().toJson().put("file", one.file().toString());
                out.println(json);
            }
            case TEXT -> {
                out.println(one.file());
                one.report().lines().forEach(line -> out.println("  " + line));
            }
        }
    }
}
