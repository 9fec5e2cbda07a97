package io.sealane.node.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealane.certs.Authority;
import io.sealane.node.config.BadConfig;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.Problem;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

class KeyFileReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LIFE = Duration.ofDays(30);
    private static final String ORIGIN = "us.sealane.example/log/1";
    private static final char[] PASSWORD = "correct horse".toCharArray();

    private static final Authority AUTHORITY = Authority.create("US", NOW);
    private static final io.sealane.certs.NodeKeys MADE =
            io.sealane.certs.NodeKeys.create(
                    "us.sealane.example", List.of("127.0.0.1"), AUTHORITY, NOW, LIFE);

    @TempDir private Path folder;
    private NodeConfig.KeyFile file = new NodeConfig.KeyFile(Path.of(""), Path.of(""), null);

    @BeforeEach
    void write() throws Exception {
        file =
                new NodeConfig.KeyFile(
                        Files.write(
                                folder.resolve("node.p12"),
                                MADE.pkcs12(AUTHORITY, NOW, LIFE, PASSWORD)),
                        Files.writeString(folder.resolve("password"), new String(PASSWORD) + "\n"),
                        null);
    }

    @Test
    void reads_all_keys_of_a_node() throws Exception {
        NodeKeys keys = KeyFileReader.read(file, ORIGIN);
        assertThat(keys.tls().current(NOW).certificate()).isEqualTo(MADE.tlsCertificate());
        assertThat(Thumbprint.pin(keys.tls().current(NOW).certificate().getPublicKey()))
                .isEqualTo(MADE.pin());
        assertThat(keys.federation().current(NOW).key()).isEqualTo(MADE.federationKey());
        assertThat(keys.presentation().current(NOW).key()).isEqualTo(MADE.presentationKey());
        assertThat(keys.issuing().current(NOW).key()).isEqualTo(MADE.issuingKey());
        assertThat(keys.issuingSecond())
                .isNotNull()
                .satisfies(second ->
                        assertThat(second.current(NOW).key()).isEqualTo(MADE.issuingSecondKey()));
        assertThat(keys.log().current(NOW).verifier().name()).isEqualTo(ORIGIN);
        assertThat(keys.storage().current(NOW)).isEqualTo(MADE.storage());
        assertThat(keys).hasToString("the node's keys");
    }

    @Test
    void tells_every_alias_that_is_missing() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Files.readAllBytes(file.file())), PASSWORD);
        store.deleteEntry("federation");
        store.deleteEntry("log-pq");
        store.deleteEntry("storage");
        try (OutputStream out = Files.newOutputStream(file.file())) {
            store.store(out, PASSWORD);
        }
        assertThat(problems())
                .extracting(Problem::path)
                .containsExactly("federation", "log-pq", "storage");
    }

    @Test
    void does_without_a_key_of_second_signatures() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Files.readAllBytes(file.file())), PASSWORD);
        store.deleteEntry("issuing-pq");
        try (OutputStream out = Files.newOutputStream(file.file())) {
            store.store(out, PASSWORD);
        }
        NodeKeys keys = KeyFileReader.read(file, ORIGIN);
        assertThat(keys.issuingSecond()).isNull();
    }

    @Test
    void refuses_a_key_of_the_wrong_kind() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Files.readAllBytes(file.file())), PASSWORD);
        var edKey = store.getKey("log", PASSWORD);
        var edChain = store.getCertificateChain("log");
        store.setKeyEntry("tls", edKey, PASSWORD, edChain);
        store.setKeyEntry("issuing-pq", edKey, PASSWORD, edChain);
        store.setKeyEntry("log-pq", edKey, PASSWORD, edChain);
        store.setKeyEntry("log", store.getKey("issuing", PASSWORD), PASSWORD, edChain);
        try (OutputStream out = Files.newOutputStream(file.file())) {
            store.store(out, PASSWORD);
        }
        assertThat(problems())
                .extracting(Problem::path)
                .containsExactly("tls", "issuing-pq", "log", "log-pq");
    }

    @Test
    void refuses_a_wrong_password_without_repeating_it() throws Exception {
        Files.writeString(file.passwordFile(), "hunter2");
        assertThat(problems()).singleElement().asString().doesNotContain("hunter2");
    }

    @Test
    void refuses_a_file_that_is_no_key_file() throws Exception {
        Files.writeString(file.file(), "not PKCS#12");
        assertThat(problems()).hasSize(1);
    }

    private List<Problem> problems() {
        return catchThrowableOfType(BadConfig.class, () -> KeyFileReader.read(file, ORIGIN))
                .problems();
    }

    @Test
    void warns_fourteen_days_before_the_certificate_ends() throws Exception {
        TlsIdentity tls = KeyFileReader.read(file, ORIGIN).tls().current(NOW);
        Instant end = MADE.tlsCertificate().getNotAfter().toInstant();
        assertThat(at(tls, end.minus(Duration.ofDays(14)).minusSeconds(1)))
                .isEqualTo(CertificateEnd.State.GOOD);
        assertThat(at(tls, end.minus(Duration.ofDays(14))))
                .isEqualTo(CertificateEnd.State.ENDS_SOON);
        assertThat(at(tls, end.minusSeconds(1))).isEqualTo(CertificateEnd.State.ENDS_SOON);
        assertThat(at(tls, end)).isEqualTo(CertificateEnd.State.ENDED);
    }

    private static CertificateEnd.State at(TlsIdentity tls, Instant instant) {
        return new CertificateEnd(() -> tls, InstantSource.fixed(instant)).state();
    }
}
