package io.sealane.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.identity.PartyId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javax.crypto.SecretKey;

class NodeKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Authority AUTHORITY = Authority.create("Testland", NOW);
    private static final String PASSWORD = NodeKeys.password();
    private static final NodeKeys KEYS =
            NodeKeys.create(
                    "us.sealane.example", List.of("us.sealane.example"), AUTHORITY, NOW, MONTH);
    private static final byte[] FILE = KEYS.pkcs12(AUTHORITY, NOW, MONTH, PASSWORD.toCharArray());

    @ParameterizedTest
    @CsvSource({
        "tls,SHA256withECDSA",
        "federation,SHA256withECDSA",
        "presentation,SHA256withECDSA",
        "issuing,SHA256withECDSA",
        "issuing-pq,ML-DSA-65",
        "log,Ed25519",
        "log-pq,ML-DSA-44"
    })
    void each_alias_of_the_file_holds_a_pair_that_signs(String alias, String algorithm)
            throws Exception {
        KeyStore store = open(PASSWORD);
        byte[] message = {1, 2, 3};

        Signature signer = Signature.getInstance(algorithm);
        signer.initSign((PrivateKey) store.getKey(alias, PASSWORD.toCharArray()));
        signer.update(message);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(store.getCertificate(alias).getPublicKey());
        verifier.update(message);

        assertThat(verifier.verify(signature)).isTrue();
        assertThat(store.getCertificateChain(alias)).hasSize(2);
        store.getCertificate(alias).verify(AUTHORITY.certificate().getPublicKey());
    }

    @Test
    void the_storage_key_is_aes_256() throws Exception {
        var key = (SecretKey) open(PASSWORD).getKey("storage", PASSWORD.toCharArray());

        assertThat(key.getAlgorithm()).isEqualTo("AES");
        assertThat(key.getEncoded()).isEqualTo(KEYS.storage().getEncoded()).hasSize(32);
    }

    @Test
    void another_password_opens_nothing() {
        assertThatThrownBy(() -> open(NodeKeys.password())).isInstanceOf(IOException.class);
    }

    @Test
    void the_pin_is_of_the_tls_key() throws Exception {
        var certificate = (X509Certificate) open(PASSWORD).getCertificate("tls");

        assertThat(NodeKeys.sha256(certificate.getPublicKey().getEncoded())).isEqualTo(KEYS.pin());
    }

    @Test
    void the_federation_signer_belongs_to_the_published_key() {
        byte[] input = {4, 5, 6};

        assertThat(KEYS.federationKey().verifies(input, KEYS.federationSigner().sign(input)))
                .isTrue();
        assertThat(KEYS.presentationKey().kid()).isNotEqualTo(KEYS.issuingKey().kid());
    }

    @Test
    void a_party_is_known_by_its_certificates_thumbprint() throws Exception {
        PartyKeys party =
                PartyKeys.create(
                        PartyId.parse("acme-line@us.sealane.example"), AUTHORITY, NOW, MONTH);
        String password = NodeKeys.password();

        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(
                new ByteArrayInputStream(party.pkcs12(AUTHORITY, password.toCharArray())),
                password.toCharArray());

        assertThat(NodeKeys.sha256(store.getCertificate("client").getEncoded()))
                .isEqualTo(party.thumbprint());
    }

    private static KeyStore open(String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(FILE), password.toCharArray());
        return store;
    }
}
