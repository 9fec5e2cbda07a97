package io.sealane.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sealane.client.Client;
import io.sealane.client.Profile;
import io.sealane.command.fleet.Berth;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A party's calls of {@code /v1}, with the answers as they come over the wire. */
final class PartyCalls implements AutoCloseable {
    private final Client tokens;
    private final HttpClient http;
    private final String address;

    PartyCalls(Berth berth, String party) throws Exception {
        Path folder = berth.profile(party).resolveSibling("");
        Profile profile = Profile.read(berth.profile(party));
        tokens = Client.of(profile);
        address = profile.address().toString();
        char[] password = Files.readString(folder.resolve("password")).strip().toCharArray();
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(KeyStore.getInstance(folder.resolve("client.p12").toFile(), password), password);
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        try (InputStream pem = Files.newInputStream(profile.authority())) {
            authorities.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(authorities);
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        http = HttpClient.newBuilder().sslContext(tls).build();
    }

    /** The whole answer: status, headers, body. */
    String get(String path) throws Exception {
        return send(request(path).GET());
    }

    String post(String path, String key, byte[] json) throws Exception {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofByteArray(json)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + tokens.token());
    }

    private String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return answer.statusCode()
                + "\n"
                + answer.headers().map()
                + "\n"
                + new String(answer.body(), ISO_8859_1);
    }

    /** The body of an answer. */
    static String body(String answer) {
        return answer.substring(answer.indexOf('\n', answer.indexOf('\n') + 1) + 1);
    }

    @Override
    public void close() {
        tokens.close();
        http.close();
    }
}
