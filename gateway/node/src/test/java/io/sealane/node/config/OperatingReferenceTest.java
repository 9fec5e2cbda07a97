package io.sealane.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.document.KnownPlaces;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The node.yaml that OPERATING.md shows is one that a node takes, and it shows every member. */
class OperatingReferenceTest {
    private static final Pattern KEY = Pattern.compile("\\{kty: EC, crv: P-256, x: X\\d, y: Y\\d}");

    @TempDir private Path folder;

    /** The block of the document, with real keys where it has placeholders. */
    private static String shown() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "OPERATING.md"));
        String fence = "```yaml\n";
        assertThat(text).containsOnlyOnce(fence);
        int start = text.indexOf(fence) + fence.length();
        String block = text.substring(start, text.indexOf("```", start));
        return KEY.matcher(block)
                .replaceAll(key -> Matcher.quoteReplacement(ConfigText.jwk()))
                .replace("VKEY", '"' + ConfigText.vkey("nl.sealane.example/log/1") + '"');
    }

    @Test
    void the_file_shown_is_one_that_a_node_takes() throws Exception {
        ConfigText.makeFiles(folder);
        Files.writeString(folder.resolve("keys/db-password"), "secret\n");
        NodeConfig config =
                ConfigReader.read(Files.writeString(folder.resolve("node.yaml"), shown()));

        assertThat(config.node()).isEqualTo("us.sealane.example");
        assertThat(config.database()).isNotNull();
        assertThat(config.log()).isEqualTo(1);
        assertThat(config.parties())
                .singleElement()
                .satisfies(party -> assertThat(party.key()).isNotNull());
        assertThat(config.partners())
                .singleElement()
                .satisfies(partner -> assertThat(partner.logKeys()).hasSize(1));
        assertThat(config.auditors()).hasSize(1);
        assertThat(config.policy().errors()).containsExactly("container-check-digit");
        assertThat(config.policy().watched().fields())
                .containsExactly("HSCodes", "carrierBookingReference", "partyName");
        assertThat(config.policy().places()).isNotSameAs(KnownPlaces.ANY);
        assertThat(config.approval()).isEqualTo(new NodeConfig.Approval(2, Duration.ofHours(24)));
        assertThat(config.operators()).hasSize(2);
        assertThat(config.issuer())
                .isNotNull()
                .extracting(NodeConfig.Issuer::audience)
                .isEqualTo("https://us.sealane.example");
        assertThat(config.parties().getFirst().accounts()).hasSize(1);
        assertThat(config.agreements()).isEqualTo(folder.resolve("agreements"));
    }
}
