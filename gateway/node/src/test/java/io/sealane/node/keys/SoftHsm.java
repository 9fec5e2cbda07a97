package io.sealane.node.keys;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.certs.NodeKeys;
import io.sealane.node.config.NodeConfig;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.KeyStore;
import java.security.Security;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;

/**
 * A token of SoftHSM, Debian's package {@code softhsm2}. Its configuration is where the environment
 * says, {@code SOFTHSM2_CONF}, which the Maven profile that runs these tests sets.
 */
public final class SoftHsm {
    private static final Path LIBRARY = Path.of(System.getProperty("softhsm.library", "missing"));
    private static final List<String> EC_KEYS =
            List.of("tls", "federation", "presentation", "issuing");
    private static final String PIN = "correct-battery";
    private static final String SO_PIN = "horse-staple";
    private static final int MOST_TOKENS = 8;
    private static final Queue<String> TOKENS = create();

    private SoftHsm() {}

    /** The user's PIN. */
    public static String pin() {
        return PIN;
    }

    /** Moves all keys that a token can hold out of a node's file into a new token. */
    public static NodeConfig.Token take(NodeKeys made, Path folder) throws Exception {
        String label = TOKENS.remove();
        char[] password = Files.readString(folder.resolve("password")).strip().toCharArray();
        Path file = folder.resolve("node.p12");
        KeyStore inFile = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            inFile.load(in, password);
        }
        long slot = new Cryptoki(LIBRARY).slot(label).orElseThrow();
        var provider =
                (AuthProvider)
                        Security.getProvider("SunPKCS11")
                                .configure(
                                        "--name=Into%d\nlibrary=%s\nslot=%d\n"
                                                .formatted(slot, LIBRARY, slot));
        KeyStore inToken = KeyStore.getInstance("PKCS11", provider);
        inToken.load(null, PIN.toCharArray());
        for (String alias : EC_KEYS) {
            inToken.setKeyEntry(
                    alias, inFile.getKey(alias, password), null, inFile.getCertificateChain(alias));
            inFile.deleteEntry(alias);
        }
        // A login counts for the whole process: the next one would not be asked for its PIN.
        provider.logout();
        inFile.deleteEntry("log");
        takeEd25519(made.log().getPrivate().getEncoded(), folder, label);
        try (OutputStream out = Files.newOutputStream(file)) {
            inFile.store(out, password);
        }
        return new NodeConfig.Token(
                LIBRARY,
                label,
                Files.writeString(folder.resolve("pin"), PIN + "\n"),
                Set.of("tls", "federation", "presentation", "issuing", "log"));
    }

    /** A process that has loaded the library sees no token that another one makes later. */
    private static Queue<String> create() {
        try {
            Path configuration = Path.of(System.getenv("SOFTHSM2_CONF"));
            Path tokens = configuration.resolveSibling("tokens");
            Files.createDirectories(tokens);
            Files.writeString(configuration, "directories.tokendir = " + tokens + "\n");
            Queue<String> made = new ArrayDeque<>();
            for (int i = 0; i < MOST_TOKENS; i++) {
                // Those of an earlier run may still be there.
                String label = UUID.randomUUID().toString().substring(0, 23);
                run("--init-token", "--free", "--label", label, "--so-pin", SO_PIN, "--pin", PIN);
                made.add(label);
            }
            return made;
        } catch (Exception e) {
            throw new AssertionError("no tokens of SoftHSM", e);
        }
    }

    private static void takeEd25519(byte[] pkcs8, Path folder, String label) throws Exception {
        String base64 = Base64.getMimeEncoder().encodeToString(pkcs8);
        Path pem =
                Files.writeString(
                        folder.resolve("log.pem"),
                        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                                .formatted(base64));
        run(
                "--import",
                pem.toString(),
                "--token",
                label,
                "--label",
                "log",
                "--id",
                "10",
                "--pin",
                PIN);
        Files.delete(pem);
    }

    private static void run(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("softhsm2-util"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
