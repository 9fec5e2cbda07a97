package io.sealane.node.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.certs.Authority;
import io.sealane.core.identity.Outage;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.SignatureType;
import io.sealane.node.config.BadConfig;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.Problem;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A node's keys in a token of SoftHSM. */
@Tag("softhsm")
class TokenIT {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration LIFE = Duration.ofDays(30);
    private static final String ORIGIN = "us.sealane.example/log/1";
    private static final byte[] MESSAGE = "a message".getBytes(UTF_8);

    private static final Authority AUTHORITY = Authority.create("US", NOW);
    private static final io.sealane.certs.NodeKeys MADE =
            io.sealane.certs.NodeKeys.create(
                    "us.sealane.example", List.of("127.0.0.1"), AUTHORITY, NOW, LIFE);

    @TempDir private Path folder;
    private NodeConfig.KeyFile file = new NodeConfig.KeyFile(Path.of(""), Path.of(""), null);
    private NodeConfig.Token token = new NodeConfig.Token(Path.of(""), "", Path.of(""), Set.of());

    @BeforeEach
    void move() throws Exception {
        String password = "correct horse";
        Path p12 =
                Files.write(
                        folder.resolve("node.p12"),
                        MADE.pkcs12(AUTHORITY, NOW, LIFE, password.toCharArray()));
        Path passwordFile = Files.writeString(folder.resolve("password"), password);
        token = SoftHsm.take(MADE, folder);
        file = new NodeConfig.KeyFile(p12, passwordFile, token);
    }

    @Test
    void signs_with_the_keys_that_are_in_it() throws Exception {
        NodeKeys keys = KeyFileReader.read(file, ORIGIN);
        assertThat(keys.tls().current(NOW).certificate()).isEqualTo(MADE.tlsCertificate());
        assertThat(keys.tls().current(NOW).isInMemory()).isFalse();
        assertThat(keys.presentation().current(NOW).key()).isEqualTo(MADE.presentationKey());
        assertThat(
                        MADE.presentationKey()
                                .verifies(MESSAGE, keys.presentation().current(NOW).sign(MESSAGE)))
                .isTrue();
        assertThat(MADE.issuingKey().verifies(MESSAGE, keys.issuing().current(NOW).sign(MESSAGE)))
                .isTrue();
        assertThat(
                        MADE.federationKey()
                                .verifies(MESSAGE, keys.federation().current(NOW).sign(MESSAGE)))
                .isTrue();
        assertThat(keys.log().current(NOW).verifier())
                .hasToString(
                        NoteVerifier.of(ORIGIN, SignatureType.ED25519, MADE.log().getPublic())
                                .toString());
    }

    @Test
    void is_entered_anew_after_it_was_away() throws Exception {
        var cryptoki = new Cryptoki(token.library());
        long slot = cryptoki.slot(token.label()).orElseThrow();
        var signer = new TokenSigner(cryptoki, slot, SoftHsm.pin().toCharArray(), "log");
        cryptoki.close(signer.session());
        assertThatThrownBy(() -> signer.sign(MESSAGE)).isInstanceOf(Outage.class);
        assertThat(signer.key().verifies(MESSAGE, signer.sign(MESSAGE))).isTrue();
    }

    @Test
    void tells_what_is_wrong_with_a_token_and_no_secret() throws Exception {
        assertThat(problem(with(folder.resolve("node.p12"), token.label())))
                .contains("not a PKCS#11 library");
        assertThat(problem(with(token.library(), "another"))).contains("no token with the label");
        Files.writeString(token.pinFile(), "hunter2");
        assertThat(problem(token)).contains("PIN").doesNotContain("hunter2");
    }

    @Test
    void refuses_a_key_that_is_in_the_file_as_well() throws Exception {
        Files.write(file.file(), MADE.pkcs12(AUTHORITY, NOW, LIFE, "correct horse".toCharArray()));
        assertThat(problems(token))
                .extracting(Problem::path)
                .containsExactly("federation", "issuing", "log", "presentation", "tls");
    }

    private NodeConfig.Token with(Path library, String label) {
        return new NodeConfig.Token(library, label, token.pinFile(), token.holds());
    }

    private String problem(NodeConfig.Token its) {
        return problems(its).getFirst().toString();
    }

    private List<Problem> problems(NodeConfig.Token its) {
        var keyFile = new NodeConfig.KeyFile(file.file(), file.passwordFile(), its);
        return catchThrowableOfType(BadConfig.class, () -> KeyFileReader.read(keyFile, ORIGIN))
                .problems();
    }
}
