package io.sealane.command;

import io.sealane.audit.LogAudit;
import io.sealane.audit.Report;
import io.sealane.audit.VerifierKeys;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.NoteVerifier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** What an auditor runs, offline. */
@Command(
        name = "audit",
        description = "Audit offline, from files.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = Audit.Log.class)
final class Audit implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    /** A log's directory. */
    @Command(
            name = "log",
            description = {
                "Verify a log in a C2SP tlog-tiles directory: recompute every tile, and check that"
                        + " every saved checkpoint (checkpoint.<size>) is a prefix of the next."
            })
    static final class Log implements Callable<Integer> {
        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "DIR", description = "Holds checkpoint and tile/.")
        private Path folder;

        @Option(
                names = "--key",
                paramLabel = "FILE",
                required = true,
                description = "Verifier keys of the log, one a line.")
        private Path keyFile = Path.of("");

        @Option(names = "--any", description = "Any C2SP log, not only one of Sealane.")
        private boolean any;

        @Override
        public Integer call() throws IOException {
            if (!Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder + " is not a folder");
            }
            List<NoteVerifier> keys = keys();
            var expectation = any ? LogAudit.Expectation.ANY : LogAudit.Expectation.SEALANE;
            Report report = LogAudit.audit(folder, keys, expectation);
            PrintWriter out = spec.commandLine().getOut();
            switch (Output.of(spec)) {
                case JSON -> out.println(report.toJson());
                case TEXT -> report.lines().forEach(out::println);
            }
            return report.holds() ? Exit.OK : Exit.NOT_SO;
        }

        private List<NoteVerifier> keys() throws IOException {
            try {
                return VerifierKeys.parse(Files.readString(keyFile));
            } catch (Refusal e) {
                // Nothing is decided about a log without its key.
                throw new IOException(keyFile + " is no key file: " + e.detail(), e);
            }
        }
    }
}
