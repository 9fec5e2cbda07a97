package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.certs.Site;
import io.sealane.core.json.Json;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.keys.SoftHsm;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/** A node whose keys move into a token: its partners notice nothing. */
@Tag("softhsm")
class TokenNodeIT extends NodesCase {
    @Test
    void goes_on_with_its_keys_in_a_token_by_configuration_only() throws Exception {
        try (HttpClient acme = client("us", "acme-line")) {
            String token = token(site("us"), "acme-line", acme);
            isDelivered(acme, token, "from-the-file");
            nodes.nl.stop();
            moveKeys(site("nl"));
            nodes.restartNl();
            isDelivered(acme, token, "from-the-token");
        }
        assertThat(inbox()).hasSize(2);
    }

    private static void isDelivered(HttpClient acme, String token, String key) throws Exception {
        String id = Json.parse(submit(acme, token, key).body()).path("id").asText();
        // The receipt is under nl's log key, the connection under its TLS key.
        Eventually.holds(() ->
                get(acme, token, "/v1/documents/" + id + "/deliveries")
                        .at("/deliveries/0/state")
                        .asText()
                        .equals("delivered"));
    }

    private static void moveKeys(Site site) throws Exception {
        Path keys = site.folder().resolve("keys");
        NodeConfig.Token token = SoftHsm.take(site.keys(), keys);
        Path file = site.folder().resolve("node.yaml");
        String before = Files.readString(file);
        String after =
                before.replaceFirst(
                        "passwordFile: keys/password",
                        """
                        passwordFile: keys/password
                          token: {library: "%s", label: "%s", pinFile: keys/pin,
                            holds: [tls, federation, presentation, issuing, log]}\
                        """
                                .formatted(token.library(), token.label()));
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }
}
