package io.sealane.node.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.certs.Authority;
import io.sealane.certs.KeyPairs;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** What a revocation list proves, and of whom. */
public class RevocationListTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir private Path folder;

    private final Authority nl = Authority.create("nl", NOW);
    private final Authority us = Authority.create("us", NOW);
    private final X509Certificate certificate = issued(nl);

    private static X509Certificate issued(Authority by) {
        return by.issue(
                "node",
                KeyPairs.p256().getPublic(),
                Authority.Use.NODE,
                List.of(),
                NOW,
                Duration.ofDays(30));
    }

    /** A list with its issuer's certificate, as an operator puts it into the folder. */
    public static String pem(X509CRL list, X509Certificate issuer) throws GeneralSecurityException {
        return block("X509 CRL", list.getEncoded()) + block("CERTIFICATE", issuer.getEncoded());
    }

    private static String block(String name, byte[] der) {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(name, lines.encodeToString(der), name);
    }

    private String list(Authority by, X509Certificate revoked, Instant at) throws Exception {
        return pem(by.revocations(List.of(revoked.getSerialNumber()), at), by.certificate());
    }

    private Revocations open() throws Exception {
        return Revocations.open(folder.resolve("revocations"), () -> NOW);
    }

    private static void isRefused(Code code, Revocations by, String pem) {
        assertThatThrownBy(() -> by.take(pem))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void a_list_counts_for_certificates_of_its_own_issuer_alone() throws Exception {
        Revocations revocations = open();
        X509Certificate other = issued(nl);
        // Another authority lists the same serial number.
        revocations.take(list(us, certificate, NOW));
        assertThat(revocations.isRevoked(certificate)).isFalse();
        revocations.take(list(nl, certificate, NOW));
        assertThat(revocations.isRevoked(certificate)).isTrue();
        assertThat(revocations.isRevoked(other)).isFalse();
    }

    @Test
    void what_is_known_survives_a_restart_and_is_not_passed_on_for_a_partner() throws Exception {
        open().take(list(nl, certificate, NOW));
        assertThat(open().isRevoked(certificate)).isTrue();
        assertThat(open().own()).isEmpty();
    }

    @Test
    void a_file_of_the_operator_is_taken_while_the_node_runs_and_passed_on() throws Exception {
        Revocations revocations = open();
        String list = list(nl, certificate, NOW);
        Path file = folder.resolve("revocations/nl.pem");
        Files.writeString(file, list);
        revocations.look();
        assertThat(revocations.isRevoked(certificate)).isTrue();
        assertThat(revocations.own()).containsExactly(list);
        // Nothing is unlearned.
        Files.delete(file);
        revocations.look();
        assertThat(revocations.isRevoked(certificate)).isTrue();
    }

    @Test
    void a_file_that_is_no_list_leaves_the_others_alone() throws Exception {
        Revocations revocations = open();
        Files.writeString(folder.resolve("revocations/a.pem"), "nothing");
        Files.writeString(folder.resolve("revocations/b.pem"), list(nl, certificate, NOW));
        revocations.look();
        assertThat(revocations.isRevoked(certificate)).isTrue();
    }

    @Test
    void an_older_list_does_not_replace_a_newer_one() throws Exception {
        Revocations revocations = open();
        revocations.take(list(nl, certificate, NOW));
        isRefused(Code.EXPIRED, revocations, list(nl, issued(nl), NOW.minusSeconds(3600)));
        assertThat(revocations.isRevoked(certificate)).isTrue();
    }

    @Test
    void a_list_that_is_not_its_issuers_is_refused() throws Exception {
        Revocations revocations = open();
        X509CRL list = nl.revocations(List.of(certificate.getSerialNumber()), NOW);
        isRefused(Code.BAD_SIGNATURE, revocations, pem(list, us.certificate()));
        // A stranger that calls itself nl.
        Authority namesake = Authority.create("nl", NOW);
        isRefused(Code.BAD_SIGNATURE, revocations, pem(list, namesake.certificate()));
        isRefused(Code.CLOCK_SKEW, revocations, list(nl, certificate, NOW.plusSeconds(3600)));
        isRefused(Code.INVALID_REQUEST, revocations, "");
        isRefused(Code.INVALID_REQUEST, revocations, block("X509 CRL", list.getEncoded()));
        byte[] other = {48, 3, 2, 1, 1};
        isRefused(Code.INVALID_REQUEST, revocations, block("X509 CRL", other));
        assertThat(revocations.isRevoked(certificate)).isFalse();
        revocations.take(pem(list, nl.certificate()));
        assertThat(revocations.isRevoked(certificate)).isTrue();
    }

    @Test
    void an_empty_list_revokes_nothing() throws Exception {
        Revocations revocations = open();
        List<BigInteger> none = List.of();
        revocations.take(pem(nl.revocations(none, NOW), nl.certificate()));
        assertThat(revocations.isRevoked(certificate)).isFalse();
    }

    @Test
    void partners_cannot_bring_lists_of_ever_more_issuers() throws Exception {
        Revocations revocations = open();
        for (int i = 0; i < 64; i++) {
            Authority one = Authority.create("authority " + i, NOW);
            revocations.take(pem(one.revocations(List.of(), NOW), one.certificate()));
        }
        isRefused(Code.TOO_LARGE, revocations, list(nl, certificate, NOW));
    }
}
