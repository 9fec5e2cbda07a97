package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.certs.Authority;
import io.sealane.certs.Site;
import io.sealane.core.json.Json;
import io.sealane.node.disk.DurableFile;
import io.sealane.node.keys.RevocationListTest;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Certificates that are renewed and revoked while nodes run and exchange. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveKeysIT extends NodesCase {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    @Order(1)
    void a_renewed_certificate_is_shown_without_a_restart_and_connections_go_on() throws Exception {
        Rogue rogue = nodes.rogue;
        assertThat(rogue.deliver(Rogue.NONE).status()).isEqualTo(200);
        X509Certificate usBefore = shown("us");
        X509Certificate nlBefore = shown("nl");
        List<String> documents = new ArrayList<>();
        try (HttpClient acme = client("us", "acme-line")) {
            String token = token(site("us"), "acme-line", acme);
            for (int i = 0; i < 60; i++) {
                if (i == 10) {
                    renew(site("us"));
                    renew(site("nl"));
                }
                if (i == 40) {
                    Eventually.holds(() -> !shown("us").equals(usBefore));
                    Eventually.holds(() -> !shown("nl").equals(nlBefore));
                }
                String answer = submit(acme, token, "renewed-" + i).body();
                documents.add(Json.parse(answer).path("id").asText());
            }
            for (String id : documents) {
                Eventually.holds(() ->
                        get(acme, token, "/v1/documents/" + id + "/deliveries")
                                .at("/deliveries/0/state")
                                .asText()
                                .equals("delivered"));
            }
        }
        assertThat(documents).doesNotHaveDuplicates().doesNotContain("");
        // The connection of before: its server has another certificate by now.
        assertThat(rogue.deliver(Rogue.NONE).status()).isEqualTo(200);
        assertThat(log.since(0)).contains("event=keys-read");
    }

    @Test
    @Order(2)
    void a_key_file_that_cannot_be_used_changes_nothing() throws Exception {
        Path file = site("us").folder().resolve("keys/node.p12");
        byte[] good = Files.readAllBytes(file);
        X509Certificate before = shown("us");
        int logged = log.length();
        DurableFile.writePrivate(file, new byte[] {1, 2, 3});
        Eventually.holds(() -> log.since(logged).contains("event=bad-keys"));
        assertThat(shown("us")).isEqualTo(before);
        DurableFile.writePrivate(file, good);
    }

    @Test
    @Order(3)
    void a_peer_that_is_revoked_while_connected_is_cut_off_and_comes_back_with_another_certificate()
            throws Exception {
        Rogue rogue = nodes.rogue;
        Site sg = site("sg");
        byte[] batch = rogue.batch(rogue.made(Rogue.NONE));
        assertThat(isLetIn(rogue::look)).isTrue();
        int logged = log.length();

        // us learns it by a file, nl by us.
        var serial = sg.keys().tlsCertificate().getSerialNumber();
        String list =
                RevocationListTest.pem(
                        sg.authority().revocations(List.of(serial), Instant.now()),
                        sg.authority().certificate());
        Path folder = nodes.us.config().data().resolve("revocations");
        Instant start = Instant.now();
        Files.writeString(folder.resolve("sg.pem"), list);

        // On its open connection, which it goes on using, and on new ones.
        Eventually.holds(() -> !isLetIn(rogue::look));
        Eventually.holds(() -> log.since(logged).contains("event=connection-cut"));
        assertThat(Duration.between(start, Instant.now())).isLessThan(SOON);
        for (int i = 0; i < 5; i++) {
            assertThat(isLetIn(rogue::look)).isFalse();
            try (HttpClient again = client(sg, sg.keys().tlsCertificate())) {
                assertThat(isLetIn(() -> rogue.seen(again))).isFalse();
            }
        }

        // The unattacked twin: the same key under a certificate that is not revoked.
        try (HttpClient renewed = client(sg, certificate(sg))) {
            Rogue.Reply reply = rogue.post(renewed, batch);
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.receipt().path("kind").asText()).isEqualTo("admitted");
        }
    }

    private interface Call {
        Rogue.Reply reply() throws Exception;
    }

    /** Whether a peer is answered; if it is not, it is cut off, or told why for one second. */
    private static boolean isLetIn(Call call) throws Exception {
        try {
            Rogue.Reply reply = call.reply();
            if (reply.status() == 200) {
                return true;
            }
            assertThat(reply.status()).as(reply.body()).isEqualTo(403);
            assertThat(reply.json().path("code").asText()).isEqualTo("certificate-revoked");
            return false;
        } catch (IOException cut) {
            return false;
        }
    }

    private static HttpClient client(Site sg, X509Certificate certificate) throws Exception {
        SSLContext tls =
                TestTls.as(sg.keys().tls(), certificate, site("nl").authority().certificate());
        return TestTls.client(tls, HttpClient.Version.HTTP_2);
    }

    private static X509Certificate certificate(Site site) {
        return site.authority()
                .issue(
                        site.node().name(),
                        site.keys().tls().getPublic(),
                        Authority.Use.NODE,
                        List.of(site.node().name(), "127.0.0.1"),
                        Instant.now(),
                        Duration.ofDays(30));
    }

    /** A new certificate for the same key, in the file that the node has read. */
    private static void renew(Site site) throws Exception {
        SecondKeys.change(
                site,
                (store, password) ->
                        store.setKeyEntry(
                                "tls",
                                site.keys().tls().getPrivate(),
                                password,
                                new Certificate[] {
                                    certificate(site), site.authority().certificate()
                                }));
    }

    /** The certificate that a new connection to a node's parties' port sees. */
    private static X509Certificate shown(String name) throws Exception {
        Site site = site(name);
        SSLContext tls = TestTls.anonymous(site.authority().certificate());
        int port = site.node().ports().api();
        try (var socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
