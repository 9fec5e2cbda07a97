package io.sealane.command;

import io.sealane.certs.Federation;
import io.sealane.certs.Plan.Ports;
import io.sealane.certs.Site;
import io.sealane.certs.ThreeNations;
import io.sealane.core.document.Catalogue;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes keys, certificates, agreements and configurations for development. */
@Command(
        name = "certs",
        description = {
            "Make a development federation of three nodes: authorities, certificates, keys,"
                    + " agreements, node.yaml files. 'sealane node --config DIR/us/node.yaml' runs"
                    + " one.",
            "For development only: all private keys lie in one folder."
        })
final class Certs implements Callable<Integer> {
    private static final int HUNDRED = 100;

    @Spec private CommandSpec spec;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new folder.")
    private Path folder = Path.of("");

    @Option(
            names = "--first-port",
            paramLabel = "PORT",
            description =
                    "us listens on PORT (parties), PORT+1 (partners), PORT+2 (management), nl on"
                            + " PORT+100..., sg on PORT+200... Default: ${DEFAULT-VALUE}.",
            defaultValue = "8443")
    private int firstPort;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(folder.resolve("trust.json"))) {
            throw new FileAlreadyExistsException(
                    folder + " holds a federation: its keys are not replaced");
        }
        var next = new AtomicInteger(firstPort);
        var plan =
                ThreeNations.plan(() -> {
                    int port = next.getAndAdd(HUNDRED);
                    return new Ports(port, port + 1, port + 2);
                });
        Federation made = Federation.write(plan, folder, Instant.now(), Catalogue.bundled());
        PrintWriter out = spec.commandLine().getOut();
        switch (Output.of(spec)) {
            case JSON -> out.println(Printed.json(new Made(folder.toString())));
            case TEXT -> {
                out.println("Made " + folder + ". A node runs with:");
                for (Site site : made.sites()) {
                    Path file = site.folder().resolve("node.yaml");
                    out.println("  sealane node --config " + DemoHints.quoted(file));
                }
            }
        }
        return Exit.OK;
    }

    private record Made(String folder) {}
}
