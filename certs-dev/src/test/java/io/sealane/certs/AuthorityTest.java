package io.sealane.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.certs.Authority.Use;

import org.junit.jupiter.api.Test;

import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

class AuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);

    private final Authority authority = Authority.create("Testland", NOW);

    @Test
    void certifies_a_node_for_its_names_and_both_ends_of_a_connection() throws Exception {
        X509Certificate node = node();

        checkPath(node, authority.revocations(List.of(), NOW), NOW.plusSeconds(1));
        assertThat(node.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(2, "us.sealane.example"), List.of(7, "127.0.0.1"));
        assertThat(node.getExtendedKeyUsage())
                .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(node.getBasicConstraints()).isEqualTo(-1);
        assertThat(authority.certificate().getBasicConstraints()).isZero();
    }

    @Test
    void revokes_a_certificate_by_its_list() {
        X509Certificate lost = node();
        X509Certificate kept = node();
        X509CRL list = authority.revocations(List.of(lost.getSerialNumber()), NOW);

        assertThatThrownBy(() -> checkPath(lost, list, NOW.plusSeconds(1)))
                .isInstanceOf(CertPathValidatorException.class)
                .hasMessageContaining("revoked");
        assertThat(kept.getSerialNumber()).isNotEqualTo(lost.getSerialNumber());
        assertThat(list.getRevokedCertificate(kept.getSerialNumber())).isNull();
    }

    @Test
    void numbers_its_lists_upwards() {
        assertThat(authority.revocations(List.of(), NOW).getExtensionValue("2.5.29.20"))
                .isNotEqualTo(authority.revocations(List.of(), NOW).getExtensionValue("2.5.29.20"));
    }

    @Test
    void certificates_end_soon() {
        assertThatThrownBy(() -> node().checkValidity(Date.from(NOW.plus(MONTH).plusSeconds(1))))
                .isInstanceOf(CertificateExpiredException.class);
    }

    private X509Certificate node() {
        return authority.issue(
                "us.sealane.example",
                KeyPairs.p256().getPublic(),
                Use.NODE,
                List.of("us.sealane.example", "127.0.0.1"),
                NOW,
                MONTH);
    }

    private void checkPath(X509Certificate certificate, X509CRL revoked, Instant at)
            throws Exception {
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
        parameters.addCertStore(
                CertStore.getInstance(
                        "Collection", new CollectionCertStoreParameters(List.of(revoked))));
        parameters.setDate(Date.from(at));
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }
}
