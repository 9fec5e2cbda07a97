package io.sealane.command;

import io.sealane.client.Client;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.concurrent.Callable;

/** Prints an access token, alone on its line: for curl. */
@Command(
        name = "token",
        description = "Print an access token of a party, bound to its certificate.")
final class Token implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Party party;

    @Override
    public Integer call() throws IOException, Refusal {
        try (Client client = party.client()) {
            String token = client.token();
            spec.commandLine()
                    .getOut()
                    .println(
                            switch (Output.of(spec)) {
                                case TEXT -> token;
                                case JSON -> Json.text(Json.object().put("token", token));
                            });
        }
        return Exit.OK;
    }
}
