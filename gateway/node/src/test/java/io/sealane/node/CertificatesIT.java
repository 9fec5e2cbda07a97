package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.certs.Authority;
import io.sealane.certs.KeyPairs;
import io.sealane.certs.Site;
import io.sealane.node.Rogue.Reply;
import io.sealane.node.keys.RevocationListTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javax.net.ssl.SSLContext;

/**
 * What a connection between nodes may rest on: a certificate of the day, for TLS, over a strong key
 * that is pinned, and nothing else.
 */
class CertificatesIT extends DeliveriesCase {
    private static final Duration DAY = Duration.ofDays(1);

    record Shown(String what, KeyPair pair, X509Certificate certificate) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static X509Certificate issued(
            Site by, KeyPair pair, Authority.Use use, String name, Instant from) {
        return by.authority()
                .issue(name, pair.getPublic(), use, List.of(name, "127.0.0.1"), from, DAY);
    }

    private static SSLContext tls(KeyPair pair, X509Certificate certificate) throws Exception {
        return TestTls.as(pair, certificate, site("nl").authority().certificate());
    }

    static List<Shown> cutOff() {
        Site sg = site("sg");
        String name = sg.node().name();
        Instant now = Instant.now();
        KeyPair other = KeyPairs.p256();
        Authority own = Authority.create(name, now);
        return List.of(
                new Shown("signed by itself", own.pair(), own.certificate()),
                new Shown(
                        "of its own authority, over a key that is not pinned",
                        other,
                        issued(sg, other, Authority.Use.NODE, name, now)),
                new Shown(
                        "of another nation's authority, in its name",
                        other,
                        issued(site("us"), other, Authority.Use.NODE, name, now)),
                new Shown(
                        "over its key, for time stamping",
                        sg.keys().tls(),
                        issued(sg, sg.keys().tls(), Authority.Use.TIME_STAMPING, name, now)),
                new Shown(
                        "over a weak key that is pinned",
                        nodes.weak,
                        issued(sg, nodes.weak, Authority.Use.NODE, name, now)));
    }

    @ParameterizedTest
    @MethodSource("cutOff")
    void a_certificate_that_proves_nothing_does_not_get_through_the_handshake(Shown shown)
            throws Exception {
        byte[] batch = rogue.batch(rogue.made(Rogue.NONE));
        int logged = log.length();
        try (HttpClient client = client(tls(shown.pair(), shown.certificate()))) {
            assertThatThrownBy(() -> rogue.post(client, batch)).isInstanceOf(IOException.class);
        }
        Eventually.holds(
                () -> log.since(logged).contains("event=handshake-refused code=unknown-peer"));
        isTaken(rogue.post(batch));
    }

    private static HttpClient client(SSLContext tls) {
        return TestTls.client(tls, HttpClient.Version.HTTP_2);
    }

    @Test
    void a_certificate_that_is_not_valid_yet_is_told_so() throws Exception {
        Site sg = site("sg");
        KeyPair pair = sg.keys().tls();
        Instant later = Instant.now().plus(DAY);
        X509Certificate early = issued(sg, pair, Authority.Use.NODE, sg.node().name(), later);
        try (HttpClient client = client(tls(pair, early))) {
            byte[] batch = rogue.batch(rogue.made(Rogue.NONE));
            isRefusedWithoutTrace(401, "certificate-expired", () -> rogue.post(client, batch));
        }
    }

    @Test
    void a_name_in_a_certificate_makes_nobody_of_its_holder() throws Exception {
        Site sg = site("sg");
        KeyPair pair = sg.keys().tls();
        X509Certificate other =
                issued(sg, pair, Authority.Use.NODE, "us.sealane.example", Instant.now());
        try (HttpClient client = client(tls(pair, other))) {
            // Whose key it is, not what it calls itself.
            assertThat(rogue.seen(client).json().at("/channels/0/ch").asText())
                    .startsWith("sg.sealane.example/");
            byte[] batch =
                    rogue.batch(
                            rogue.made(draft ->
                                    draft.channel = "us.sealane.example/1>nl.sealane.example"));
            isRefusedWithoutTrace(403, "wrong-peer", () -> rogue.post(client, batch));
        }
    }

    @Test
    void a_session_is_not_resumed_after_its_certificate_was_revoked() throws Exception {
        Site sg = site("sg");
        KeyPair pair = sg.keys().tls();
        X509Certificate stolen =
                issued(sg, pair, Authority.Use.NODE, sg.node().name(), Instant.now());
        // One context: whatever session the node offers to resume is kept there.
        SSLContext tls = tls(pair, stolen);
        for (int i = 0; i < 2; i++) {
            try (HttpClient client = client(tls)) {
                assertThat(rogue.seen(client).status()).isEqualTo(200);
            }
        }
        Reply told =
                rogue.revocations(
                        RevocationListTest.pem(
                                sg.authority()
                                        .revocations(
                                                List.of(stolen.getSerialNumber()), Instant.now()),
                                sg.authority().certificate()));
        assertThat(told.status()).as(told.body()).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            try (HttpClient client = client(tls)) {
                assertThat(isLetIn(client)).isFalse();
            }
        }
        isTaken(rogue.deliver(Rogue.NONE));
    }

    private static boolean isLetIn(HttpClient client) throws Exception {
        try {
            Reply reply = rogue.seen(client);
            assertThat(reply.status()).as(reply.body()).isIn(200, 403);
            return reply.status() == 200;
        } catch (IOException cut) {
            return false;
        }
    }
}
