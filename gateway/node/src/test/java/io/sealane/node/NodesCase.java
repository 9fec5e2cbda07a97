package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.PartyKeys;
import io.sealane.certs.Site;
import io.sealane.core.agreement.Agreement;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.postgres.SharedPostgres;
import io.sealane.node.watch.CapturedLog;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

/** A test of two real nodes over real mutual TLS, with what both of them log. */
@ExtendWith(SharedPostgres.class)
@Timeout(120)
abstract class NodesCase {
    static final int DEPTH = 100_000;
    static final int LENGTH = 50 << 20;

    /** On a test whose nodes know nobody when it begins. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Fresh {}

    @TempDir private static Path folder;

    static CapturedLog log;
    static TwoNodes nodes;
    static EmbeddedPostgres postgres;
    static Description description;

    @BeforeAll
    static void start(EmbeddedPostgres server, TestInfo test) throws Exception {
        log = new CapturedLog();
        postgres = server;
        description = new Description();
        nodes =
                new TwoNodes(
                        folder,
                        server,
                        test.getTestClass().orElseThrow().isAnnotationPresent(Fresh.class));
    }

    @AfterAll
    static void stop() {
        nodes.close();
        log.close();
    }

    static Site site(String name) {
        return nodes.federation.site(name);
    }

    /** A party's client. */
    static HttpClient client(String site, String party) throws Exception {
        Site its = site(site);
        PartyKeys keys = its.parties().get(party);
        if (keys == null) {
            throw new AssertionError("no such party");
        }
        return client(its, keys);
    }

    static HttpClient client(Site site, PartyKeys keys) throws Exception {
        SSLContext tls = TestTls.as(keys.tls(), keys.certificate(), site.authority().certificate());
        return TestTls.client(tls, HttpClient.Version.HTTP_2);
    }

    static HttpRequest.Builder to(Site site, String path) {
        int port = site.node().ports().api();
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    static HttpResponse<String> send(HttpClient as, HttpRequest.Builder request) throws Exception {
        return as.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpRequest.Builder tokenRequest(Site site, String party) {
        return to(site, "/oauth/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=" + party));
    }

    static String token(Site site, String party, HttpClient client) throws Exception {
        HttpResponse<String> answer = send(client, tokenRequest(site, party));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body()).path("access_token").asText();
    }

    /** Hands {@code us} a good document for the terminal at {@code nl}. */
    static HttpResponse<String> submit(HttpClient as, String token, String key) throws Exception {
        var json = Json.object().put("type", "transport-document/1.0");
        json.set("document", Rogue.document());
        json.putArray("recipients")
                .addObject()
                .put("party", "rotterdam-terminal@nl.sealane.example")
                .put("role", "terminal");
        return send(
                as,
                to(site("us"), "/v1/documents")
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(Json.text(json))));
    }

    /** What {@code us} answers a party that reads. */
    static JsonNode get(HttpClient as, String token, String path) throws Exception {
        HttpResponse<String> answer =
                send(as, to(site("us"), path).header("Authorization", "Bearer " + token));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    /** All that the terminal at {@code nl} received. */
    static List<String> inbox() throws Exception {
        Site nl = nodes.federation.site("nl");
        String terminal = "rotterdam-terminal";
        try (HttpClient client = client("nl", terminal)) {
            HttpRequest.Builder request =
                    to(nl, "/v1/inbox?limit=200")
                            .header("Authorization", "Bearer " + token(nl, terminal, client));
            ArrayNode items = (ArrayNode) Json.parse(send(client, request).body()).path("items");
            return items.valueStream().map(Json::text).toList();
        }
    }

    /** The terms that an agreement is of. */
    static ObjectNode terms(Agreement agreement) throws Refusal {
        return Json.parseObject(Base64Url.decode(agreement.json().path("payload").asText()));
    }

    static String changed(String text, int at) {
        char other = text.charAt(at) == 'A' ? 'B' : 'A';
        return text.substring(0, at) + other + text.substring(at + 1);
    }
}
