package io.sealane.node.keys;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.sealane.certs.Authority;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.NativeProvider;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.node.config.NodeConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A node's keys, as a node uses them once the native provider is before the JDK's own. */
class NativeProviderTest {
    private static final String NATIVE = "AmazonCorrettoCryptoProvider";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LIFE = Duration.ofDays(30);
    private static final byte[] INPUT = "input".getBytes(StandardCharsets.US_ASCII);

    @TempDir private Path folder;

    @AfterEach
    void restore() {
        Security.removeProvider(NATIVE);
    }

    @Test
    void signs_natively_what_the_jdk_verifies_and_the_other_way_round() throws Exception {
        NodeKeys byJdk = keys();
        assertThat(NativeProvider.install()).isEqualTo(isForThisSystem());
        assertThat(NativeProvider.inUse().startsWith(NATIVE)).isEqualTo(isForThisSystem());
        NodeKeys natively = keys();
        assertThat(Signature.getInstance("Ed25519").getProvider().getName().equals(NATIVE))
                .isEqualTo(isForThisSystem());
        byte[] signature = natively.issuing().current(NOW).sign(INPUT);
        assertThat(natively.issuing().current(NOW).key())
                .isEqualTo(byJdk.issuing().current(NOW).key());
        assertThat(byJdk.issuing().current(NOW).key().verifies(INPUT, signature)).isTrue();
        KeySigner second = requireNonNull(natively.issuingSecond()).current(NOW);
        KeySigner jdksSecond = requireNonNull(byJdk.issuingSecond()).current(NOW);
        assertThat(jdksSecond.key().verifies(INPUT, second.sign(INPUT))).isTrue();
        assertThat(second.key().verifies(INPUT, jdksSecond.sign(INPUT))).isTrue();
        var checkpoint = new Checkpoint("us.sealane.example/log/1", 1, new byte[32]);
        var signers = List.of(natively.log().current(NOW), natively.logPostQuantum().current(NOW));
        Note note = checkpoint.sign(NOW.getEpochSecond(), signers);
        Security.removeProvider(NATIVE);
        byte[] jdks = byJdk.issuing().current(NOW).sign(INPUT);
        assertThat(natively.issuing().current(NOW).key().verifies(INPUT, jdks)).isTrue();
        var verifiers =
                Stream.concat(
                                byJdk.log().each(NOW, NoteSigner::verifier).stream(),
                                byJdk.logPostQuantum().each(NOW, NoteSigner::verifier).stream())
                        .toList();
        assertThat(Checkpoint.open(note, verifiers).signatures()).hasSize(2);
    }

    private NodeKeys keys() throws Exception {
        Authority authority = Authority.create("US", NOW);
        var made =
                io.sealane.certs.NodeKeys.create(
                        "us.sealane.example", List.of("127.0.0.1"), authority, NOW, LIFE);
        Path file = folder.resolve("node.p12");
        if (!Files.exists(file)) {
            Files.write(file, made.pkcs12(authority, NOW, LIFE, "password".toCharArray()));
        }
        Path password = Files.writeString(folder.resolve("password"), "password\n");
        return KeyFileReader.read(
                new NodeConfig.KeyFile(file, password, null), "us.sealane.example/log/1");
    }

    private static boolean isForThisSystem() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }
}
