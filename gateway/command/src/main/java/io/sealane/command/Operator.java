package io.sealane.command;

import io.sealane.client.OperatorClient;
import io.sealane.client.Profile;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;

/** Whose node is meant: options that every command for operators has. */
final class Operator {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--at",
            paramLabel = "NODE",
            description = "A node of the demo, by its folder, e.g. us.")
    private @Nullable String node;

    @Option(
            names = "--demo",
            paramLabel = "DIR",
            description = "The demo's folder. Default: ${DEFAULT-VALUE}.",
            defaultValue = Demo.DEFAULT_FOLDER)
    private Path demo = Path.of(Demo.DEFAULT_FOLDER);

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "The operator's profile.json, instead of --at.")
    private @Nullable Path profile;

    OperatorClient client() throws IOException, Refusal {
        if ((node == null) == (profile == null)) {
            throw new ParameterException(
                    command.commandLine(), "say which node: --at NODE or --profile FILE");
        }
        Path file =
                profile != null
                        ? profile
                        : demo.resolve(String.valueOf(node)).resolve("operator/profile.json");
        return OperatorClient.of(Profile.read(file));
    }
}
