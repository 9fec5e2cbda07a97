package io.sealane.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.sealane.certs.Federation;
import io.sealane.certs.FreePorts;
import io.sealane.certs.KeyPairs;
import io.sealane.certs.PartyKeys;
import io.sealane.certs.Plan.Ports;
import io.sealane.certs.Site;
import io.sealane.certs.ThreeNations;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.json.Json;
import io.sealane.node.config.AgreementFolder;
import io.sealane.node.config.ConfigReader;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.keys.LiveKeys;
import io.sealane.node.keys.Thumbprint;
import io.sealane.node.postgres.DatabaseAddress;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.postgres.SharedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Two of three nations, {@code us} and {@code nl}, as real nodes on one database server. The third,
 * {@code sg}, is a {@link Rogue} that holds its real keys.
 */
final class TwoNodes implements AutoCloseable {
    /** A party of {@code us} whose client certificate ended a month ago. */
    static final String ENDED = "us-customs";

    /** A party of {@code nl} that signs its own documents. */
    static final String OWN = "polder-line";

    final KeySigner ownKey = KeyPairs.signer(KeyPairs.p256());

    /** Of RSA with 1024 bits, pinned at {@code nl} as the next one of {@code sg}. */
    final KeyPair weak = weak();

    final Federation federation;
    final PartyKeys ended;
    final Rogue rogue;
    final String usDatabase;
    final String nlDatabase;
    Node us;
    Node nl;

    /**
     * Starts everything.
     *
     * @param folder is empty
     * @param fresh whether the nodes know nobody yet
     */
    TwoNodes(Path folder, EmbeddedPostgres server, boolean fresh) throws Exception {
        Instant now = Instant.now();
        federation =
                Federation.write(
                        ThreeNations.plan(FreePorts::ofNode), folder, now, Catalogue.bundled());
        Site home = federation.site("us");
        ended =
                PartyKeys.create(
                        new PartyId(ENDED, home.node().name()),
                        home.authority(),
                        now.minus(Duration.ofDays(60)),
                        Duration.ofDays(30));
        Path file = home.folder().resolve("node.yaml");
        PartyKeys current = home.keysOf(home.node().parties().getLast());
        Files.writeString(
                file, Files.readString(file).replace(current.thumbprint(), ended.thumbprint()));
        rogue = new Rogue(federation.site("sg"), federation.site("nl"));
        nlDatabase = useDatabase(federation.site("nl"), server);
        Path theirs = federation.site("nl").folder().resolve("node.yaml");
        Files.writeString(
                theirs,
                Files.readString(theirs)
                        .replace(
                                "- name: " + OWN + "\n",
                                "- name: %s\n    documentKeys: [%s]\n"
                                        .formatted(OWN, Json.text(ownKey.key().toJwk()))));
        if (fresh) {
            forgetOthers(file);
            forgetOthers(theirs);
        } else {
            pinToo(theirs, federation.site("sg").keys().pin(), Thumbprint.pin(weak.getPublic()));
        }
        nl = start(federation.site("nl"));
        usDatabase = useDatabase(home, server);
        us = start(home);
    }

    private static KeyPair weak() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes out of a configuration what tells a node of others. */
    private static void forgetOthers(Path file) throws IOException {
        var yaml = new YAMLMapper();
        var node = (ObjectNode) yaml.readTree(file.toFile());
        node.remove(List.of("partners", "agreements"));
        yaml.writeValue(file.toFile(), node);
    }

    /** Pins another key beside one. */
    private static void pinToo(Path file, String pin, String other) throws IOException {
        String text = Files.readString(file);
        String more = text.replaceFirst("(?m)^( *- )\"?" + pin + "\"?$", "$0\n$1\"" + other + "\"");
        if (more.equals(text)) {
            throw new AssertionError("no such pin in " + file);
        }
        Files.writeString(file, more);
    }

    void restartNl() throws Exception {
        nl = start(federation.site("nl"));
    }

    void restartUs() throws Exception {
        us = start(federation.site("us"));
    }

    /** Gives a node an empty database of the server, and tells its name. */
    private static String useDatabase(Site site, EmbeddedPostgres server) throws IOException {
        DatabaseAddress address = SharedPostgres.create(server);
        Files.writeString(site.folder().resolve("keys/db-password"), address.password() + "\n");
        Path file = site.folder().resolve("node.yaml");
        String url =
                "postgresql://%s@%s:%d/%s"
                        .formatted(
                                address.user(), address.host(), address.port(), address.database());
        Files.writeString(
                file,
                Files.readString(file)
                        + "database: {url: \"%s\", passwordFile: keys/db-password}\n"
                                .formatted(url));
        return address.database();
    }

    /** One more process of {@code us}, with a data folder and ports of its own. */
    Node another() throws Exception {
        Site site = federation.site("us");
        Path folder = site.folder();
        Ports free = FreePorts.ofNode();
        Ports taken = site.node().ports();
        String text =
                Files.readString(folder.resolve("node.yaml"))
                        .replace("data: data\n", "data: data-2\n")
                        .replace(": " + taken.api(), ": " + free.api())
                        .replace(": " + taken.federation(), ": " + free.federation())
                        .replace(": " + taken.management(), ": " + free.management());
        // Where the keys of columns are is the same for all processes of a node.
        Files.createDirectories(folder.resolve("data-2"));
        Files.createSymbolicLink(folder.resolve("data-2/keys"), folder.resolve("data/keys"));
        return start(site, Files.writeString(folder.resolve("node-2.yaml"), text));
    }

    private static Node start(Site site) throws Exception {
        return start(site, site.folder().resolve("node.yaml"));
    }

    private static Node start(Site site, Path file) throws Exception {
        NodeConfig config = ConfigReader.read(file);
        LiveKeys keys = LiveKeys.open(config.keys(), site.node().origin(), InstantSource.system());
        return Node.start(
                config, keys, AgreementFolder.read(config, keys.published().federation()));
    }

    @Override
    public void close() {
        us.stop();
        nl.stop();
        rogue.close();
    }
}
