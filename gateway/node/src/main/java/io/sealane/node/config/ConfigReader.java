package io.sealane.node.config;

import io.sealane.core.identity.PartyId;
import io.sealane.node.postgres.DatabaseAddress;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a node's YAML file: strictly, and to the end, so that all problems are told at once. */
public final class ConfigReader {
    private static final int MAX_LOG = 99_999;
    private static final List<String> TOKEN_KEYS =
            List.of("tls", "federation", "presentation", "issuing", "log");

    private final Path file;
    private final Path folder;
    private final List<Problem> problems = new ArrayList<>();

    private ConfigReader(Path file) {
        this.file = file;
        this.folder = file.toAbsolutePath().normalize().resolveSibling("");
    }

    /**
     * Reads the file.
     *
     * @throws BadConfig with every problem found
     */
    public static NodeConfig read(Path file) throws BadConfig {
        var reader = new ConfigReader(file);
        NodeConfig config = reader.read();
        if (config == null || !reader.problems.isEmpty()) {
            throw new BadConfig(reader.problems);
        }
        return config;
    }

    private @Nullable NodeConfig read() {
        Node root = parse();
        Section top = root == null ? null : Section.of(file, root, problems);
        if (top == null) {
            return null;
        }
        String node = top.text("node", "Write the node's host name, e.g. us.sealane.example.");
        if (!node.isEmpty() && !PartyId.isNode(node)) {
            top.note(
                    "node",
                    "is not a host name.",
                    "Write it in lower case, e.g. us.sealane.example.");
        }
        PolicyReader.Decided policy = PolicyReader.read(top, folder);
        var config =
                new NodeConfig(
                        node,
                        folder.resolve(top.text("data", "Write the folder for the node's data.")),
                        listener(top, "api"),
                        listener(top, "federation"),
                        listener(top, "management"),
                        keys(top),
                        database(top),
                        top.has("log") ? top.integer("log", 1, MAX_LOG) : 1,
                        new PartyReader(top).parties(),
                        new PartnerReader(top).partners(),
                        new PartyReader(top).auditors(),
                        new PartyReader(top).operators(),
                        announced(top),
                        agreements(top),
                        policy.documents(),
                        IssuerReader.read(top, folder, node),
                        policy.approval());
        top.end(
                "node, data, api, federation, management, keys, database, log, parties, partners,"
                        + " auditors, operators, announced, agreements, policy, issuer");
        ConfigChecks.check(config, top);
        return config;
    }

    private @Nullable Node parse() {
        try {
            String text = Files.readString(file);
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root == null) {
                note(0, "Is empty.", "OPERATING.md shows a file to begin with.");
            }
            return root;
        } catch (IOException e) {
            note(0, "Cannot be read.", "Check the path, that it is a text file, and its rights.");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            note(line, "Is not YAML.", "Mend the syntax near this line.");
        } catch (YAMLException e) {
            note(0, "Is not YAML.", "Mend the syntax.");
        }
        return null;
    }

    private void note(int line, String what, String remedy) {
        problems.add(new Problem(file, line, "", what, remedy));
    }

    private NodeConfig.Listener listener(Section top, String name) {
        Section section = top.required(name, "Write {host: 127.0.0.1, port: 8443}.");
        if (section == null) {
            return new NodeConfig.Listener("", 0);
        }
        String host = section.text("host", "Write the address to listen on, e.g. 127.0.0.1.");
        int port = section.integer("port", 0, 65535);
        URI address = section.has("address") ? PartnerReader.address(section) : null;
        section.end("host, port, address");
        return new NodeConfig.Listener(host, port, address);
    }

    private static NodeConfig.Announced announced(Section top) {
        Section section = top.section("announced");
        if (section == null) {
            return NodeConfig.Announced.NOTHING;
        }
        String key =
                section.has("federationKey")
                        ? section.text("federationKey", "Write its RFC 7638 thumbprint.")
                        : null;
        if (key != null && !PublicKeyReader.isHash(key)) {
            section.note("federationKey", "is not a thumbprint.", "Write 43 base64url characters.");
        }
        Set<String> pins = section.has("pins") ? PartnerReader.pins(section) : Set.of();
        section.end("federationKey, pins");
        return new NodeConfig.Announced(key, pins);
    }

    private NodeConfig.KeyFile keys(Section top) {
        Section section =
                top.required("keys", "Write {file: keys/node.p12, passwordFile: keys/password}.");
        if (section == null) {
            return new NodeConfig.KeyFile(folder, folder, null);
        }
        Path keys = file(section, "file", "Name the PKCS#12 file of the node's keys.");
        Path password = file(section, "passwordFile", "Name the file that holds its password.");
        NodeConfig.Token token = token(section);
        section.end("file, passwordFile, token");
        return new NodeConfig.KeyFile(keys, password, token);
    }

    private NodeConfig.@Nullable Token token(Section keys) {
        Section section = keys.section("token");
        if (section == null) {
            return null;
        }
        Path library = file(section, "library", "Name the token's PKCS#11 library.");
        String label = section.text("label", "Write the token's label.");
        Path pin = file(section, "pinFile", "Name the file that holds the user's PIN.");
        List<String> holds = section.texts("holds", "Write the aliases of the keys in it.");
        if (!holds.stream().map(Aliases::purpose).allMatch(TOKEN_KEYS::contains)) {
            section.note(
                    "holds",
                    "names a key that is not used from a token.",
                    "These can be: " + String.join(", ", TOKEN_KEYS) + ", also with -2 and so on.");
        }
        section.end("library, label, pinFile, holds");
        return new NodeConfig.Token(library, label, pin, Set.copyOf(holds));
    }

    private NodeConfig.@Nullable Database database(Section top) {
        Section section = top.section("database");
        if (section == null) {
            return null;
        }
        String url = section.text("url", "Write postgresql://user@host:port/name.");
        if (!url.isEmpty()) {
            try {
                DatabaseAddress.parse(url, "");
            } catch (IllegalArgumentException e) {
                section.note(
                        "url", "is not the address of a database.", String.valueOf(e.getMessage()));
            }
        }
        Path password = file(section, "passwordFile", "Name the file that holds its password.");
        section.end("url, passwordFile");
        return new NodeConfig.Database(url, password);
    }

    private @Nullable Path agreements(Section top) {
        if (!top.has("agreements")) {
            return null;
        }
        String text = top.text("agreements", "Name the folder of the agreement files.");
        Path path = folder.resolve(text);
        if (!text.isEmpty() && !Files.isDirectory(path)) {
            top.note("agreements", "is not a folder.", "Make it; it may be empty.");
        }
        return path;
    }

    private Path file(Section section, String name, String remedy) {
        String text = section.text(name, remedy);
        Path path = folder.resolve(text);
        if (!text.isEmpty() && !Files.isReadable(path)) {
            section.note(name, "is no file that can be read.", "Check the path and its rights.");
        } else if (!text.isEmpty() && !Files.isRegularFile(path)) {
            section.note(name, "is not a file.", remedy);
        }
        return path;
    }
}
