package io.sealane.command;

import io.sealane.command.conformance.Conformance;
import io.sealane.command.conformance.Outcome;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Runs other people's test vectors through our own code. */
@Command(
        name = "conformance",
        description = {
            "Run test vectors of known formats, found anywhere below a folder, through the code of"
                    + " a node.",
            "SD-JWT, Merkle proofs, C2SP logs and notes, Wycheproof, JSON canonicalisation, JOSE"
                    + " examples and keys, X.509 paths. Each file is either run, or named with why"
                    + " not. What is of an algorithm that is not accepted passes if it is refused"
                    + " for that.",
            "The last line is '<N> passed, <N> failed'; 0 only if something passed and nothing"
                    + " failed."
        })
final class Conform implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Holds vector files, at any depth.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Outcome outcome = Conformance.run(folder, err::println);
        PrintWriter out = spec.commandLine().getOut();
        switch (Output.of(spec)) {
            case JSON -> out.println(outcome.toJson());
            case TEXT -> outcome.lines().forEach(out::println);
        }
        return outcome.holds() ? Exit.OK : Exit.NOT_SO;
    }
}
