package io.sealane.command;

import io.sealane.client.Client;
import io.sealane.client.Profile;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whose command it is: options that every command for parties has. */
final class Party {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--as",
            paramLabel = "PARTY",
            description = "A party of the demo, e.g. acme-line.")
    private @Nullable String name;

    @Option(
            names = "--demo",
            paramLabel = "DIR",
            description = "The demo's folder. Default: ${DEFAULT-VALUE}.",
            defaultValue = Demo.DEFAULT_FOLDER)
    private Path demo = Path.of(Demo.DEFAULT_FOLDER);

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "The party's profile.json, instead of --as.")
    private @Nullable Path profile;

    /** Who it is and where its node answers. */
    Profile profile() throws IOException, Refusal {
        if ((name == null) == (profile == null)) {
            throw usage("say whose command it is: --as PARTY or --profile FILE");
        }
        return Profile.read(profile != null ? profile : found(demo, name));
    }

    Client client() throws IOException, Refusal {
        return Client.of(profile());
    }

    private Path found(Path demo, @Nullable String name) throws IOException {
        if (!Files.isDirectory(demo)) {
            throw new NoSuchFileException(
                    demo + ": start 'sealane demo', or say where with --demo or --profile");
        }
        List<Path> all = profiles(demo);
        List<Path> found =
                all.stream().filter(file -> nameOf(file).equals(withoutNode(name))).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        List<String> known = all.stream().map(Party::nameOf).toList();
        throw usage(
                "no party " + name + " in " + demo + "; there are: " + String.join(", ", known));
    }

    /** {@code DIR/NODE/parties/PARTY/profile.json}. */
    private static List<Path> profiles(Path demo) throws IOException {
        var profiles = new ArrayList<Path>();
        try (Stream<Path> files = Files.find(demo, 4, (file, about) -> about.isRegularFile())) {
            files.filter(Party::isOfParty).sorted().forEach(profiles::add);
        }
        return profiles;
    }

    private static boolean isOfParty(Path file) {
        int names = file.getNameCount();
        return file.endsWith("profile.json")
                && names > 2
                && file.getName(names - 3).toString().equals("parties");
    }

    private static String nameOf(Path profile) {
        return profile.getName(profile.getNameCount() - 2).toString();
    }

    private static String withoutNode(@Nullable String name) {
        return name == null ? "" : name.replaceFirst("@.*", "");
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
