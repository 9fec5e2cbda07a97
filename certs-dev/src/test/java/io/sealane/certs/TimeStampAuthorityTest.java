package io.sealane.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.certs.Authority.Use;

import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;

class TimeStampAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final BigInteger NONCE = BigInteger.valueOf(7);

    private final Authority authority = Authority.create("Testland", NOW);
    private final KeyPair pair = KeyPairs.p256();
    private final X509Certificate certificate =
            authority.issue(
                    "Testland time",
                    pair.getPublic(),
                    Use.TIME_STAMPING,
                    List.of(),
                    NOW,
                    Duration.ofDays(30));
    private final TimeStampAuthority stamps =
            new TimeStampAuthority(
                    pair.getPrivate(), certificate, authority.certificate(), () -> NOW);

    @Test
    void stamps_a_hash_with_its_time_and_a_signature_that_verifies() throws Exception {
        var request = request("checkpoint");

        var response = new TimeStampResponse(stamps.answer(request.getEncoded()));
        response.validate(request);

        var token = response.getTimeStampToken();
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
        assertThat(token.getTimeStampInfo().getGenTime()).isEqualTo(Date.from(NOW));
        assertThat(token.getTimeStampInfo().getNonce()).isEqualTo(NONCE);
    }

    @Test
    void openssl_asks_for_a_stamp_and_believes_it(@TempDir Path folder) throws Exception {
        Folder.of(folder).certificates("ca.pem", List.of(authority.certificate()));
        Files.writeString(folder.resolve("checkpoint"), "us.sealane.example/log/1\n1\n");
        Files.writeString(folder.resolve("another"), "us.sealane.example/log/1\n2\n");
        openssl(folder, "ts -query -data checkpoint -sha256 -cert -out request");

        byte[] answer = stamps.answer(Files.readAllBytes(folder.resolve("request")));
        Files.write(folder.resolve("answer"), answer);

        // OpenSSL believes in certificates of the past and the future only if told the time.
        String verify = "ts -verify -CAfile ca.pem -attime " + NOW.getEpochSecond();
        assertThat(openssl(folder, verify + " -data checkpoint -in answer")).isZero();
        assertThat(openssl(folder, verify + " -queryfile request -in answer")).isZero();
        assertThat(openssl(folder, verify + " -data another -in answer")).isEqualTo(1);
    }

    private static int openssl(Path folder, String words) throws Exception {
        var line = new ArrayList<>(List.of("openssl"));
        line.addAll(List.of(words.split(" ", -1)));
        Process openssl =
                new ProcessBuilder(line)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("openssl.log").toFile())
                        .start();
        assertThat(openssl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return openssl.exitValue();
    }

    @Test
    void a_stamp_does_not_fit_another_hash() throws Exception {
        var response = new TimeStampResponse(stamps.answer(request("one").getEncoded()));

        var other = request("another");
        assertThatThrownBy(() -> response.validate(other)).isInstanceOf(TSPException.class);
    }

    @Test
    void rejects_a_hash_that_is_too_short_for_its_algorithm() throws Exception {
        var generator = new TimeStampRequestGenerator();
        var request = generator.generate(NISTObjectIdentifiers.id_sha256, new byte[20], NONCE);

        var response = new TimeStampResponse(stamps.answer(request.getEncoded()));

        assertThat(response.getTimeStampToken()).isNull();
        assertThat(response.getFailInfo().intValue()).isEqualTo(PKIFailureInfo.badDataFormat);
    }

    @Test
    void an_answer_needs_a_request() {
        assertThatThrownBy(() -> stamps.answer(new byte[] {1, 2, 3}))
                .isInstanceOf(IOException.class);
    }

    private static TimeStampRequest request(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        return generator.generate(NISTObjectIdentifiers.id_sha256, hash, NONCE);
    }
}
